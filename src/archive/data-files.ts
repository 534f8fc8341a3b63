import { open, stat } from 'node:fs/promises';
import { CorruptArchiveError } from '../errors.ts';
import type { Oid } from '../model/catalog-id.ts';
import { type ByteString, shown } from '../model/text.ts';
import { versionFields } from '../toc/archive-versions.ts';
import type { StoredEntry } from '../toc/codec.ts';
import type { ArchiveVersion, TocEntry } from '../toc/entry.ts';
import { ByteCursor, fileOrigin } from './byte-cursor.ts';
import { type FilePlace, corrupt } from './corruption.ts';
import { doing } from '../files/system-error.ts';

/** Names of files in a directory and of members in a tar file. */
export const tocFileName = 'toc.dat';
export const dataFileName = ({ dumpId }: TocEntry): string => `${dumpId}.dat`;
export const largeObjectFileName = (oid: Oid): string => `blob_${oid}.dat`;
export const largeObjectListName = ({ dumpId }: TocEntry, version: ArchiveVersion): string =>
  versionFields(version).largeObjectListPerEntry ? `blobs_${dumpId}.toc` : 'blobs.toc';

/** A line of a list of large objects: `16402 blob_16402.dat`. */
export const largeObjectLine = (oid: Oid): string => `${oid} ${largeObjectFileName(oid)}\n`;

export interface ListedLargeObject {
  readonly oid: Oid;
  readonly fileName: string;
}

/** Reads a list line by line; one line is never longer than a file's name can be. */
export async function* listedLargeObjects(
  list: AsyncIterable<Uint8Array>,
  place: FilePlace,
): AsyncGenerator<ListedLargeObject, void, undefined> {
  let rest = '';
  for await (const bytes of list) {
    const lines = (rest + Buffer.from(bytes).toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > 1024) throw invalidLine(rest, place);
    for (const line of lines) yield listedLargeObject(line, place);
  }
  if (rest !== '') yield listedLargeObject(rest, place);
}

function listedLargeObject(line: string, place: FilePlace): ListedLargeObject {
  const [, oid, fileName] = /^(\d{1,10}) +([^\s]+)\s*$/.exec(line) ?? [];
  if (fileName === undefined || !(Number(oid) <= 0xffffffff)) throw invalidLine(line, place);
  checkFileName(fileName, place);
  return { oid: Number(oid), fileName };
}

const invalidLine = (line: string, place: FilePlace): CorruptArchiveError =>
  corrupt(`invalid line in large object TOC file "${place.file}": "${shown(line.slice(0, 200))}"`, place);

/** An archive names files of its own only: nothing outside its directory is opened. */
export function checkFileName(name: ByteString, place: FilePlace): void {
  const own = name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name);
  if (!own) throw corrupt(`invalid file name in archive: "${shown(name)}"`, place);
}

/** Of entries read from a toc.dat: those with data name a file, the others do not. */
export function checkFileNames(stored: readonly StoredEntry<ByteString>[], place: FilePlace): void {
  for (const { entry, extra } of stored) {
    if (entry.hasData !== (extra !== '')) {
      const message = `entry ${entry.dumpId} says both that it has data and that it has none -- perhaps a corrupt TOC`;
      throw corrupt(message, place);
    }
    if (extra !== '') checkFileName(extra, place);
  }
}

/** A regular file's bytes; where memory is reused, each chunk is good until the next is asked for. */
export async function* fileBytes(
  path: string,
  memory: 'new' | 'reused' = 'new',
): AsyncGenerator<Uint8Array, void, undefined> {
  const doingWhat = `could not open input file "${path}"`;
  const { size } = await doing(doingWhat, async () => {
    const found = await stat(path);
    if (!found.isFile()) throw new CorruptArchiveError(`${doingWhat}: not a regular file`);
    return found;
  });
  const handle = await doing(doingWhat, () => open(path, 'r'));
  try {
    const cursor = new ByteCursor(fileOrigin(handle, path, size));
    const hasMore = async (): Promise<boolean> =>
      memory === 'reused' ? (await cursor.ahead()).length > 0 : !(await cursor.atEnd());
    while (await hasMore()) yield await cursor.takeSome(Infinity);
  } finally {
    await handle.close();
  }
}
