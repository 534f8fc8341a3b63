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
  if (archive.types.isEnum(isArray ? type.slice(0, -2) : type, namespace)) return isArray || enums === 'keys';
  const base = archive.types.domainBase(isArray ? type.slice(0, -2) : type, namespace);
  if (base !== null) return isHashable(base + (isArray ? '[]' : ''), namespace, archive, enums);
  return hashable.has(plainName(type));
}

/** Other words for types, which people write and pg_dump does not. */
const otherNames: Readonly<Record<string, string>> = {
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  serial: 'integer',
  serial4: 'integer',
  smallserial: 'smallint',
  serial2: 'smallint',
  bigserial: 'bigint',
  serial8: 'bigint',
  decimal: 'numeric',
  dec: 'numeric',
  float: 'double precision',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  varchar: 'character varying',
  char: 'character',
  bpchar: 'character',
  varbit: 'bit varying',
  timetz: 'time with time zone',
  timestamptz: 'timestamp with time zone',
};

/** `character varying(40)[]` and `public.citext` without length, brackets and the schema of an extension. */
function plainName(type: ByteString): string {
  const name = type
    .replace(/(?:\[\])+$/, '')
    .replace(/\s*\([^)]*\)/, '')
    .replace(/^\w+\.(?=(?:citext|hstore)$)/, '');
  const plain = name.includes('"') ? name : name.toLowerCase().replace(/\s+/g, ' ');
  return Object.hasOwn(otherNames, plain) ? otherNames[plain]! : plain;
}

/** What is hashed in the end: domains, lengths and schemas do not count. */
export function baseType(type: ByteString, namespace: ByteString | null, archive: ArchiveIndex): string {
  const brackets = /(?:\[\])*$/.exec(type)![0];
  const base = archive.types.domainBase(type.slice(0, type.length - brackets.length), namespace);
  return base === null ? plainName(type) + brackets : baseType(base + brackets, namespace, archive);
}
