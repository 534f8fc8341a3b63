import type { Oid } from '../../model/catalog-id.ts';
import { Encoder, type IntegerSizes, decodeInt, intOf } from '../../toc/primitives.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { pieces } from '../chunks.ts';
import { type FilePlace, corrupt } from '../corruption.ts';

/** Byte before each data block (BLK_DATA and BLK_BLOBS in pg_backup_custom.c). */
export const blockTypes = { data: 1, largeObjects: 3 } as const;

/** Longest chunk we write: pg_restore holds one in memory. */
const chunkSize = 64 * 1024;

/** Chunks that are put together, at most. */
const joinedSize = 64 * 1024;

export interface BlockHeader {
  readonly type: number;
  readonly dumpId: number;
}

export function encodeBlockHeader({ type, dumpId }: BlockHeader, sizes: IntegerSizes): Uint8Array {
  const encoder = new Encoder(sizes);
  encoder.byte(type);
  encoder.int(dumpId);
  return encoder.bytes();
}

export function encodeInt(value: number, sizes: IntegerSizes): Uint8Array {
  const encoder = new Encoder(sizes);
  encoder.int(value);
  return encoder.bytes();
}

/** C's int holds OIDs from 2³¹ on as negative numbers. */
export const intOfOid = (oid: Oid): number => oid | 0;

/** The payload as chunks, each after its length, and the 0 that ends them. A chunk of length 0 would end them too soon. */
export async function* encodeChunks(
  payload: AsyncIterable<Uint8Array>,
  sizes: IntegerSizes,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const bytes of payload) {
    for (const piece of pieces(bytes, chunkSize)) {
      yield encodeInt(piece.length, sizes);
      yield piece;
    }
  }
  yield encodeInt(0, sizes);
}

/** The header of the block that begins here; null: the file ends here. */
export async function readBlockHeader(cursor: ByteCursor, sizes: IntegerSizes): Promise<BlockHeader | null> {
  if (await cursor.atEnd()) return null;
  const [type = 0] = await cursor.take(1);
  return { type, dumpId: await cursor.decode(decodeInt(sizes)) };
}

/** The chunks of one payload; what was not read can be skipped. */
export class ChunkReader implements AsyncIterable<Uint8Array> {
  readonly #cursor: ByteCursor;
  readonly #sizes: IntegerSizes;
  #leftInChunk = 0;
  #ended = false;

  constructor(cursor: ByteCursor, sizes: IntegerSizes) {
    this.#cursor = cursor;
    this.#sizes = sizes;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    while (await this.#inChunk()) yield this.#joined() ?? (await this.#some());
  }

  /**
   * The payload as it lies in the file, from the length of the first chunk to the 0 that ends them, in large pieces that
   * are good until the next is asked for.
   */
  async *framed(): AsyncGenerator<Uint8Array, void, undefined> {
    while (!this.#ended) {
      const ahead = await this.#cursor.ahead();
      if (ahead.length === 0) throw this.#cursor.endOfFile();
      const walked = this.#walk(ahead);
      if (walked > 0) yield await this.#cursor.take(walked);
      else yield await this.#cutLength();
    }
  }

  place(): FilePlace {
    return this.#cursor.place();
  }

  async skip(): Promise<void> {
    while (await this.#inChunk()) {
      await this.#cursor.skip(this.#leftInChunk);
      this.#leftInChunk = 0;
    }
  }

  async #inChunk(): Promise<boolean> {
    if (!this.#ended && this.#leftInChunk === 0) {
      this.#beginChunk(await this.#cursor.take(this.#sizes.intSize + 1));
    }
    return !this.#ended;
  }

  /** Goes through the chunks as far as these bytes do, which are the cursor's next; says how many of them that are. */
  #walk(bytes: Uint8Array): number {
    const lengthSize = this.#sizes.intSize + 1;
    for (let walked = 0; ;) {
      const inChunk = Math.min(this.#leftInChunk, bytes.length - walked);
      this.#leftInChunk -= inChunk;
      walked += inChunk;
      const end = walked + lengthSize;
      if (this.#ended || end > bytes.length) return walked;
      this.#beginChunk(bytes.subarray(walked, end), end);
      walked = end;
    }
  }

  /** A chunk's length of which not all has been read. */
  async #cutLength(): Promise<Uint8Array> {
    const bytes = await this.#cursor.take(this.#sizes.intSize + 1);
    this.#beginChunk(bytes);
    return bytes;
  }

  /** A chunk that begins so many bytes `ahead` of the cursor. */
  #beginChunk(lengthBytes: Uint8Array, ahead = 0): void {
    const length = intOf(lengthBytes);
    const { remaining } = this.#cursor;
    if (length < 0) throw corrupt(`chunk length ${length} is out of range`, this.#cursor.place(ahead));
    if (remaining !== null && length > remaining - ahead) throw this.#cursor.endOfFile(ahead);
    this.#leftInChunk = length;
    this.#ended = length === 0;
  }

  async #some(): Promise<Uint8Array> {
    const bytes = await this.#cursor.takeSome(this.#leftInChunk);
    this.#leftInChunk -= bytes.length;
    return bytes;
  }

  /**
   * pg_dump writes a chunk for each row where it does not compress: those that have been read are given together.
   * null: the chunk is long enough by itself, or not all there.
   */
  #joined(): Uint8Array | null {
    if (this.#leftInChunk > joinedSize / 4) return null;
    const joined = Buffer.allocUnsafe(joinedSize);
    let filled = 0;
    while (this.#leftInChunk > 0 && this.#leftInChunk <= joinedSize - filled) {
      const bytes = this.#cursor.takeBuffered(this.#leftInChunk);
      if (bytes === null) break;
      joined.set(bytes, filled);
      filled += bytes.length;
      this.#leftInChunk = 0;
      const lengthBytes = this.#cursor.takeBuffered(this.#sizes.intSize + 1);
      if (lengthBytes !== null) this.#beginChunk(lengthBytes);
    }
    return filled === 0 ? null : joined.subarray(0, filled);
  }
}

/** One block, from behind its header on. */
export class DataBlock {
  readonly header: BlockHeader;
  readonly cursor: ByteCursor;
  readonly #sizes: IntegerSizes;
  #payload: ChunkReader | null = null;
  #ended = false;

  constructor(header: BlockHeader, cursor: ByteCursor, sizes: IntegerSizes) {
    this.header = header;
    this.cursor = cursor;
    this.#sizes = sizes;
  }

  /** Table data: the block is one payload. */
  tableData(): ChunkReader {
    this.#payload ??= new ChunkReader(this.cursor, this.#sizes);
    return this.#payload;
  }

  /** The next large object, behind what is left of the one before; null after the last. */
  async nextLargeObject(): Promise<{ readonly oid: Oid; readonly payload: ChunkReader } | null> {
    if (this.#ended) return null;
    await this.#payload?.skip();
    const oid = (await this.cursor.decode(decodeInt(this.#sizes))) >>> 0;
    this.#ended = oid === 0;
    if (this.#ended) return null;
    this.#payload = new ChunkReader(this.cursor, this.#sizes);
    return { oid, payload: this.#payload };
  }

  /** Moves the cursor behind the block, wherever in it it stands. */
  async skip(): Promise<void> {
    if (this.header.type === blockTypes.data) await this.tableData().skip();
    else while ((await this.nextLargeObject()) !== null);
  }
}
