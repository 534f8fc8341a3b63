import { quoteQualified } from '../../ddl/quote.ts';
import type { ByteString } from '../../model/text.ts';
import type { Classified } from '../../script/classify.ts';
import type { ObjectName } from '../../script/object-name.ts';
import { signatureOf } from '../../script/signature.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';
import { objectTypeOf } from '../entries/read-slice.ts';
import type { MetadataSlice } from '../metadata-slices.ts';
import { unquoted } from '../names.ts';

/** The object that a statement is about; null: the statement does not say, or is about none of a database. */
export function subjectOf(said: Classified): ObjectName | null {
  if (said.kind === 'owner' || said.kind === 'detail' || said.kind === 'drop') return said.of;
  if (said.kind !== 'object') return null;
  const [first, table] = said.about ?? [];
  if (!isSatellite(said.desc)) return said;
  return (first?.desc === 'COLUMN' ? table : first) ?? null;
}

export const isSatellite = (desc: string): boolean =>
  ['COMMENT', 'ACL', 'SECURITY LABEL', 'SEQUENCE SET'].includes(desc);

/** Whether it is the object that the table of contents says the statement is about; null: names do not tell. */
export function isSubject(slice: MetadataSlice, subject: ObjectName, table?: ObjectName): boolean | null {
  const [schema, name] = [unquoted(slice.schema), unquoted(slice.name)];
  const { namespace, tag, desc } = subject;
  switch (objectTypeOf(slice)) {
    case 'TABLE':
    case 'FOREIGN TABLE':
    case 'VIEW':
    case 'MATERIALIZED VIEW':
    case 'SEQUENCE':
    case 'SEQUENCE OWNER':
    case 'TYPE':
    case 'DOMAIN':
    case 'COLLATION':
    case 'CONVERSION':
    case 'STATISTICS':
    case 'OPERATOR':
    case 'OPERATOR CLASS':
    case 'OPERATOR FAMILY':
    case 'TEXT SEARCH PARSER':
    case 'TEXT SEARCH TEMPLATE':
    case 'TEXT SEARCH DICTIONARY':
    case 'TEXT SEARCH CONFIGURATION':
      return namespace === schema && tag === name;
    case 'DATABASE':
    case 'DATABASE GUC':
    case 'FOREIGN DATA WRAPPER':
    case 'FOREIGN SERVER':
    case 'EVENT TRIGGER':
    case 'ACCESS METHOD':
    case 'PROTOCOL':
    case 'SCHEMA':
      return tag === name;
    // The functions that a language is made of, and the schema that an extension is in, stand with it.
    case 'LANGUAGE':
      return desc === 'FUNCTION' ? null : tag === name;
    case 'EXTENSION':
      return desc === 'EXTENSION' ? tag === name : null;
    case 'FUNCTION':
    case 'AGGREGATE':
      return namespace === schema && tag === signedName(slice.name);
    case 'CAST':
      return tag.replace(/^CAST /, '') === slice.name;
    case 'CONSTRAINT':
    case 'RULE':
    case 'TRIGGER':
      return tag.endsWith(` ${name}`) && isReference(slice, namespace, tag.slice(0, -name.length - 1));
    case 'POLICY':
      return (tag === name || tag.startsWith(`${name} `)) && isReference(slice, namespace, name);
    case 'INDEX':
      // Which index a table is clustered on stands behind.
      if (desc === 'TABLE') return null;
      return (
        namespace === schema &&
        tag === name &&
        (table?.desc !== 'TABLE' || isReference(slice, table.namespace, table.tag))
      );
    default:
      return null;
  }
}

/** Types of objects that belong to a table, which is said beside. */
export const haveReference = new Set([
  'INDEX',
  'RULE',
  'TRIGGER',
  'POLICY',
  'CONSTRAINT',
  'STATISTICS',
  'SEQUENCE OWNER',
  'TABLE',
  'FOREIGN TABLE',
]);

/** What is said of an object later has its own name there. */
const isReference = (slice: MetadataSlice, namespace: ByteString | null, table: ByteString): boolean =>
  slice.objectType.endsWith(' METADATA') || slice.reference === quoteQualified(namespace, table);

/** `f(a integer)` as the entries of archives have it: `f(integer)`. */
function signedName(name: ByteString): ByteString {
  const cursor = new TokenCursor(name);
  const own = cursor.takeName();
  const list = cursor.takeList();
  return list === null ? (own ?? name) : `${own}(${signatureOf(list.items).types})`;
}
