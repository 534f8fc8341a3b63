import { UserError } from '../../errors.ts';
import type { DumpId, Oid } from '../../model/catalog-id.ts';
import type { ByteString } from '../../model/text.ts';
import { versionFields } from '../../toc/archive-versions.ts';
import { type StoredEntry, decodeToc, fileNameExtra } from '../../toc/codec.ts';
import type { ArchiveHeader, TocEntry } from '../../toc/entry.ts';
import { decodeHeader, formatCodes } from '../../toc/header.ts';
import type { ArchiveReader, LargeObject } from '../archive.ts';
import { ByteCursor, streamOrigin } from '../byte-cursor.ts';
import { asChunks } from '../chunks.ts';
import { atEntry, corrupt, namingEntry } from '../corruption.ts';
import { checkFileNames, largeObjectListName, listedLargeObjects, tocFileName } from '../data-files.ts';
import { StoredPayload } from '../stored-payload.ts';
import { TarMembers } from './members.ts';

/** A tar archive, from a file or a pipe alike: its data in the order of its members only. */
export async function openTar(cursor: ByteCursor, close: () => Promise<void>): Promise<ArchiveReader> {
  const members = new TarMembers(cursor);
  const first = await members.next();
  if (first === null) throw corrupt(`could not find header for file "${tocFileName}" in tar archive`, members.place);
  if (first.name !== tocFileName) {
    const message = `tar member "${first.name}" precedes "${tocFileName}" -- perhaps a corrupt archive`;
    throw corrupt(message, members.place);
  }
  const toc = new ByteCursor(streamOrigin(members.data(), `${cursor.name}:${tocFileName}`));
  const header = await toc.decode(decodeHeader(formatCodes.tar));
  if (header.compression.method !== 'none') {
    throw new UserError('compression is not supported by tar archive format');
  }
  const stored = await toc.decode(decodeToc(header, fileNameExtra));
  if (!(await toc.atEnd())) throw corrupt('bytes after the end of the table of contents', toc.place());
  checkFileNames(stored, { file: toc.name, offset: null });
  return new TarReader(header, stored, members, close);
}

class TarReader implements ArchiveReader {
  readonly format = 'tar';
  readonly access = 'sequential';
  readonly header: ArchiveHeader;
  readonly entries: readonly TocEntry[];
  readonly #members: TarMembers;
  readonly #fileNames: ReadonlyMap<DumpId, ByteString>;
  readonly #passed = new Set<string>();
  readonly #close: () => Promise<void>;

  constructor(
    header: ArchiveHeader,
    stored: readonly StoredEntry<ByteString>[],
    members: TarMembers,
    close: () => Promise<void>,
  ) {
    this.header = header;
    this.entries = stored.map(({ entry }) => entry);
    this.#members = members;
    this.#fileNames = new Map(stored.map(({ entry, extra }) => [entry.dumpId, extra]));
    this.#close = close;
  }

  /** Lengths stand before the members, which have not been read yet. */
  dataLength(): null {
    return null;
  }

  dataPlace({ dumpId }: TocEntry): string | null {
    const name = this.#fileNames.get(dumpId) ?? '';
    return name === '' ? null : `File: ${name}`;
  }

  readData(entry: TocEntry): AsyncIterable<Uint8Array> {
    if (!entry.hasData) return asChunks([]);
    return this.#payload(entry, () => this.#goTo(this.#fileNames.get(entry.dumpId) ?? ''));
  }

  readLargeObjects(entry: TocEntry): AsyncIterable<LargeObject> {
    return namingEntry(entry, this.#readLargeObjects(entry));
  }

  /** The script that psql could run. */
  async readToEnd(): Promise<void> {
    do for await (const _ of this.#members.data('reused'));
    while ((await this.#members.next()) !== null);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }

  /** The current member, once `go` has gone there. */
  #payload(entry: TocEntry, go: () => Promise<void>): StoredPayload {
    const members = this.#members;
    let gone: Promise<void> | undefined;
    const goOnce = async (): Promise<void> => {
      gone ??= go();
      await gone.catch((error: unknown) => {
        throw atEntry(error, entry);
      });
    };
    async function* bytes(): AsyncGenerator<Uint8Array, void, undefined> {
      await goOnce();
      yield* namingEntry(entry, members.data());
    }
    return new StoredPayload(bytes(), async () => {
      await goOnce();
      const stored = namingEntry(entry, members.data('reused'));
      return { method: 'none', container: 'file', bytes: stored, length: members.current?.size ?? 0 };
    });
  }

  /** The members of the large objects, and behind them their list, which says whether they are all there. */
  async *#readLargeObjects(entry: TocEntry): AsyncGenerator<LargeObject, void, undefined> {
    if (!entry.hasData) return;
    const listName = largeObjectListName(entry, this.header.version);
    const oids: Oid[] = [];
    await this.#goToLargeObjects(entry, listName);
    for (let oid = this.#currentOid(); oid !== null; oid = this.#currentOid()) {
      oids.push(oid);
      yield { oid, data: this.#payload(entry, async () => {}) };
      await this.#next();
    }
    await this.#checkList(listName, oids);
  }

  async #checkList(listName: string, oids: readonly Oid[]): Promise<void> {
    const { current, place } = this.#members;
    if (current?.name !== listName) throw corrupt(`could not find header for file "${listName}" in tar archive`, place);
    const listPlace = { file: `${place.file}:${listName}`, offset: null };
    let count = 0;
    for await (const { oid } of listedLargeObjects(this.#members.data(), listPlace)) {
      if (oid !== oids[count++])
        throw corrupt(`could not find header for file "blob_${oid}.dat" in tar archive`, place);
    }
    if (count < oids.length) throw corrupt(`large object ${oids[count]} is not in "${listName}"`, listPlace);
  }

  /** The OID in the current member's name; null: the member is no large object. */
  #currentOid(): Oid | null {
    const oid = /^blob_(\d{1,10})\.dat$/.exec(this.#members.current?.name ?? '')?.[1];
    return oid === undefined ? null : Number(oid);
  }

  /** To the entry's first large object, or to its list if it has none. From 1.16 on the tag begins with the first OID. */
  async #goToLargeObjects({ tag }: TocEntry, listName: string): Promise<void> {
    const { largeObjectListPerEntry } = versionFields(this.header.version);
    const first = largeObjectListPerEntry ? /^\d+/.exec(tag)?.[0] : undefined;
    const isFirst = (name: string): boolean =>
      name === listName || (first === undefined ? name.startsWith('blob_') : name === `blob_${first}.dat`);
    await this.#goTo(listName, isFirst);
  }

  async #goTo(wanted: string, isWanted = (name: string): boolean => name === wanted): Promise<void> {
    const { current } = this.#members;
    if (this.#passed.has(wanted)) {
      const message = 'restoring data out of order is not supported in this archive format';
      throw new UserError(
        `${message}: "${wanted}" is required, but comes before "${current?.name ?? 'the end'}" in the archive file`,
        { hint: 'Restore in the order of the archive, or convert it to the custom or directory format first.' },
      );
    }
    for (;;) {
      const name = await this.#next();
      if (name === null)
        throw corrupt(`could not find header for file "${wanted}" in tar archive`, this.#members.place);
      if (isWanted(name)) return;
    }
  }

  async #next(): Promise<string | null> {
    const member = await this.#members.next();
    // Large objects are asked for by their list only, and may be millions.
    if (member !== null && !member.name.startsWith('blob_')) this.#passed.add(member.name);
    return member?.name ?? null;
  }
}
