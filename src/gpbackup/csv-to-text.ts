import { trailLengths } from './trail-bytes.ts';

/** What is wrong with a table's rows, and at which byte of them the record starts. */
export class CsvError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

export interface CsvOptions {
  /** How many each record has; null: as many as the first one. */
  readonly columns: number | null;
  /** As the server calls it. */
  readonly encoding: string;
}

/** Where in a record a byte stands. */
const start = 0; // of a field of which nothing has come
const bare = 1;
const quoted = 2;
const closed = 3; // behind a quote in quotes: the end of them, or the first of two

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const letterN = 0x4e;

/** By byte: 0 where it is as it is in quotes and out of them, else what it is after a backslash; 1 for comma and quote. */
const kinds = new Uint8Array(256);
for (const [byte, letter] of ['\bb', '\tt', '\nn', '\vv', '\ff', '\rr', '\\\\'].map((pair) => Buffer.from(pair))) {
  kinds[byte!] = letter!;
}
kinds[comma] = 1;
kinds[quote] = 1;

const outputSize = 128 * 1024;

/**
 * Makes the rows of one table that COPY has written as CSV into those of COPY's text format. It works on bytes, whose
 * values nobody looks at, and holds none of them back, wherever its input is cut.
 */
export class CsvToText {
  records = 0;
  readonly #trails: Uint8Array | null;
  #columns: number | null;
  #state = start;
  /** Fields of the record that are complete. */
  #fields = 0;
  /** Bytes of before the present chunk. */
  #before = 0;
  /** Where the present record starts. */
  #recordStart = 0;
  /** Bytes that belong to the character of which the last byte was. */
  #trailing = 0;
  /** GB18030: the next byte tells how many there are. */
  #asksNext = false;

  constructor({ columns, encoding }: CsvOptions) {
    this.#columns = columns;
    this.#trails = trailLengths(encoding);
  }

  /** The rows in this chunk, in new buffers. */
  *transform(chunk: Uint8Array): Generator<Uint8Array, void, undefined> {
    for (let from = 0; from < chunk.length;) {
      // No byte becomes more than three.
      const end = Math.min(chunk.length, from + Math.floor(outputSize / 3));
      const output = Buffer.allocUnsafe((end - from) * 2 + 1024);
      const done = this.#some(chunk, from, end, output);
      from = done.read;
      if (done.written > 0) yield output.subarray(0, done.written);
    }
    this.#before += chunk.length;
  }

  /** What is not whole is an error. */
  finish(): void {
    if (this.#state === quoted || this.#trailing > 0 || this.#asksNext) this.#fail('the data end within a field');
    if (this.#state !== start || this.#fields > 0) this.#fail('the data end within a row');
  }

  #some(chunk: Uint8Array, from: number, end: number, output: Buffer): { read: number; written: number } {
    const trails = this.#trails;
    const room = output.length - 3;
    let state = this.#state;
    let o = 0;
    let i = from;
    for (; i < end && o <= room; i += 1) {
      const byte = chunk[i]!;
      if (trails !== null && (this.#trailing > 0 || this.#asksNext || byte >= 0x80)) {
        this.#trail(byte, trails);
        if (state !== quoted) state = bare;
        output[o++] = byte;
        continue;
      }
      const kind = kinds[byte]!;
      if (kind === 0) {
        if (state !== quoted) state = bare;
        output[o++] = byte;
      } else if (state === quoted) {
        if (byte === quote) state = closed;
        else if (byte === comma) output[o++] = byte;
        else {
          output[o++] = backslash;
          output[o++] = kind;
        }
      } else if (byte === comma || byte === lineFeed) {
        if (state === start && !(byte === lineFeed && this.#columns === 0)) {
          output[o++] = backslash;
          output[o++] = letterN;
        }
        output[o++] = byte === comma ? tab : lineFeed;
        if (byte === comma) this.#fields += 1;
        else this.#endRecord(state === start, this.#before + i + 1);
        state = start;
      } else if (byte === quote) {
        if (state === closed) output[o++] = quote;
        state = quoted;
      } else if (byte === carriageReturn) {
        this.#fail('a carriage return stands outside quotes');
      } else {
        output[o++] = backslash;
        output[o++] = kind;
        state = bare;
      }
    }
    this.#state = state;
    return { read: i, written: o };
  }

  #endRecord(isEmpty: boolean, next: number): void {
    const fields = this.#fields + 1;
    this.#columns ??= fields;
    if (fields !== this.#columns && !(this.#columns === 0 && fields === 1 && isEmpty)) {
      this.#fail(`a row has ${fields} columns instead of ${this.#columns}`);
    }
    this.records += 1;
    this.#fields = 0;
    this.#recordStart = next;
  }

  /** Bytes of a character that are not its first may look like commas, quotes and backslashes. */
  #trail(byte: number, trails: Uint8Array): void {
    if (this.#asksNext) {
      this.#asksNext = false;
      this.#trailing = byte >= 0x30 && byte <= 0x39 ? 2 : 0;
    } else if (this.#trailing > 0) {
      this.#trailing -= 1;
    } else {
      this.#trailing = trails[byte]!;
      if (this.#trailing === 0xff) {
        this.#trailing = 0;
        this.#asksNext = true;
      }
    }
  }

  #fail(message: string): never {
    throw new CsvError(message, this.#recordStart);
  }
}
