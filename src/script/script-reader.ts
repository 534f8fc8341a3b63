import type { FileHandle } from 'node:fs/promises';
import type { ArchiveReader, LargeObject } from '../archive/archive.ts';
import { fileOrigin } from '../archive/byte-cursor.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { bytesOf } from '../model/text.ts';
import { greenplum6 } from '../model/release.ts';
import type { ArchiveHeader, ArchiveTime, TocEntry } from '../toc/entry.ts';
import { gatherSections } from './gather.ts';
import { largeObjectsOf } from './large-objects.ts';
import type { Extent } from './piece.ts';
import { scanScript } from './scanner.ts';
import type { Payload, ScriptSection } from './section.ts';

/** A file that is a script. */
export interface ScriptFile {
  readonly handle: FileHandle;
  /** For messages. */
  readonly name: string;
  readonly size: number;
  /** Of the file's last change, which is the nearest to its making that is known. */
  readonly changedAt: Date;
}

/** A script and what it says, database by database. */
export interface Script extends AsyncDisposable {
  readonly file: ScriptFile;
  readonly sections: readonly ScriptSection[];
}

export async function readScript(file: ScriptFile): Promise<readonly ScriptSection[]> {
  return gatherSections(scanScript(bytesIn(file, { start: 0, end: file.size })));
}

/** Some of a file's bytes. */
export async function* bytesIn({ handle, name, size }: ScriptFile, { start, end }: Extent): AsyncGenerator<Uint8Array> {
  const origin = fileOrigin(handle, name, size);
  for (let at = start; at < end;) {
    const chunk = await origin.read(at);
    if (chunk === null) return;
    yield chunk.subarray(0, end - at);
    at += chunk.length;
  }
}

/** What a script says of one database, seen as an archive. */
export class ScriptReader implements ArchiveReader {
  readonly format = 'plain';
  readonly access = 'random';
  readonly header: ArchiveHeader;
  readonly entries: readonly TocEntry[];
  /** psql is told to leave it at its first error. */
  readonly stopsAtErrors: boolean;
  readonly #file: ScriptFile;
  readonly #payloads: ReadonlyMap<DumpId, Payload>;
  readonly #close: () => Promise<void>;

  constructor(file: ScriptFile, section: ScriptSection, close: () => Promise<void>) {
    this.#file = file;
    this.#close = close;
    this.#payloads = section.payloads;
    this.entries = section.entries;
    this.stopsAtErrors = section.stopsAtErrors;
    this.header = headerOf(file, section);
  }

  dataLength(entry: TocEntry): number {
    return this.#extents(entry).reduce((sum, { start, end }) => sum + end - start, 0);
  }

  dataPlace(entry: TocEntry): string | null {
    const [first] = this.#extents(entry);
    return first === undefined ? null : `Data Pos: ${first.start}`;
  }

  async *readData(entry: TocEntry): AsyncGenerator<Uint8Array> {
    for (const extent of this.#extents(entry)) yield* bytesIn(this.#file, extent);
    yield bytesOf(`${this.#payloads.get(entry.dumpId)?.mark ?? ''}\n\n`);
  }

  readLargeObjects(entry: TocEntry): AsyncIterable<LargeObject> {
    const [extent] = this.#extents(entry);
    return largeObjectsOf(extent === undefined ? [] : scanScript(bytesIn(this.#file, extent)));
  }

  #extents({ dumpId }: TocEntry): readonly Extent[] {
    return this.#payloads.get(dumpId)?.extents ?? [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

/** Greenplum 6's pg_dump says nothing of versions, and where there are rows alone nothing else tells whose they are. */
function headerOf({ changedAt }: ScriptFile, section: ScriptSection): ArchiveHeader {
  const { database, product, serverVersion, dumperVersion } = section;
  const isGreenplum6 = product === greenplum6.product && dumperVersion === null;
  return {
    version: { major: 1, minor: 14, revision: 0 },
    intSize: 4,
    offsetSize: 8,
    compression: { method: 'none', level: null },
    createdAt: timeOf(changedAt),
    databaseName: database ?? section.entries.find(({ desc }) => desc === 'DATABASE')?.tag ?? null,
    serverVersion,
    dumperVersion: isGreenplum6 ? `${greenplum6.version} (${greenplum6.product})` : dumperVersion,
  };
}

const timeOf = (time: Date): ArchiveTime => ({
  second: time.getSeconds(),
  minute: time.getMinutes(),
  hour: time.getHours(),
  day: time.getDate(),
  month: time.getMonth() + 1,
  year: time.getFullYear(),
  daylightSaving: -1,
});
