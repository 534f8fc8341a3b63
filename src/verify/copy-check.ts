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
  }

  get rows(): number {
    return this.#rows;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    for (; at < chunk.length && !this.#ended; at += 1) {
      const byte = chunk[at]!;
      if (byte === newline && !this.#escaped) {
        this.#endRow(at);
        continue;
      }
      if (byte === this.#separator && !this.#escaped) this.#separators += 1;
      // A quote in a value of CSV is doubled: it ends and begins again.
      this.#escaped = this.#isCsv ? this.#escaped !== (byte === quote) : byte === backslash && !this.#escaped;
      if (this.#mark !== 'row') this.#mark = marked(this.#mark, byte);
    }
    if (this.#ended) this.#nothingBut(newline, chunk, at);
    this.#before += chunk.length;
  }

  finish(): void {
    if (this.#ended) return;
    const rest = this.#before - this.#rowStart;
    const cut = rest === 0 ? '' : ` ${rest} bytes into row ${this.#rows + 1}`;
    this.#tell(`rows end at byte ${this.#before}${cut} without the mark "\\."`);
  }

  #endRow(at: number): void {
    if (this.#mark === 'end') this.#ended = true;
    else {
      this.#rows += 1;
      const columns = this.#separators + 1;
      this.#columns ??= columns;
      // A table without columns has empty lines for rows.
      const isEmpty = this.#columns === 0 && this.#mark === 'nothing yet';
      if (columns !== this.#columns && !isEmpty) {
        this.#tell(`row ${this.#rows}, byte ${this.#rowStart}: ${columns} columns instead of ${this.#columns}`);
      }
    }
    this.#separators = 0;
    this.#mark = 'nothing yet';
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
