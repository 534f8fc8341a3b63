const tab = 0x09;
const newline = 0x0a;
const comma = 0x2c;
const quote = 0x22;
const dot = 0x2e;
const backslash = 0x5c;

/** What is told of one table; damage that goes on says nothing new. */
const mostProblems = 3;

/** How far a row is the one that ends all: `\.`. */
type Mark = 'nothing yet' | 'backslash' | 'end' | 'row';

/**
 * Rows in COPY's text format or as CSV, chunk after chunk, as an archive has them: each with as many columns as COPY names,
 * and `\.` behind the last.
 */
export class CopyCheck {
  readonly problems: string[] = [];
  #rows = 0;
  /** undefined: as many as the first row has. */
  #columns: number | undefined;
  readonly #isCsv: boolean;
  readonly #separator: number;
  /** By their values, bytes that are more than a part of a value, unless they are escaped. */
  readonly #special = new Uint8Array(256);
  #separators = 0;
  /** What separates and ends is part of a value: behind a backslash, or between the quotes of CSV. */
  #escaped = false;
  #mark: Mark = 'nothing yet';
  #ended = false;
  /** Bytes ahead of the chunk, and ahead of the row. */
  #before = 0;
  #rowStart = 0;

  /** `columns` undefined: COPY names none. */
  constructor(columns?: number, format: 'text' | 'csv' = 'text') {
    this.#columns = columns;
    this.#isCsv = format === 'csv';
    this.#separator = this.#isCsv ? comma : tab;
    for (const byte of [newline, this.#separator, this.#isCsv ? quote : backslash]) this.#special[byte] = 1;
  }

  get rows(): number {
    return this.#rows;
  }

  push(chunk: Uint8Array): void {
    const special = this.#special;
    const separator = this.#separator;
    // Fields of an object are slower, and this is done for each byte.
    let escaped = this.#escaped;
    let separators = this.#separators;
    let mark = this.#mark;
    const { length } = chunk;
    let at = 0;
    while (at < length && !this.#ended) {
      const byte = chunk[at++]!;
      if (mark === 'row' && !escaped && special[byte] === 0) {
        while (at < length && special[chunk[at]!] === 0) at += 1;
        continue;
      }
      if (byte === newline && !escaped) {
        this.#endRow(at - 1, separators, mark);
        separators = 0;
        mark = 'nothing yet';
        continue;
      }
      if (byte === separator && !escaped) separators += 1;
      // A quote in a value of CSV is doubled: it ends and begins again.
      escaped = this.#isCsv ? escaped !== (byte === quote) : byte === backslash && !escaped;
      if (mark !== 'row') mark = marked(mark, byte);
    }
    this.#escaped = escaped;
    this.#separators = separators;
    this.#mark = mark;
    if (this.#ended) this.#nothingBut(newline, chunk, at);
    this.#before += chunk.length;
  }

  finish(): void {
    if (this.#ended) return;
    const rest = this.#before - this.#rowStart;
    const cut = rest === 0 ? '' : ` ${rest} bytes into row ${this.#rows + 1}`;
    this.#tell(`rows end at byte ${this.#before}${cut} without the mark "\\."`);
  }

  #endRow(at: number, separators: number, mark: Mark): void {
    if (mark === 'end') this.#ended = true;
    else {
      this.#rows += 1;
      const columns = separators + 1;
      this.#columns ??= columns;
      // A table without columns has empty lines for rows.
      const isEmpty = this.#columns === 0 && mark === 'nothing yet';
      if (columns !== this.#columns && !isEmpty) {
        this.#tell(`row ${this.#rows}, byte ${this.#rowStart}: ${columns} columns instead of ${this.#columns}`);
      }
    }
    this.#rowStart = this.#before + at + 1;
  }

  #nothingBut(allowed: number, chunk: Uint8Array, from: number): void {
    const at = chunk.subarray(from).findIndex((byte) => byte !== allowed);
    if (at >= 0)
      this.#tell(`byte ${this.#before + from + at}: something stands behind the mark "\\." that ends all rows`);
  }

  #tell(problem: string): void {
    if (this.problems.length < mostProblems) this.problems.push(problem);
    else if (this.problems.length === mostProblems) this.problems.push('and more');
  }
}

function marked(mark: Mark, byte: number): Mark {
  if (mark === 'nothing yet') return byte === backslash ? 'backslash' : 'row';
  return mark === 'backslash' && byte === dot ? 'end' : 'row';
}
