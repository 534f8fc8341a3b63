import type { ByteString } from '../../model/text.ts';
import type { ArchiveIndex } from '../archive-index.ts';

/** Whether enums can be distribution keys. */
export type EnumKeys = 'keys' | 'not as keys';

/** Types that have a default hash operator class in Greenplum 6 and 7, as pg_dump writes them; arrays of these have it too. */
const hashable = new Set(
  `smallint integer bigint oid xid cid tid pg_lsn real double_precision numeric boolean "char" character
  character_varying text name bytea uuid bit bit_varying inet cidr macaddr macaddr8 jsonb aclitem oidvector
  date time timestamp time_without_time_zone time_with_time_zone timestamp_without_time_zone
  timestamp_with_time_zone interval int4range int8range numrange tsrange tstzrange daterange citext hstore`
    .split(/\s+/)
    .map((name) => name.replaceAll('_', ' ')),
);

/** Whether rows can be spread by a column of this type. Of a user's own types only enums and domains are known to be. */
export function isHashable(
  type: ByteString,
  namespace: ByteString | null,
  archive: ArchiveIndex,
  enums: EnumKeys,
): boolean {
  const isArray = type.endsWith('[]');
  // Greenplum 7 takes arrays of enums, but no enums.
  if (archive.isEnum(isArray ? type.slice(0, -2) : type, namespace)) return isArray || enums === 'keys';
  const base = archive.domainBase(isArray ? type.slice(0, -2) : type, namespace);
  if (base !== null) return isHashable(base + (isArray ? '[]' : ''), namespace, archive, enums);
  return hashable.has(plainName(type));
}

/** `character varying(40)[]` and `public.citext` without length, brackets and the schema of an extension. */
const plainName = (type: ByteString): string =>
  type
    .replace(/(?:\[\])+$/, '')
    .replace(/\s*\([^)]*\)/, '')
    .replace(/^\w+\.(?=(?:citext|hstore)$)/, '');

/** What is hashed in the end: domains, lengths and schemas do not count. */
export function baseType(type: ByteString, namespace: ByteString | null, archive: ArchiveIndex): string {
  const brackets = /(?:\[\])*$/.exec(type)![0];
  const base = archive.domainBase(type.slice(0, type.length - brackets.length), namespace);
  return base === null ? plainName(type) + brackets : baseType(base + brackets, namespace, archive);
}
