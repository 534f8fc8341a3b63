import type { FileHandle } from 'node:fs/promises';
import type { DumpId } from '../../model/catalog-id.ts';
import { type StoredEntry, decodeToc, offsetExtra } from '../../toc/codec.ts';
import type { ArchiveHeader, CompressionMethod, TocEntry } from '../../toc/entry.ts';
import { decodeHeader, formatCodes } from '../../toc/header.ts';
import type { DataOffset } from '../../toc/primitives.ts';
import type { ArchiveReader, LargeObject } from '../archive.ts';
import { ByteCursor, fileOrigin } from '../byte-cursor.ts';
import { decompress } from '../compression.ts';
import { atPlace, corrupt, namingEntry } from '../corruption.ts';
import { StoredPayload } from '../stored-payload.ts';
import { type ChunkReader, type DataBlock, blockTypes } from './blocks.ts';
import { type BlockFinder, FileBlocks, PipeBlocks } from './find-block.ts';

/** A custom archive in a regular file: its entries' data in any order, and several at once. Closes the file. */
export async function openCustomFile(handle: FileHandle, name: string, size: number): Promise<ArchiveReader> {
  const openAt = (position: number): ByteCursor => new ByteCursor(fileOrigin(handle, name, size), position);
  const cursor = openAt(0);
  const { header, stored } = await readHead(cursor);
  const blocks = new FileBlocks(openAt, cursor.position, header, stored);
  await blocks.checkFirst();
  return new CustomReader(header, stored, blocks, payloadLengths(stored, size), () => handle.close());
}

/** A custom archive from a pipe: data in the order of the file only. */
export async function openCustomStream(cursor: ByteCursor, close: () => Promise<void>): Promise<ArchiveReader> {
  const { header, stored } = await readHead(cursor);
  return new CustomReader(header, stored, new PipeBlocks(cursor, header, stored), new Map(), close);
}

interface Head {
  readonly header: ArchiveHeader;
  readonly stored: readonly StoredEntry<DataOffset>[];
}

async function readHead(cursor: ByteCursor): Promise<Head> {
  const header = await cursor.decode(decodeHeader(formatCodes.custom));
  const stored = await cursor.decode(decodeToc(header, offsetExtra));
  for (const { entry, extra } of stored) {
    // Without this a single wrong bit would lose a table in silence.
    if (entry.hasData === (extra.state === 'none')) {
      const message = `entry ${entry.dumpId} says both that it has data and that it has none -- perhaps a corrupt TOC`;
      throw corrupt(message, cursor.place());
    }
  }
  return { header, stored };
}

/** Blocks lie one after the other, so each is as long as it is far to the next (_PrepParallelRestore). */
function payloadLengths(stored: readonly StoredEntry<DataOffset>[], size: number): ReadonlyMap<DumpId, number> {
  const known = stored.filter(({ extra }) => extra.state === 'set');
  const inFileOrder = known.toSorted((a, b) => a.extra.position - b.extra.position);
  return new Map(
    inFileOrder.map(({ entry, extra }, index) => {
      const end = inFileOrder[index + 1]?.extra.position ?? size;
      return [entry.dumpId, Math.max(0, end - extra.position)];
    }),
  );
}

class CustomReader implements ArchiveReader {
  readonly format = 'custom';
  readonly header: ArchiveHeader;
  readonly entries: readonly TocEntry[];
  readonly access: ArchiveReader['access'];
  readonly #blocks: BlockFinder;
  readonly #lengths: ReadonlyMap<DumpId, number>;
  readonly #offsets: ReadonlyMap<DumpId, DataOffset>;
  readonly #close: () => Promise<void>;

  constructor(
    header: ArchiveHeader,
    stored: readonly StoredEntry<DataOffset>[],
    blocks: BlockFinder,
    lengths: ReadonlyMap<DumpId, number>,
    close: () => Promise<void>,
  ) {
    this.header = header;
    this.entries = stored.map(({ entry }) => entry);
    this.access = blocks.access;
    this.#blocks = blocks;
    this.#lengths = lengths;
    this.#offsets = new Map(stored.map(({ entry, extra }) => [entry.dumpId, extra]));
    this.#close = close;
  }

  dataLength({ dumpId }: TocEntry): number | null {
    return this.#lengths.get(dumpId) ?? null;
  }

  dataPlace({ dumpId }: TocEntry): string | null {
    return `Data Pos: ${this.#offsets.get(dumpId)?.position ?? 0}`;
  }

  misplaced({ dumpId }: TocEntry): string | null {
    return this.#blocks.misplaced?.(dumpId) ?? null;
  }

  readData(entry: TocEntry): AsyncIterable<Uint8Array> {
    return this.#payload(entry, (read) => this.#readData(entry, read));
  }

  readLargeObjects(entry: TocEntry): AsyncIterable<LargeObject> {
    return namingEntry(entry, this.#readLargeObjects(entry));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }

  async *#readData(entry: TocEntry, read: ReadChunks): AsyncGenerator<Uint8Array, void, undefined> {
    if (!entry.hasData) return;
    const block = await this.#find(entry, blockTypes.data);
    yield* read(block.tableData());
    await this.#blocks.checkEnd(block);
  }

  async *#readLargeObjects(entry: TocEntry): AsyncGenerator<LargeObject, void, undefined> {
    if (!entry.hasData) return;
    const block = await this.#find(entry, blockTypes.largeObjects);
    for (let object = await block.nextLargeObject(); object !== null; object = await block.nextLargeObject()) {
      const { oid, payload } = object;
      yield { oid, data: this.#payload(entry, (read) => read(payload)) };
    }
    await this.#blocks.checkEnd(block);
  }

  async #find({ dumpId }: TocEntry, type: number): Promise<DataBlock> {
    const block = await this.#blocks.find(dumpId);
    if (block.header.type === type) return block;
    const message = `unrecognized data block type ${block.header.type} while restoring archive`;
    throw corrupt(message, block.cursor.place());
  }

  /** A payload that is uncompressed, or passed on as it is; `reading` reads its chunks in one of these ways. */
  #payload(entry: TocEntry, reading: (read: ReadChunks) => AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    const { intSize, compression } = this.header;
    const { method } = compression;
    const named = (read: ReadChunks): AsyncIterable<Uint8Array> => namingEntry(entry, reading(read));
    return new StoredPayload(
      named((chunks) => uncompressed(chunks, method)),
      async () => ({
        method,
        container: 'custom',
        bytes: named((chunks) => chunks),
        framed: { intSize, bytes: named((chunks) => chunks.framed()) },
      }),
    );
  }
}

type ReadChunks = (chunks: ChunkReader) => AsyncIterable<Uint8Array>;

async function* uncompressed(
  chunks: ChunkReader,
  method: CompressionMethod,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* decompress(method, 'custom', chunks);
  } catch (error) {
    throw atPlace(error, chunks.place());
  }
}
