import { secondByteTells, trailLengths, trailsBySecond } from '../sql/trail-bytes.ts';

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
const smallN = 0x6e;

/** What is to be done with a byte; other numbers are the letter that it is behind a backslash. */
const plain = 0;
const separator = 1;
const quotation = 2;
/** The first of several bytes, which may look like any of these. */
const character = 3;

const kindsOfBytes = new Uint8Array(256);
for (const [byte, letter] of ['\bb', '\tt', '\vv', '\ff', '\rr', '\\\\'].map((pair) => Buffer.from(pair))) {
  kindsOfBytes[byte!] = letter!;
}
kindsOfBytes[comma] = separator;
kindsOfBytes[lineFeed] = separator;
kindsOfBytes[quote] = quotation;

/** Rows become a little longer; what becomes longer than that goes on in another buffer. */
const lengthened = (length: number): number => length + (length >> 4) + 1024;

/**
 * Makes the rows of one table that COPY has written as CSV into those of COPY's text format. It works on bytes, whose
 * values nobody looks at, and holds none of them back, wherever its input is cut.
 */
export class CsvToText {
  records = 0;
  readonly #kinds: Uint8Array;
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
    this.#kinds = this.#trails?.map((length, byte) => (length > 0 ? character : kindsOfBytes[byte]!)) ?? kindsOfBytes;
  }

  /** The rows in this chunk, in new buffers. */
  *transform(chunk: Uint8Array): Generator<Uint8Array, void, undefined> {
    for (let from = 0; from < chunk.length;) {
      const output = Buffer.allocUnsafe(lengthened(chunk.length - from));
      const done = this.#some(chunk, from, output);
      from = done.read;
      if (done.written > 0) yield output.subarray(0, done.written);
    }
    this.#before += chunk.length;
  }

  /** What is not whole is an error. */
  finish(): void {
    if (this.#state === quoted || this.#missesTrail) this.#fail('the data end within a field');
    if (this.#state !== start || this.#fields > 0) this.#fail('the data end within a row');
  }

  /** All bytes come by here: what it works with is its own until it has done. */
  #some(chunk: Uint8Array, from: number, output: Buffer): { read: number; written: number } {
    const kinds = this.#kinds;
    const end = chunk.length;
    // No byte becomes more than three.
    const room = output.length - 8;
    let state = this.#state;
    let fields = this.#fields;
    let o = 0;
    let i = from;
    for (; this.#missesTrail && i < end; i += 1) output[o++] = this.#trail(chunk[i]!);
    for (; i < end && o <= room; i += 1) {
      const byte = chunk[i]!;
      const kind = kinds[byte]!;
      if (kind === plain) {
        output[o++] = byte;
        if (state !== quoted) state = bare;
        for (let next = 0; i + 1 < end && o <= room && kinds[(next = chunk[i + 1]!)] === plain; i += 1)
          output[o++] = next;
      } else if (kind === separator) {
        if (state === quoted) {
          if (byte === lineFeed) output[o++] = backslash;
          output[o++] = byte === lineFeed ? smallN : byte;
          continue;
        }
        if (state === start && !(byte === lineFeed && this.#columns === 0)) {
          output[o++] = backslash;
          output[o++] = letterN;
        }
        if (byte === comma) {
          output[o++] = tab;
          fields += 1;
        } else {
          output[o++] = lineFeed;
          if (fields + 1 !== this.#columns) this.#checkFields(fields, state === start);
          this.records += 1;
          this.#recordStart = this.#before + i + 1;
          fields = 0;
        }
        state = start;
      } else if (kind === quotation) {
        if (state === closed) output[o++] = quote;
        state = state === quoted ? closed : quoted;
      } else if (kind === character) {
        output[o++] = byte;
        if (state !== quoted) state = bare;
        for (this.#begin(byte); this.#missesTrail && i + 1 < end;) output[o++] = this.#trail(chunk[(i += 1)]!);
      } else {
        if (state !== quoted) {
          if (byte === carriageReturn) this.#fail('a carriage return stands outside quotes');
          state = bare;
        }
        output[o++] = backslash;
        output[o++] = kind;
      }
    }
    this.#state = state;
    this.#fields = fields;
    return { read: i, written: o };
  }

  #checkFields(complete: number, isEmpty: boolean): void {
    const fields = complete + 1;
    this.#columns ??= fields;
    if (fields === this.#columns || (this.#columns === 0 && fields === 1 && isEmpty)) return;
    this.#fail(`a row has ${fields} columns instead of ${this.#columns}`);
  }

  get #missesTrail(): boolean {
    return this.#trailing > 0 || this.#asksNext;
  }

  #begin(first: number): void {
    const length = this.#trails![first]!;
    this.#asksNext = length === secondByteTells;
    this.#trailing = this.#asksNext ? 0 : length;
  }

  /** A byte of a character that is not its first, whatever it looks like. */
  #trail(byte: number): number {
    if (this.#asksNext) {
      this.#asksNext = false;
      this.#trailing = trailsBySecond(byte) - 1;
    } else this.#trailing -= 1;
    return byte;
  }

  #fail(message: string): never {
    throw new CsvError(message, this.#recordStart);
  }
}
