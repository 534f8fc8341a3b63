import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { UserError } from '../../errors.ts';
import type { Oid } from '../../model/catalog-id.ts';
import type { ArchiveHeader, TocEntry } from '../../toc/entry.ts';
import type { ArchiveWriter, DefinitionOf, LargeObject } from '../archive.ts';
import { asChunks } from '../chunks.ts';
import { dataFileName, largeObjectFileName, largeObjectLine, largeObjectListName, tocFileName } from '../data-files.ts';
import { type Output, type OutputTarget, openOutput } from '../../files/output.ts';
import { type Stored, storedAs } from '../stored-payload.ts';
import { tocFile, WriterProgress, type WriterOptions, writableHeader } from '../writing.ts';
import type { TarPacker } from './packer.ts';
import { type Measured, type Spool, openSpool } from './spool.ts';

/** toc.dat, a member for each entry's data in the order of the entries, at last restore.sql. */
export function createTarArchive(target: OutputTarget, options: WriterOptions): ArchiveWriter {
  return new TarWriter(target, options);
}

interface Begun {
  readonly header: ArchiveHeader;
  readonly output: Output;
  readonly packer: TarPacker;
  readonly spool: Spool;
}

class TarWriter implements ArchiveWriter {
  readonly #target: OutputTarget;
  readonly #options: WriterOptions;
  #progress = new WriterProgress([], 'in order');
  #state: Begun | null = null;

  constructor(target: OutputTarget, options: WriterOptions) {
    this.#target = target;
    this.#options = options;
  }

  async begin(wanted: ArchiveHeader, entries: readonly TocEntry[], definition?: DefinitionOf): Promise<void> {
    const header = writableHeader(wanted);
    if (header.compression.method !== 'none') {
      throw new UserError('compression is not supported by tar archive format', {
        hint: 'Choose no compression (-Z 0), or the custom or directory format.',
      });
    }
    this.#progress = new WriterProgress(entries, 'in order');
    // It loads archiver, which other dumps do without.
    const { TarPacker } = await import('./packer.ts');
    const output = await openOutput(this.#target, {
      ...this.#options,
      opening: (path) => `could not open TOC file "${path}" for output`,
    });
    const packer = new TarPacker(output);
    try {
      const spool = await openSpool(this.#spoolDirectory());
      this.#state = { header, output, packer, spool };
    } catch (error) {
      packer.dispose();
      await output[Symbol.asyncDispose]();
      throw error;
    }
    await this.#addMember(tocFileName, tocFile(header, entries, definition, dataFileName));
  }

  async writeData(entry: TocEntry, data: AsyncIterable<Uint8Array>): Promise<void> {
    this.#progress.begin(entry);
    await this.#addMember(dataFileName(entry), data);
  }

  async writeLargeObjects(entry: TocEntry, objects: AsyncIterable<LargeObject>): Promise<void> {
    this.#progress.begin(entry);
    const oids: Oid[] = [];
    for await (const { oid, data } of objects) {
      await this.#addMember(largeObjectFileName(oid), data);
      oids.push(oid);
    }
    await this.#addMember(largeObjectListName(entry, this.#begun.header.version), asChunks(listLines(oids)));
  }

  async finish(): Promise<void> {
    const { output, packer } = this.#begun;
    this.#progress.mustBeComplete();
    const script = this.#options.restoreScript?.(this.#progress.entries);
    if (script !== undefined) await this.#addMember('restore.sql', script);
    await packer.finish();
    await output.finish();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state === null) return;
    const { output, packer, spool } = this.#state;
    this.#state = null;
    packer.dispose();
    await spool[Symbol.asyncDispose]();
    await output[Symbol.asyncDispose]();
  }

  get #begun(): Begun {
    if (this.#state === null) throw new Error('the archive was not begun');
    return this.#state;
  }

  /** Beside the archive there is room for the archive, so there is hope for a copy of its largest member. */
  #spoolDirectory(): string {
    const { spoolDirectory } = this.#options;
    if (spoolDirectory !== undefined) return spoolDirectory;
    const ownDirectory = 'path' in this.#target && !/^\/(dev|proc)\//.test(this.#target.path);
    return ownDirectory ? dirname(this.#target.path) : tmpdir();
  }

  async #addMember(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const { packer, spool } = this.#begun;
    const stored = this.#options.keepsStored ? await storedAs(bytes, 'none', 'file') : null;
    await packer.add(name, (stored && measured(stored)) ?? (await spool.fill(bytes)));
  }
}

/** null: the length is not known. */
function measured({ bytes, length }: Stored): Measured | null {
  // Archiver holds several chunks at a time.
  const open = (): Readable => Readable.from(copies(bytes), { objectMode: false });
  return length === undefined ? null : { length, open };
}

async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

function* listLines(oids: readonly Oid[]): Generator<Uint8Array, void, undefined> {
  for (const oid of oids) yield Buffer.from(largeObjectLine(oid));
}
