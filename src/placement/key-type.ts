/** What must be known of a key column's type to hash its values. */
export type KeyType =
  /** One of PostgreSQL's own, by its name in pg_type; "character" is a bpchar with a length. */
  | { readonly kind: 'base'; readonly name: string }
  | { readonly kind: 'array'; readonly element: KeyType }
  | { readonly kind: 'range'; readonly subtype: KeyType }
  | { readonly kind: 'domain'; readonly base: KeyType }
  | { readonly kind: 'enum' };

/** What DDL calls otherwise than pg_type does. */
const nameInPgType: Readonly<Record<string, string>> = {
  smallint: 'int2',
  int: 'int4',
  integer: 'int4',
  bigint: 'int8',
  real: 'float4',
  'double precision': 'float8',
  decimal: 'numeric',
  boolean: 'bool',
  'character varying': 'varchar',
  char: 'character',
  '"char"': 'char',
  'bit varying': 'varbit',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
};

const subtypeOfRange: Readonly<Record<string, string>> = {
  int4range: 'int4',
  int8range: 'int8',
  numrange: 'numeric',
  tsrange: 'timestamp',
  tstzrange: 'timestamptz',
  daterange: 'date',
};

/**
 * The type that DDL names: "character varying(10)[]". `userType` is asked first, for types that a database's owner made;
 * it may decline.
 */
export function keyType(name: string, userType: (name: string) => KeyType | undefined = () => undefined): KeyType {
  const own = userType(name);
  if (own !== undefined) return own;
  const element = /^(.*?)(?:\[\d*\])+$/s.exec(name)?.[1];
  if (element !== undefined) return { kind: 'array', element: keyType(element, userType) };
  const plain = name
    .replace(/^pg_catalog\./, '')
    .replace(/ ?\([^)]*\)/, '')
    .replace(/^interval\b.*/, 'interval');
  const subtype = subtypeOfRange[plain];
  if (subtype !== undefined) return { kind: 'range', subtype: { kind: 'base', name: subtype } };
  return { kind: 'base', name: nameInPgType[plain] ?? plain };
}
