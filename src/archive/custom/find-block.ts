import { CorruptArchiveError, UserError } from '../../errors.ts';
import type { DumpId } from '../../model/catalog-id.ts';
import type { StoredEntry } from '../../toc/codec.ts';
import { holdsLargeObjects } from '../../toc/entry-table.ts';
import type { DataOffset, IntegerSizes } from '../../toc/primitives.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { corrupt } from '../corruption.ts';
import { type BlockHeader, DataBlock, blockTypes, encodeInt, readBlockHeader } from './blocks.ts';

/** Finds the block of an entry that has data. */
export interface BlockFinder {
  readonly access: 'random' | 'sequential';
  find(dumpId: DumpId): Promise<DataBlock>;
  /** Called when a block was read to its end: what follows must be a block too, or the end of the file. */
  checkEnd(block: DataBlock): Promise<void>;
  /** Of a block that was found; null: it is where the table of contents says. */
  misplaced?(dumpId: DumpId): string | null;
}

/** What the table of contents says of the blocks: which there are, of which type, and where. */
class ExpectedBlocks {
  readonly sizes: IntegerSizes;
  readonly offsets: ReadonlyMap<DumpId, DataOffset>;
  readonly #types: ReadonlyMap<DumpId, number>;
  /** How a table of contents as long as this one begins. */
  readonly #tocStart: Uint8Array;

  constructor(sizes: IntegerSizes, stored: readonly StoredEntry<DataOffset>[]) {
    const withData = stored.filter(({ entry }) => entry.hasData);
    this.sizes = sizes;
    this.offsets = new Map(withData.map(({ entry, extra }) => [entry.dumpId, extra]));
    this.#types = new Map(
      withData.map(({ entry }) => [entry.dumpId, holdsLargeObjects(entry) ? blockTypes.largeObjects : blockTypes.data]),
    );
    this.#tocStart = encodeInt(stored.length, sizes);
  }

  /** The header of a block that some entry waits for; null: there are no more. */
  async read(cursor: ByteCursor): Promise<BlockHeader | null> {
    const place = cursor.place();
    // `pg_dump >> file` cannot write over its table of contents and so appends it with the offsets.
    if ((await cursor.peek(this.#tocStart.length)).equals(this.#tocStart)) return null;
    const header = await readBlockHeader(cursor, this.sizes);
    if (header === null) return null;
    const { type, dumpId } = header;
    if (type !== blockTypes.data && type !== blockTypes.largeObjects) {
      throw corrupt(`unrecognized data block type (${type}) while searching archive`, place);
    }
    if (this.#types.get(dumpId) !== type) {
      throw corrupt(`found unexpected block ID (${dumpId}) when reading data`, place);
    }
    return header;
  }
}

function nullIfCorrupt(error: unknown): null {
  if (error instanceof CorruptArchiveError) return null;
  throw error;
}

/** In a regular file: where the table of contents says, else by going from block to block. */
export class FileBlocks implements BlockFinder {
  readonly access = 'random';
  readonly #openAt: (position: number) => ByteCursor;
  readonly #expected: ExpectedBlocks;
  /** Blocks found by searching, and the position of the first one not looked at. */
  readonly #found = new Map<DumpId, number>();
  #searchedTo: number;
  #searching: Promise<unknown> = Promise.resolve();

  constructor(
    openAt: (position: number) => ByteCursor,
    firstBlock: number,
    sizes: IntegerSizes,
    stored: readonly StoredEntry<DataOffset>[],
  ) {
    this.#openAt = openAt;
    this.#expected = new ExpectedBlocks(sizes, stored);
    this.#searchedTo = firstBlock;
  }

  async find(dumpId: DumpId): Promise<DataBlock> {
    const offset = this.#expected.offsets.get(dumpId);
    const said = offset?.state === 'set' ? await this.#blockAt(offset.position, dumpId) : null;
    return said ?? (await this.#search(dumpId));
  }

  async checkEnd({ cursor }: DataBlock): Promise<void> {
    await this.#expected.read(cursor);
  }

  misplaced(dumpId: DumpId): string | null {
    const offset = this.#expected.offsets.get(dumpId);
    const found = this.#found.get(dumpId);
    if (offset?.state !== 'set' || found === undefined || found === offset.position) return null;
    return `the table of contents says that its data are at byte ${offset.position}, and they are at byte ${found}`;
  }

  async checkFirst(): Promise<void> {
    await this.#expected.read(this.#openAt(this.#searchedTo));
  }

  /** null: another block or none is there, so the offset is wrong. */
  async #blockAt(position: number, dumpId: DumpId): Promise<DataBlock | null> {
    const cursor = this.#openAt(position);
    const smallest = 2 + this.#expected.sizes.intSize;
    if (cursor.remaining === null || cursor.remaining < smallest) return null;
    const header = await readBlockHeader(cursor, this.#expected.sizes).catch(nullIfCorrupt);
    return header?.dumpId === dumpId ? new DataBlock(header, cursor, this.#expected.sizes) : null;
  }

  /** One search at a time; each goes on where the one before ended. */
  async #search(dumpId: DumpId): Promise<DataBlock> {
    const searched = this.#searching.then(() => this.#searchOn(dumpId));
    this.#searching = searched.catch(() => {});
    const block = await this.#blockAt(await searched, dumpId);
    if (block !== null) return block;
    throw this.#missing(dumpId);
  }

  async #searchOn(dumpId: DumpId): Promise<number> {
    const cursor = this.#openAt(this.#searchedTo);
    for (;;) {
      const position = this.#found.get(dumpId);
      if (position !== undefined) return position;
      this.#searchedTo = cursor.position;
      const header = await this.#expected.read(cursor);
      if (header === null) throw this.#missing(dumpId);
      this.#found.set(header.dumpId, this.#searchedTo);
      if (header.dumpId !== dumpId) await new DataBlock(header, cursor, this.#expected.sizes).skip();
    }
  }

  #missing(dumpId: DumpId): Error {
    const place = { file: this.#openAt(0).name, offset: this.#searchedTo };
    return corrupt(`could not find block ID ${dumpId} in archive -- possibly corrupt archive`, place);
  }
}

/** From a pipe: the next block, or one behind it. */
export class PipeBlocks implements BlockFinder {
  readonly access = 'sequential';
  readonly #cursor: ByteCursor;
  readonly #expected: ExpectedBlocks;
  readonly #passed = new Set<DumpId>();
  #open: DataBlock | null = null;

  constructor(cursor: ByteCursor, sizes: IntegerSizes, stored: readonly StoredEntry<DataOffset>[]) {
    this.#cursor = cursor;
    this.#expected = new ExpectedBlocks(sizes, stored);
  }

  async find(dumpId: DumpId): Promise<DataBlock> {
    const missing = `could not find block ID ${dumpId} in archive`;
    if (this.#passed.has(dumpId)) {
      const reason =
        'possibly due to out-of-order restore request, which cannot be handled due to non-seekable input file';
      throw new UserError(`${missing} -- ${reason}`, { hint: 'Give the archive as a file, not through a pipe.' });
    }
    for (;;) {
      await this.#open?.skip();
      const header = await this.#expected.read(this.#cursor);
      if (header === null) throw corrupt(`${missing} -- possibly corrupt archive`, this.#cursor.place());
      this.#passed.add(header.dumpId);
      this.#open = new DataBlock(header, this.#cursor, this.#expected.sizes);
      if (header.dumpId === dumpId) return this.#open;
    }
  }

  // What follows may not have been sent yet; `find` checks it when it is wanted.
  async checkEnd(): Promise<void> {}
}
