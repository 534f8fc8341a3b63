import type { TokenCursor } from '../sql/token-cursor.ts';

/** How a kind of object is named in statements about it. */
export type NameStyle =
  'qualified' | 'plain' | 'arguments' | 'column' | 'on table' | 'operator' | 'using' | 'cast' | 'transform' | 'mapping';

export interface ObjectType {
  /** pg_dump's word; null: it is about no database. */
  readonly desc: string | null;
  readonly style: NameStyle;
}

const qualified = (desc: string): ObjectType => ({ desc, style: 'qualified' });
const plain = (desc: string | null): ObjectType => ({ desc, style: 'plain' });

/** By their words in CREATE, ALTER, DROP, COMMENT and GRANT. */
const types: Readonly<Record<string, ObjectType>> = {
  'access method': plain('ACCESS METHOD'),
  aggregate: { desc: 'AGGREGATE', style: 'arguments' },
  cast: { desc: 'CAST', style: 'cast' },
  collation: qualified('COLLATION'),
  column: { desc: 'COLUMN', style: 'column' },
  constraint: { desc: 'CONSTRAINT', style: 'on table' },
  conversion: qualified('CONVERSION'),
  database: plain('DATABASE'),
  'directory table': qualified('DIRECTORY TABLE'),
  domain: qualified('DOMAIN'),
  'dynamic table': qualified('DYNAMIC TABLE'),
  'event trigger': plain('EVENT TRIGGER'),
  extension: plain('EXTENSION'),
  'external table': qualified('EXTERNAL TABLE'),
  'external web table': qualified('EXTERNAL TABLE'),
  'foreign data wrapper': plain('FOREIGN DATA WRAPPER'),
  'foreign server': plain('SERVER'),
  'foreign table': qualified('FOREIGN TABLE'),
  function: { desc: 'FUNCTION', style: 'arguments' },
  group: plain(null),
  index: qualified('INDEX'),
  language: plain('PROCEDURAL LANGUAGE'),
  'large object': plain('BLOB'),
  'materialized view': qualified('MATERIALIZED VIEW'),
  operator: { desc: 'OPERATOR', style: 'operator' },
  'operator class': { desc: 'OPERATOR CLASS', style: 'using' },
  'operator family': { desc: 'OPERATOR FAMILY', style: 'using' },
  parameter: plain(null),
  policy: { desc: 'POLICY', style: 'on table' },
  'procedural language': plain('PROCEDURAL LANGUAGE'),
  procedure: { desc: 'PROCEDURE', style: 'arguments' },
  profile: plain(null),
  protocol: plain('PROTOCOL'),
  publication: plain('PUBLICATION'),
  'resource group': plain(null),
  'resource queue': plain(null),
  role: plain(null),
  routine: { desc: 'FUNCTION', style: 'arguments' },
  rule: { desc: 'RULE', style: 'on table' },
  schema: plain('SCHEMA'),
  sequence: qualified('SEQUENCE'),
  server: plain('SERVER'),
  statistics: qualified('STATISTICS'),
  'storage server': plain(null),
  'storage user mapping': plain(null),
  subscription: plain('SUBSCRIPTION'),
  table: qualified('TABLE'),
  tablespace: plain(null),
  tag: plain('TAG'),
  task: plain('TASK'),
  'text search configuration': qualified('TEXT SEARCH CONFIGURATION'),
  'text search dictionary': qualified('TEXT SEARCH DICTIONARY'),
  'text search parser': qualified('TEXT SEARCH PARSER'),
  'text search template': qualified('TEXT SEARCH TEMPLATE'),
  transform: { desc: 'TRANSFORM', style: 'transform' },
  trigger: { desc: 'TRIGGER', style: 'on table' },
  type: qualified('TYPE'),
  user: plain(null),
  'user mapping': { desc: 'USER MAPPING', style: 'mapping' },
  view: qualified('VIEW'),
};

const byWords = Object.entries(types)
  .map(([words, type]) => ({ words: words.split(' '), type }))
  .toSorted((one, other) => other.words.length - one.words.length);

/** Takes the words that name a kind of object. */
export function takeObjectType(cursor: TokenCursor): ObjectType | null {
  return byWords.find(({ words }) => cursor.take(...words))?.type ?? null;
}
