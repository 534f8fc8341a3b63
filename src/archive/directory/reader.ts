import { statSync } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CorruptArchiveError } from '../../errors.ts';
import type { DumpId, Oid } from '../../model/catalog-id.ts';
import type { ByteString } from '../../model/text.ts';
import { versionFields } from '../../toc/archive-versions.ts';
import { type StoredEntry, decodeToc, fileNameExtra } from '../../toc/codec.ts';
import type { ArchiveHeader, CompressionMethod, TocEntry } from '../../toc/entry.ts';
import { holdsLargeObjects } from '../../toc/entry-table.ts';
import { decodeHeader, formatCodes } from '../../toc/header.ts';
import type { ArchiveReader, LargeObject } from '../archive.ts';
import { ByteCursor, streamOrigin } from '../byte-cursor.ts';
import { codecs, decompress } from '../compression.ts';
import { atPlace, corrupt, namingEntry } from '../corruption.ts';
import { checkFileNames, fileBytes, largeObjectListName, listedLargeObjects, tocFileName } from '../data-files.ts';
import { StoredPayload } from '../stored-payload.ts';
import { doing, hasCode } from '../../files/system-error.ts';

/** An archive that is a directory: data in any order, and several at once. */
export async function openDirectory(path: string): Promise<ArchiveReader> {
  const toc = await findFile(path, tocFileName);
  const bytes = contents(toc);
  try {
    const cursor = new ByteCursor(streamOrigin(bytes, toc.path));
    const header = await cursor.decode(decodeHeader(formatCodes.tar));
    const stored = await cursor.decode(decodeToc(header, fileNameExtra));
    if (!(await cursor.atEnd())) throw corrupt('bytes after the end of the table of contents', cursor.place());
    checkFileNames(stored, { file: toc.path, offset: null });
    return new DirectoryReader(path, header, stored);
  } finally {
    // Where the table of contents is corrupt its file is still open.
    await bytes.return();
  }
}

/** Whether a directory has a table of contents. */
export async function isArchiveDirectory(path: string): Promise<boolean> {
  try {
    await findFile(path, tocFileName);
    return true;
  } catch (error) {
    if (error instanceof CorruptArchiveError) return false;
    throw error;
  }
}

interface FoundFile {
  readonly path: string;
  readonly method: CompressionMethod;
}

const methodsBySuffix = Object.entries(codecs).map(([method, { suffix }]) => ({
  method: method as CompressionMethod,
  suffix,
}));

/** The file of that name, or of that name with a suffix of compression: the header's method does not count. */
async function findFile(directory: string, name: string): Promise<FoundFile> {
  for (const { method, suffix } of methodsBySuffix) {
    const path = join(directory, name + suffix);
    const found = await doing(`could not open input file "${path}"`, () => stat(path).catch(nullIfMissing));
    if (found !== null) return { path, method: method === 'none' ? methodOfName(name) : method };
  }
  const path = join(directory, name);
  throw corrupt(`could not open input file "${path}": No such file or directory`, { file: path, offset: null });
}

/** A name may say itself that the file is compressed. */
const methodOfName = (name: string): CompressionMethod =>
  methodsBySuffix.find(({ suffix }) => suffix !== '' && name.endsWith(suffix))?.method ?? 'none';

function nullIfMissing(error: unknown): null {
  if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return null;
  throw error;
}

async function* contents({ path, method }: FoundFile): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* decompress(method, 'file', fileBytes(path));
  } catch (error) {
    throw atPlace(error, { file: path, offset: null });
  }
}

const storedIn = (entry: TocEntry, payload: AsyncIterable<Uint8Array>, find: () => Promise<FoundFile>): StoredPayload =>
  new StoredPayload(payload, async () => {
    const file = await find();
    const bytes = endingInMarker(fileBytes(file.path, 'reused'), file, file.method === 'none' ? markerOf(entry) : null);
    return { method: file.method, container: 'file', bytes: namingEntry(entry, bytes) };
  });

/** null: not known. Whoever reads the file is told why. */
function sizeOf(path: string): number | null {
  try {
    return statSync(path).size;
  } catch {
    return null;
  }
}

/** What ends COPY's rows, and what pg_dump has written after INSERT commands, be they none, at all times. */
function markerOf({ copyStatement, desc }: TocEntry): RegExp | null {
  if (copyStatement !== null) return /(^|\n)\\\.\n*$/;
  return desc === 'TABLE DATA' ? /\n\n$/ : null;
}

/** Nothing else tells that a file which is not compressed was cut. */
async function* endingInMarker(
  data: AsyncIterable<Uint8Array>,
  { path }: FoundFile,
  marker: RegExp | null,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (marker === null) return yield* data;
  let end = Buffer.alloc(0);
  for await (const chunk of data) {
    end = Buffer.concat([end, chunk.subarray(-16)]).subarray(-16);
    yield chunk;
  }
  if (!marker.test(end.toString('latin1'))) {
    throw corrupt('could not read from input file: the rows end without the end-of-data marker', {
      file: path,
      offset: null,
    });
  }
}

/** From 1.16 on pg_dump's tag is the group's only OID, or its first and last: `16800..16923`. */
const lastOfGroup = ({ tag }: TocEntry): Oid | null => {
  const last = /^(?:\d+\.\.)?(\d+)$/.exec(tag)?.[1];
  return last === undefined ? null : Number(last);
};

class DirectoryReader implements ArchiveReader {
  readonly format = 'directory';
  readonly access = 'random';
  readonly header: ArchiveHeader;
  readonly entries: readonly TocEntry[];
  readonly #path: string;
  readonly #fileNames: ReadonlyMap<DumpId, ByteString>;

  constructor(path: string, header: ArchiveHeader, stored: readonly StoredEntry<ByteString>[]) {
    this.#path = path;
    this.header = header;
    this.entries = stored.map(({ entry }) => entry);
    this.#fileNames = new Map(stored.map(({ entry, extra }) => [entry.dumpId, extra]));
  }

  /** Of large objects only the list is looked at; pg_restore, too, takes it for a thousandth of them. */
  dataLength(entry: TocEntry): number | null {
    if (!entry.hasData) return null;
    const name = this.#fileNameOf(entry);
    const sizes = methodsBySuffix.map(({ suffix }) => sizeOf(join(this.#path, name + suffix)));
    const size = sizes.find((found) => found !== null) ?? null;
    return size === null || !holdsLargeObjects(entry) ? size : size * 1024;
  }

  dataPlace(entry: TocEntry): string | null {
    const name = this.#fileNames.get(entry.dumpId) ?? '';
    return name === '' ? null : `File: ${name}`;
  }

  readData(entry: TocEntry): AsyncIterable<Uint8Array> {
    const data = namingEntry(entry, this.#readData(entry));
    return storedIn(entry, data, () => findFile(this.#path, this.#fileNameOf(entry)));
  }

  readLargeObjects(entry: TocEntry): AsyncIterable<LargeObject> {
    return namingEntry(entry, this.#readLargeObjects(entry));
  }

  // Files are open only while they are read.
  async [Symbol.asyncDispose](): Promise<void> {}

  async *#readData(entry: TocEntry): AsyncGenerator<Uint8Array, void, undefined> {
    if (!entry.hasData) return;
    const file = await findFile(this.#path, this.#fileNameOf(entry));
    yield* endingInMarker(contents(file), file, markerOf(entry));
  }

  async *#readLargeObjects(entry: TocEntry): AsyncGenerator<LargeObject, void, undefined> {
    if (!entry.hasData) return;
    const list = await findFile(this.#path, this.#fileNameOf(entry));
    const place = { file: list.path, offset: null };
    let listed = 0;
    let last: Oid | null = null;
    for await (const { oid, fileName } of listedLargeObjects(contents(list), place)) {
      const file = await findFile(this.#path, fileName);
      yield { oid, data: storedIn(entry, namingEntry(entry, contents(file)), async () => file) };
      listed++;
      last = oid;
    }
    // A list that was cut between two lines looks whole by itself.
    const expectedLast = lastOfGroup(entry) ?? last;
    const isCut = this.#sharedList ? listed < (await this.#largeObjectFiles()) : last !== expectedLast;
    if (isCut) throw corrupt('could not read from input file: the list of large objects is not complete', place);
  }

  async #largeObjectFiles(): Promise<number> {
    let count = 0;
    for await (const { name } of await opendir(this.#path)) if (/^blob_\d+\.dat/.test(name)) count++;
    return count;
  }

  /** Before 1.16 large objects are in `blobs.toc`, whatever name is stored: older writers stored `<dumpId>.dat`. */
  #fileNameOf(entry: TocEntry): ByteString {
    if (holdsLargeObjects(entry) && this.#sharedList) return largeObjectListName(entry, this.header.version);
    return this.#fileNames.get(entry.dumpId) ?? '';
  }

  get #sharedList(): boolean {
    return !versionFields(this.header.version).largeObjectListPerEntry;
  }
}
