import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { UserError } from '../errors.ts';
import type { Release } from '../model/release.ts';
import { shown, type ByteString } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';
import type { ReplayOptions } from './replay-options.ts';

/** Names in comments stay on their line, so that nothing can break out of a comment (sanitize_line in dumputils.c). */
export const onOneLine = (text: ByteString): ByteString => text.replace(/[\n\r]/g, ' ');

/** What of an entry a comment is about. */
export type EntryPart = 'definition' | 'data' | 'statistics';
const partPrefixes: Record<EntryPart, string> = { definition: '', data: 'Data for ', statistics: 'Statistics for ' };

/** The comment above an entry. `place` says where its data are in the archive, in verbose scripts. */
export function entryHeader(
  entry: TocEntry,
  part: EntryPart,
  options: ReplayOptions,
  place: ByteString | null,
  release: Release,
): ByteString {
  const lines = ['--'];
  if (options.verbose) {
    lines.push(`-- TOC entry ${entry.dumpId} (class ${entry.catalogId.tableoid} OID ${entry.catalogId.oid})`);
    if (entry.dependencies.length > 0) lines.push(`-- Dependencies: ${entry.dependencies.join(' ')}`);
  }
  const owner = options.noOwner || entry.owner === null ? '-' : onOneLine(entry.owner);
  const schema = entry.namespace === null ? '-' : onOneLine(entry.namespace);
  const tablespace =
    entry.tablespace === null || options.noTablespaces || (entry.tablespace === '' && !release.saysDefaultTablespace)
      ? ''
      : `; Tablespace: ${onOneLine(entry.tablespace)}`;
  const name = `${partPrefixes[part]}Name: ${onOneLine(entry.tag)}`;
  lines.push(`-- ${name}; Type: ${onOneLine(entry.desc)}; Schema: ${schema}; Owner: ${owner}${tablespace}`);
  if (options.verbose && place !== null) lines.push(`-- ${onOneLine(place)}`);
  return `${lines.join('\n')}\n--\n\n`;
}

const ownedByName = new Set([
  ...['COLLATION', 'CONVERSION', 'DOMAIN', 'TABLE', 'TYPE', 'FOREIGN TABLE', 'STATISTICS', 'DATABASE', 'SCHEMA'],
  ...['TEXT SEARCH DICTIONARY', 'TEXT SEARCH CONFIGURATION', 'PROCEDURAL LANGUAGE', 'EVENT TRIGGER', 'SERVER'],
  ...['FOREIGN DATA WRAPPER', 'PUBLICATION', 'SUBSCRIPTION', 'PROTOCOL', 'EXTERNAL TABLE'],
]);

/** ALTER TABLE serves these as well, and older servers know nothing else. */
const ownedAsTable = new Set(['VIEW', 'SEQUENCE', 'MATERIALIZED VIEW', 'DYNAMIC TABLE', 'DIRECTORY TABLE']);

/** Only the DROP statement spells their arguments. */
const ownedByDropStatement = new Set([
  ...['AGGREGATE', 'FUNCTION', 'PROCEDURE', 'OPERATOR', 'OPERATOR CLASS', 'OPERATOR FAMILY'],
]);

const withoutOwner = new Set([
  ...['CAST', 'CHECK CONSTRAINT', 'CONSTRAINT', 'DATABASE PROPERTIES', 'DEFAULT', 'FK CONSTRAINT', 'INDEX', 'RULE'],
  ...['TRIGGER', 'ROW SECURITY', 'POLICY', 'USER MAPPING'],
]);

type OwnerOptions = Pick<ReplayOptions, 'noOwner' | 'useSetSessionAuthorization'>;

/** Whether --no-owner is off and the entry is one that ALTER … OWNER TO may speak about. */
function wantsOwner(entry: TocEntry, options: OwnerOptions): boolean {
  if (options.noOwner || !entry.owner || !entry.dropStatement) return false;
  // A schema that initdb made is not created by the session's user, so the session cannot have given it its owner.
  return !options.useSetSessionAuthorization || (entry.desc === 'SCHEMA' && isComment(entry.definition));
}

const isComment = (sql: ByteString | null): boolean => sql !== null && sql.startsWith('--');

/** Nothing but comments and blank lines: for the reader of a script, not for a server. */
export const isOnlyComment = (sql: ByteString): boolean => /^(--[^\n]*(\n|$)|\n)*$/.test(sql);

/**
 * `ALTER … OWNER TO …;` of an entry; null: it has no owner of its own, or none is wanted; 'unknown': nobody knows how.
 * (_printTocEntry and _getObjectDescription in pg_backup_archiver.c)
 */
export function ownerStatement(
  entry: TocEntry,
  options: OwnerOptions,
  release: Release,
): ByteString | null | 'unknown' {
  if (!wantsOwner(entry, options) || withoutOwner.has(entry.desc) || entry.desc === 'BLOB METADATA') return null;
  const object = ownedObject(entry, release);
  return object === null ? 'unknown' : `ALTER ${object} OWNER TO ${quoteIdent(entry.owner ?? '')};\n\n`;
}

function ownedObject(entry: TocEntry, release: Release): ByteString | null {
  const { desc, namespace, tag } = entry;
  if (ownedByName.has(desc)) return `${desc} ${quoteQualified(namespace, tag)}`;
  if (ownedAsTable.has(desc)) return `${release.ownersByType ? desc : 'TABLE'} ${quoteQualified(namespace, tag)}`;
  if (desc === 'BLOB') return `LARGE OBJECT ${tag}`;
  if (!ownedByDropStatement.has(desc)) return null;
  const drop = entry.dropStatement ?? '';
  if (!drop.startsWith('DROP ')) {
    throw new UserError(`unexpected DROP statement for object type "${shown(desc)}" -- perhaps a corrupt TOC`);
  }
  return drop.slice('DROP '.length).replace(/[;\n]+$/, '');
}

/** What creates the object, with the blank lines that follow; null: nothing. */
export function definitionText(entry: TocEntry, options: ReplayOptions): ByteString | null {
  // Long ago CREATE SCHEMA carried an AUTHORIZATION clause, which --no-owner must not let through.
  const isUsual = !isComment(entry.definition) && !/^CREATE SCHEMA IF NOT EXISTS\s/i.test(entry.definition ?? '');
  if (options.noOwner && entry.desc === 'SCHEMA' && isUsual) {
    return `CREATE SCHEMA ${quoteIdent(entry.tag)};\n\n\n`;
  }
  return entry.definition ? `${entry.definition}\n\n` : null;
}

/** Archives of PostgreSQL 17 and later tell a partitioned table's access method, which no SET can give it. */
export function partitionedAccessMethod(entry: TocEntry, options: ReplayOptions): ByteString | null {
  if (options.noTableAccessMethod || entry.relkind !== 'p' || !entry.tableAccessMethod) return null;
  const table = quoteQualified(entry.namespace, entry.tag);
  return `ALTER TABLE ${table} SET ACCESS METHOD ${quoteIdent(entry.tableAccessMethod)};\n\n`;
}
