import type { ByteString } from '../model/text.ts';

/** A part of a text: the first character, and the one behind the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Changes to one text, collected by their places and made at once: what nobody names stays byte for byte. */
export class Edits {
  readonly #text: ByteString;
  readonly #made: (Span & { readonly by: ByteString })[] = [];

  constructor(text: ByteString) {
    this.#text = text;
  }

  replace({ start, end }: Span, by: ByteString): void {
    this.#made.push({ start, end, by });
  }

  insert(at: number, text: ByteString): void {
    this.replace({ start: at, end: at }, text);
  }

  /** Takes a part away, and the blanks ahead of it. */
  remove({ start, end }: Span): void {
    let from = start;
    while (from > 0 && /[ \t\n]/.test(this.#text[from - 1]!)) from -= 1;
    this.replace({ start: from, end }, '');
  }

  /** Whether any of it is changed. */
  touches({ start, end }: Span): boolean {
    return this.#made.some((made) => made.start < end && made.end > start);
  }

  get isEmpty(): boolean {
    return this.#made.length === 0;
  }

  /** The text with all changes, of which none may reach into another. */
  result(): ByteString {
    let result = '';
    let at = 0;
    for (const { start, end, by } of this.#made.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
      if (start < at) throw new Error(`edits overlap at ${start} of ${this.#text}`);
      result += this.#text.slice(at, start) + by;
      at = end;
    }
    return result + this.#text.slice(at);
  }
}

/** Takes items out of a list with their commas: the one ahead, or behind where nothing that stays is ahead. */
export function removeItems<T extends Span>(edits: Edits, items: readonly T[], isUnwanted: (item: T) => boolean): void {
  items.forEach((item, i) => {
    if (!isUnwanted(item)) return;
    const hasKeptAhead = items.slice(0, i).some((each) => !isUnwanted(each));
    if (hasKeptAhead) edits.replace({ start: items[i - 1]!.end, end: item.end }, '');
    else edits.replace({ start: item.start, end: items[i + 1]?.start ?? item.end }, '');
  });
}
