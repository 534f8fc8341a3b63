import { CorruptArchiveError } from '../errors.ts';

/** Counts rows of COPY's text format as they pass, and holds each to the number of its columns. */
export class CheckedRows {
  rows = 0;
  /** Bytes that have passed. */
  length = 0;
  /** null: of any number. */
  readonly #columns: number | null;
  #tabs = 0;
  /** Where the row at hand begins. */
  #start = 0;

  constructor(columns: number | null) {
    this.#columns = columns;
  }

  pass(chunk: Uint8Array): void {
    const wanted = this.#columns === null ? -1 : Math.max(0, this.#columns - 1);
    let tabs = this.#tabs;
    for (let i = 0; i < chunk.length; i += 1) {
      // A tab or line feed of a value is written with a backslash and a letter.
      const byte = chunk[i]!;
      if (byte > newline) continue;
      if (byte === tab) tabs += 1;
      else if (byte === newline) {
        if (tabs !== wanted && wanted >= 0) throw this.#wrong(tabs);
        tabs = 0;
        this.rows += 1;
        this.#start = this.length + i + 1;
      }
    }
    this.#tabs = tabs;
    this.length += chunk.length;
  }

  finish(): void {
    if (this.#start !== this.length) throw new RowsError('the last row has no end', this.#start);
  }

  #wrong(tabs: number): RowsError {
    return new RowsError(`a row has ${tabs + 1} columns, not ${this.#columns}`, this.#start);
  }
}

/** What is wrong with a row, and its offset in the rows. */
export class RowsError extends CorruptArchiveError {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const tab = 9;
const newline = 10;
