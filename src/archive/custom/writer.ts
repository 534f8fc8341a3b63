import type { DumpId } from '../../model/catalog-id.ts';
import { encodeEntries, encodeEntryCount, offsetExtra } from '../../toc/codec.ts';
import type { ArchiveHeader, TocEntry } from '../../toc/entry.ts';
import { encodeHeader, formatCodes } from '../../toc/header.ts';
import type { DataOffset } from '../../toc/primitives.ts';
import type { ArchiveWriter, DefinitionOf, LargeObject } from '../archive.ts';
import { joinSmall } from '../chunks.ts';
import { compress } from '../compression.ts';
import { type Output, type OutputTarget, openOutput } from '../../files/output.ts';
import { storedAs } from '../stored-payload.ts';
import { wholeEntries, WriterProgress, type WriterOptions, writableHeader } from '../writing.ts';
import { blockTypes, encodeBlockHeader, encodeChunks, encodeInt, intOfOid } from './blocks.ts';

/** Uncompressed rows are joined to chunks of this size; pg_dump writes a chunk for each row. */
const plainChunkSize = 32 * 1024;

const noData: DataOffset = { state: 'none', position: 0 };
const unsetOffset: DataOffset = { state: 'unset', position: 0 };

/** Header, table of contents, data blocks; at the end the offsets of the blocks, where the output can be sought in. */
export function createCustomArchive(target: OutputTarget, options: WriterOptions): ArchiveWriter {
  return new CustomWriter(target, options);
}

class CustomWriter implements ArchiveWriter {
  readonly #target: OutputTarget;
  readonly #options: WriterOptions;
  readonly #offsets = new Map<DumpId, DataOffset>();
  #output: Output | null = null;
  #progress = new WriterProgress([], 'in order');
  #header: ArchiveHeader | null = null;
  /**
   * Pieces of the table of contents that name data. Each offset takes the same room whether it is known or not, so they
   * can be written over themselves.
   */
  readonly #pieces: { readonly position: number; readonly entries: readonly TocEntry[] }[] = [];

  constructor(target: OutputTarget, options: WriterOptions) {
    this.#target = target;
    this.#options = options;
  }

  async begin(header: ArchiveHeader, entries: readonly TocEntry[], definition?: DefinitionOf): Promise<void> {
    this.#header = writableHeader(header);
    this.#progress = new WriterProgress(entries, 'in order');
    const output = await openOutput(this.#target, this.#options);
    this.#output = output;
    await output.write(encodeHeader(this.#header, formatCodes.custom));
    await output.write(encodeEntryCount(this.#header, entries.length));
    for await (const piece of wholeEntries(entries, definition)) {
      if (piece.some(({ hasData }) => hasData)) this.#pieces.push({ position: output.position, entries: piece });
      await output.write(this.#encode(piece));
    }
  }

  async writeData(entry: TocEntry, data: AsyncIterable<Uint8Array>): Promise<void> {
    await this.#beginBlock(entry, blockTypes.data);
    await this.#writePayload(data);
  }

  async writeLargeObjects(entry: TocEntry, objects: AsyncIterable<LargeObject>): Promise<void> {
    await this.#beginBlock(entry, blockTypes.largeObjects);
    const { output, header } = this.#begun;
    for await (const { oid, data } of objects) {
      await output.write(encodeInt(intOfOid(oid), header));
      await this.#writePayload(data);
    }
    await output.write(encodeInt(0, header));
  }

  async finish(): Promise<void> {
    const { output } = this.#begun;
    this.#progress.mustBeComplete();
    if (output.seekable) {
      for (const { entries, position } of this.#pieces) await output.replace(this.#encode(entries), position);
    }
    await output.finish();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#output?.[Symbol.asyncDispose]();
  }

  get #begun(): { output: Output; header: ArchiveHeader } {
    if (this.#output === null || this.#header === null) throw new Error('the archive was not begun');
    return { output: this.#output, header: this.#header };
  }

  #encode(entries: readonly TocEntry[]): Uint8Array {
    const stored = entries.map((entry) => ({
      entry,
      extra: entry.hasData ? (this.#offsets.get(entry.dumpId) ?? unsetOffset) : noData,
    }));
    if (this.#header === null) throw new Error('the archive was not begun');
    return encodeEntries(this.#header, stored, offsetExtra);
  }

  async #beginBlock(entry: TocEntry, type: number): Promise<void> {
    const { output, header } = this.#begun;
    this.#progress.begin(entry);
    if (output.seekable) this.#offsets.set(entry.dumpId, { state: 'set', position: output.position });
    await output.write(encodeBlockHeader({ type, dumpId: entry.dumpId }, header));
  }

  async #writePayload(data: AsyncIterable<Uint8Array>): Promise<void> {
    const { output, header } = this.#begun;
    const { compression, intSize } = header;
    const { method } = compression;
    const stored = this.#options.keepsStored ? await storedAs(data, method, 'custom') : null;
    if (stored?.framed?.intSize === intSize) {
      for await (const bytes of stored.framed.bytes) await output.writeAtOnce(bytes);
    } else {
      const payload = stored?.bytes ?? compress(compression, 'custom', data);
      const chunks = encodeChunks(method === 'none' ? joinSmall(payload, plainChunkSize) : payload, header);
      for await (const bytes of chunks) await output.write(bytes);
    }
  }
}
