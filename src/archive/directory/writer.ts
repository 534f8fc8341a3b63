import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../errors.ts';
import type { ArchiveHeader, TocEntry } from '../../toc/entry.ts';
import { holdsLargeObjects } from '../../toc/entry-table.ts';
import type { ArchiveWriter, DefinitionOf, LargeObject } from '../archive.ts';
import { codecs, compress } from '../compression.ts';
import { dataFileName, largeObjectFileName, largeObjectLine, largeObjectListName, tocFileName } from '../data-files.ts';
import { storedAs } from '../stored-payload.ts';
import { newFile, partialName, syncDirectory } from '../../files/output.ts';
import { doing, hasCode } from '../../files/system-error.ts';
import { syncFileSystem } from '../../files/sync-file-system.ts';
import { tocFile, WriterProgress, type WriterOptions, writableHeader } from '../writing.ts';

/** A file for each entry's data. Data may be written for several entries at once, in any order. */
export function createDirectoryArchive(path: string, options: WriterOptions): ArchiveWriter {
  return new DirectoryWriter(path.replace(/(?<=.)\/+$/, ''), options);
}

class DirectoryWriter implements ArchiveWriter {
  readonly #path: string;
  readonly #options: WriterOptions;
  #header: ArchiveHeader | null = null;
  #progress = new WriterProgress([], 'any order');
  #staging: Staging | null = null;
  readonly #files: string[] = [];

  constructor(path: string, options: WriterOptions) {
    this.#path = path;
    this.#options = options;
  }

  async begin(header: ArchiveHeader, entries: readonly TocEntry[], definition?: DefinitionOf): Promise<void> {
    this.#header = writableHeader(header);
    this.#progress = new WriterProgress(entries, 'any order');
    this.#staging = await stage(this.#path);
    // A directory's table of contents is a tar file's, and never compressed.
    const toc = tocFile(this.#header, entries, definition, (entry) => storedName(entry, header));
    await this.#writeFile(tocFileName, toc);
  }

  async writeData(entry: TocEntry, data: AsyncIterable<Uint8Array>): Promise<void> {
    this.#progress.begin(entry);
    await this.#writeCompressed(dataFileName(entry), data);
  }

  async writeLargeObjects(entry: TocEntry, objects: AsyncIterable<LargeObject>): Promise<void> {
    this.#progress.begin(entry);
    const { staging, header } = this.#begun;
    const listName = largeObjectListName(entry, header.version);
    this.#files.push(listName);
    // Before 1.16 all entries add to one list.
    const list = await doing('could not open output file', () => open(join(staging.path, listName), 'a'));
    try {
      for await (const { oid, data } of objects) {
        await this.#writeCompressed(largeObjectFileName(oid), data);
        await doing('could not write to blobs TOC file', () => list.appendFile(largeObjectLine(oid)));
      }
    } finally {
      await list.close();
    }
  }

  async finish(): Promise<void> {
    const { staging } = this.#begun;
    this.#progress.mustBeComplete();
    const { sync = true, syncMethod } = this.#options;
    await doing(`could not finish directory "${this.#path}"`, async () => {
      if (sync && !(syncMethod === 'syncfs' && (await syncFileSystem(staging.path)))) {
        await syncFiles(staging.path, this.#files);
      }
      await staging.publish();
      if (sync) await syncDirectory(dirname(this.#path));
    });
    this.#staging = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#staging !== null) await rm(this.#staging.path, { recursive: true, force: true });
    this.#staging = null;
  }

  get #begun(): { staging: Staging; header: ArchiveHeader } {
    if (this.#staging === null || this.#header === null) throw new Error('the archive was not begun');
    return { staging: this.#staging, header: this.#header };
  }

  async #writeCompressed(name: string, data: AsyncIterable<Uint8Array>): Promise<void> {
    const { compression } = this.#begun.header;
    const { method } = compression;
    const stored = this.#options.keepsStored ? await storedAs(data, method, 'file') : null;
    const path = name + codecs[method].suffix;
    if (stored === null) await this.#writeFile(path, compress(compression, 'file', data));
    else await this.#writeFile(path, stored.bytes, 'at once');
  }

  async #writeFile(
    name: string,
    bytes: AsyncIterable<Uint8Array>,
    how: 'buffered' | 'at once' = 'buffered',
  ): Promise<void> {
    await using output = await newFile(join(this.#begun.staging.path, name));
    for await (const chunk of bytes) await (how === 'at once' ? output.writeAtOnce(chunk) : output.write(chunk));
    await output.finish();
    this.#files.push(name);
  }
}

/** pg_dump's directory format names the list of large objects where its tar format names a data file. */
function storedName(entry: TocEntry, { version }: ArchiveHeader): string {
  return holdsLargeObjects(entry) ? largeObjectListName(entry, version) : dataFileName(entry);
}

/** A place to write in until all is there. */
interface Staging {
  readonly path: string;
  /** Moves what was written to where it belongs. */
  publish(): Promise<void>;
}

async function stage(path: string): Promise<Staging> {
  const cannot = `could not create directory "${path}"`;
  const present = await doing(cannot, () => filesIn(path));
  if (present === null) return await doing(cannot, () => stageBeside(path));
  if (present.length === 0) return await doing(cannot, () => stageInside(path));
  throw new UserError(`${cannot}: File exists`, {
    hint: 'Give the name of a directory that does not exist or is empty.',
  });
}

/** null: there is nothing of that name. */
async function filesIn(path: string): Promise<readonly string[] | null> {
  try {
    return await readdir(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    if (hasCode(error, 'ENOTDIR')) return [path];
    throw error;
  }
}

async function stageBeside(path: string): Promise<Staging> {
  const partial = partialName(path);
  await mkdir(partial, { mode: 0o700 });
  return { path: partial, publish: () => rename(partial, path) };
}

/** An empty directory stays what it is: it may be a mount point, which nothing can be renamed to. */
async function stageInside(path: string): Promise<Staging> {
  const partial = join(path, basename(partialName('archive')));
  await mkdir(partial, { mode: 0o700 });
  return {
    path: partial,
    async publish() {
      const names = await readdir(partial);
      const data = names.filter((name) => name !== tocFileName);
      // Without its table of contents a directory is no archive.
      for (const name of [...data, tocFileName]) await rename(join(partial, name), join(path, name));
      await rm(partial, { recursive: true });
    },
  };
}

async function syncFiles(directory: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const handle = await open(join(directory, name), 'r');
    await handle.sync().finally(() => handle.close());
  }
  await syncDirectory(directory);
}
