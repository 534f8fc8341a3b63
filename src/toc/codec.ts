import { CorruptArchiveError } from '../errors.ts';
import type { DumpId, Oid } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import { type VersionFields, versionFields } from './archive-versions.ts';
import type { ArchiveVersion, Section, TocEntry } from './entry.ts';
import { sectionBefore11 } from './entry-table.ts';
import {
  type DataOffset,
  type Decoder,
  Encoder,
  type IntegerSizes,
  decodeInt,
  decodeOffset,
  decodeString,
} from './primitives.ts';

/** What of the header says how the entries are stored. */
export interface TocLayout extends IntegerSizes {
  readonly version: ArchiveVersion;
}

/** An entry with what its format adds to it. */
export interface StoredEntry<Extra> {
  readonly entry: TocEntry;
  readonly extra: Extra;
}

/** The last field of an entry belongs to the format. */
export interface ExtraCodec<Extra> {
  decode(sizes: IntegerSizes): Decoder<Extra>;
  encode(extra: Extra, encoder: Encoder): void;
}

/** Custom archives: where the data lies in the file. */
export const offsetExtra: ExtraCodec<DataOffset> = {
  decode: decodeOffset,
  encode: (offset, encoder) => encoder.offset(offset),
};

/** Directories and tar files: the data's file or member, '' for an entry without data. */
export const fileNameExtra: ExtraCodec<ByteString> = {
  decode: (sizes) => decodePresentString(sizes, 'file name'),
  encode: (name, encoder) => encoder.string(name),
};

const largestDumpId = 0x7fffffff;
const largestOid = 0xffffffff;

const sectionNumbers: Record<Section, number> = { none: 1, 'pre-data': 2, data: 3, 'post-data': 4 };
const sectionsByNumber = new Map(Object.entries(sectionNumbers).map(([name, number]) => [number, name as Section]));

export function* decodeToc<Extra>(layout: TocLayout, extra: ExtraCodec<Extra>): Decoder<StoredEntry<Extra>[]> {
  const count = yield* decodeInt(layout);
  if (count < 0) throw new CorruptArchiveError(`number of TOC entries ${count} is out of range`);
  const fields = versionFields(layout.version);
  const stored: StoredEntry<Extra>[] = [];
  while (stored.length < count) {
    try {
      stored.push({ entry: yield* decodeEntry(layout, fields), extra: yield* extra.decode(layout) });
    } catch (error) {
      if (!(error instanceof CorruptArchiveError)) throw error;
      const detail = `TOC entry ${stored.length + 1} of ${count}`;
      throw new CorruptArchiveError(error.message, { detail, cause: error });
    }
  }
  return stored;
}

function* decodeEntry(sizes: IntegerSizes, fields: VersionFields): Decoder<TocEntry> {
  const dumpId = yield* decodeInt(sizes);
  if (dumpId < 1 || dumpId > largestDumpId) {
    throw new CorruptArchiveError(`entry ID ${dumpId} out of range -- perhaps a corrupt TOC`);
  }
  const hasData = (yield* decodeInt(sizes)) !== 0;
  const catalogId = { tableoid: yield* decodeOid(sizes), oid: yield* decodeOid(sizes) };
  const tag = yield* decodePresentString(sizes, 'tag');
  const desc = yield* decodePresentString(sizes, 'desc');
  return {
    dumpId,
    catalogId,
    desc,
    tag,
    hasData,
    section: fields.section ? yield* decodeSection(sizes) : sectionBefore11(desc),
    definition: yield* decodeString(sizes),
    dropStatement: yield* decodeString(sizes),
    copyStatement: yield* decodeString(sizes),
    namespace: yield* decodeString(sizes),
    tablespace: yield* decodeString(sizes),
    tableAccessMethod: fields.tableAccessMethod ? yield* decodeString(sizes) : null,
    relkind: fields.relkind ? yield* decodeRelkind(sizes) : null,
    owner: yield* decodeString(sizes),
    withOids: yield* decodeWithOids(sizes),
    dependencies: yield* decodeDependencies(sizes),
  };
}

function* decodePresentString(sizes: IntegerSizes, field: string): Decoder<ByteString> {
  const text = yield* decodeString(sizes);
  if (text === null) throw new CorruptArchiveError(`${field} is missing -- perhaps a corrupt TOC`);
  return text;
}

/** OIDs are decimal strings, for history's sake. */
function* decodeOid(sizes: IntegerSizes): Decoder<Oid> {
  const text = yield* decodePresentString(sizes, 'object ID');
  const oid = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (oid <= largestOid) return oid;
  throw new CorruptArchiveError(`object ID "${text}" out of range -- perhaps a corrupt TOC`);
}

function* decodeSection(sizes: IntegerSizes): Decoder<Section> {
  const number = yield* decodeInt(sizes);
  const section = sectionsByNumber.get(number);
  if (section === undefined) throw new CorruptArchiveError(`unexpected section ${number} -- perhaps a corrupt TOC`);
  return section;
}

function* decodeRelkind(sizes: IntegerSizes): Decoder<string | null> {
  const code = yield* decodeInt(sizes);
  if (code < 0 || code > 127) throw new CorruptArchiveError(`unexpected relkind ${code} -- perhaps a corrupt TOC`);
  return code === 0 ? null : String.fromCharCode(code);
}

function* decodeWithOids(sizes: IntegerSizes): Decoder<boolean> {
  const text = yield* decodePresentString(sizes, 'WITH OIDS flag');
  if (text === 'true' || text === 'false') return text === 'true';
  throw new CorruptArchiveError(`unexpected WITH OIDS flag "${text}" -- perhaps a corrupt TOC`);
}

/** Greenplum 6 writes a dependency on 0 for every schema, so 0 passes. */
function* decodeDependencies(sizes: IntegerSizes): Decoder<readonly DumpId[]> {
  const dependencies: DumpId[] = [];
  for (let text = yield* decodeString(sizes); text !== null; text = yield* decodeString(sizes)) {
    const dumpId = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    if (!(dumpId <= largestDumpId)) {
      throw new CorruptArchiveError(`dependency ID "${text}" out of range -- perhaps a corrupt TOC`);
    }
    dependencies.push(dumpId);
  }
  return dependencies;
}

/** Of a TOC that decodeToc read from a genuine archive, the very bytes it was read from. */
export function encodeToc<Extra>(
  layout: TocLayout,
  stored: readonly StoredEntry<Extra>[],
  extra: ExtraCodec<Extra>,
): Uint8Array {
  return Buffer.concat([encodeEntryCount(layout, stored.length), encodeEntries(layout, stored, extra)]);
}

/** What a TOC begins with. */
export function encodeEntryCount(layout: TocLayout, count: number): Uint8Array {
  const encoder = new Encoder(layout);
  encoder.int(count);
  return encoder.bytes();
}

/** Some entries of a TOC, which may be written in several pieces. */
export function encodeEntries<Extra>(
  layout: TocLayout,
  stored: readonly StoredEntry<Extra>[],
  extra: ExtraCodec<Extra>,
): Uint8Array {
  const encoder = new Encoder(layout);
  const fields = versionFields(layout.version);
  for (const { entry, extra: value } of stored) {
    encodeEntry(entry, fields, encoder);
    extra.encode(value, encoder);
  }
  return encoder.bytes();
}

function encodeEntry(entry: TocEntry, fields: VersionFields, encoder: Encoder): void {
  // Readers up to PostgreSQL 11 call strlen on these without looking.
  const statement = (text: ByteString | null): ByteString | null => (fields.nullStatements ? text : (text ?? ''));
  encoder.int(entry.dumpId);
  encoder.int(entry.hasData ? 1 : 0);
  encoder.string(`${entry.catalogId.tableoid}`);
  encoder.string(`${entry.catalogId.oid}`);
  encoder.string(entry.tag);
  encoder.string(entry.desc);
  if (fields.section) encoder.int(sectionNumbers[entry.section]);
  encoder.string(statement(entry.definition));
  encoder.string(statement(entry.dropStatement));
  encoder.string(entry.copyStatement);
  encoder.string(entry.namespace);
  encoder.string(entry.tablespace);
  if (fields.tableAccessMethod) encoder.string(entry.tableAccessMethod);
  if (fields.relkind) encoder.int(entry.relkind?.charCodeAt(0) ?? 0);
  encoder.string(statement(entry.owner));
  encoder.string(entry.withOids ? 'true' : 'false');
  for (const dependency of entry.dependencies) encoder.string(`${dependency}`);
  encoder.string(null);
}
