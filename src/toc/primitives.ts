import { CorruptArchiveError } from '../errors.ts';
import { type ByteString, byteStringOf } from '../model/text.ts';

/**
 * Reads a value from bytes that may not all be there yet: it yields how many bytes it needs next and is resumed with
 * exactly so many. What it needs is bounded by `longestString`; whoever feeds it knows how much is left and refuses
 * earlier, by throwing into it.
 */
export type Decoder<T> = Generator<number, T, Uint8Array>;

/** Sizes of the machine that wrote the archive, from its header. */
export interface IntegerSizes {
  readonly intSize: number;
  readonly offsetSize: number;
}

/** Where an entry's data lies in a custom archive (K_OFFSET_… in pg_backup_archiver.h). */
export interface DataOffset {
  /** `unset`: the entry has data, but the writer could not seek back to say where. */
  readonly state: 'unset' | 'set' | 'none';
  readonly position: number;
}

const offsetFlags: Record<DataOffset['state'], number> = { unset: 1, set: 2, none: 3 };
const offsetStates = new Map(Object.entries(offsetFlags).map(([state, flag]) => [flag, state as DataOffset['state']]));

/** V8's longest string. PostgreSQL's own limit for one value is 1 GB. */
const longestString = 0x1fffffe8;

/** Bytes of a magnitude that a JavaScript number holds exactly. */
const exactBytes = 6;

/** A sign byte, then the magnitude, least significant byte first (WriteInt in pg_backup_archiver.c). */
export function* decodeInt({ intSize }: IntegerSizes): Decoder<number> {
  return intOf(yield intSize + 1);
}

/** The integer that is all of these bytes. */
export function intOf(bytes: Uint8Array): number {
  const magnitude = littleEndian(bytes, 1, 'integer in dump file is too large');
  // Not -0, which is another value to Object.is and to Map keys' readers.
  return bytes[0] === 0 || magnitude === 0 ? magnitude : -magnitude;
}

function littleEndian(bytes: Uint8Array, start: number, tooLarge: string): number {
  let value = 0;
  for (let index = bytes.length - 1; index >= start; index--) {
    const byte = bytes[index] ?? 0;
    if (byte !== 0 && index - start >= exactBytes) throw new CorruptArchiveError(tooLarge);
    value = value * 256 + byte;
  }
  return value;
}

/** A length and that many bytes; a negative length is NULL. */
export function* decodeString(sizes: IntegerSizes): Decoder<ByteString | null> {
  const length = yield* decodeInt(sizes);
  if (length < 0) return null;
  if (length === 0) return '';
  if (length > longestString) throw new CorruptArchiveError(`string of ${length} bytes -- perhaps a corrupt TOC`);
  const text = byteStringOf(yield length);
  // C ends the string here, and what follows is lost in the genuine tools.
  if (text.includes('\0')) throw new CorruptArchiveError('string holds a NUL byte -- perhaps a corrupt TOC');
  return text;
}

export function* decodeOffset({ offsetSize }: IntegerSizes): Decoder<DataOffset> {
  const bytes = yield offsetSize + 1;
  const flag = bytes[0] ?? 0;
  const state = offsetStates.get(flag);
  if (state === undefined) throw new CorruptArchiveError(`unexpected data offset flag ${flag}`);
  return { state, position: littleEndian(bytes, 1, 'file offset in dump file is too large') };
}

/** Decodes what is all in memory; also says where it ended. */
export function decodeBytes<T>(decoder: Decoder<T>, bytes: Uint8Array): { value: T; end: number } {
  let end = 0;
  let step = decoder.next();
  while (!step.done) {
    const start = end;
    end += step.value;
    step =
      end > bytes.length
        ? decoder.throw(new CorruptArchiveError('could not read from input file: end of file'))
        : decoder.next(bytes.subarray(start, end));
  }
  return { value: step.value, end };
}

/** Collects the bytes of a header or TOC. */
export class Encoder {
  readonly #sizes: IntegerSizes;
  #buffer = Buffer.allocUnsafe(4096);
  #length = 0;

  constructor(sizes: IntegerSizes) {
    this.#sizes = sizes;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  byte(value: number): void {
    this.#room(1);
    this.#buffer[this.#length++] = value;
  }

  raw(text: ByteString): void {
    this.#room(text.length);
    this.#length += this.#buffer.write(text, this.#length, 'latin1');
  }

  int(value: number): void {
    this.byte(value < 0 ? 1 : 0);
    this.#magnitude(Math.abs(value), this.#sizes.intSize);
  }

  string(text: ByteString | null): void {
    if (text === null) {
      this.int(-1);
      return;
    }
    // eslint-disable-next-line no-control-regex
    if (/[^\x01-\xff]/.test(text)) throw new Error(`not a byte string: ${JSON.stringify(text.slice(0, 200))}`);
    this.int(text.length);
    this.raw(text);
  }

  offset({ state, position }: DataOffset): void {
    this.byte(offsetFlags[state]);
    this.#magnitude(position, this.#sizes.offsetSize);
  }

  #magnitude(value: number, size: number): void {
    this.#room(size);
    let rest = value;
    for (let index = 0; index < size; index++) {
      this.#buffer[this.#length++] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    if (rest !== 0) throw new Error(`${value} does not fit into ${size} bytes`);
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
