import type { ByteString } from '../../model/text.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';
import type { EntryDesc } from '../../toc/entry-table.ts';
import type { MetadataSlice } from '../metadata-slices.ts';
import { qualified, unquoted } from '../names.ts';

/** How pg_dump calls what gpbackup has under a name of its own, and how it is dropped. */
export interface ObjectKind {
  readonly desc: EntryDesc;
  readonly tag: ByteString;
  /** In no schema, though gpbackup may name one. */
  readonly isGlobal?: boolean;
  /** '': not at all. */
  readonly drop: ByteString;
}

type KindOf = (slice: MetadataSlice) => ObjectKind;

const plain =
  (desc: EntryDesc, dropped: string = desc): KindOf =>
  (slice) => ({ desc, tag: unquoted(slice.name), drop: `DROP ${dropped} ${qualified(slice)};\n` });

const global =
  (desc: EntryDesc, dropped: string = desc): KindOf =>
  (slice) => ({ desc, tag: unquoted(slice.name), isGlobal: true, drop: `DROP ${dropped} ${slice.name};\n` });

/** Names have their arguments behind them. */
const routine =
  (desc: EntryDesc): KindOf =>
  (slice) => {
    const [, name = slice.name, args = ''] = /^("(?:[^"]|"")+"|[^("]+)(\([^]*\))$/.exec(slice.name) ?? [];
    return { desc, tag: unquoted(name) + args, drop: `DROP ${desc} ${qualified(slice)};\n` };
  };

/** An object of a table: its tag is `table name`. */
const ofTable =
  (desc: EntryDesc): KindOf =>
  (slice) => ({
    desc,
    tag: `${tableName(slice)} ${unquoted(slice.name)}`,
    drop: `DROP ${desc} ${slice.name} ON ${slice.reference};\n`,
  });

const tableName = ({ reference, schema }: MetadataSlice): ByteString =>
  new TokenCursor(reference).takeQualifiedName()?.at(-1) ?? schema;

const indexedBy =
  (desc: EntryDesc): KindOf =>
  (slice) => {
    const cursor = new TokenCursor(slice.text);
    const method = cursor.skipTo('using') && cursor.take('using') ? cursor.takeName() : null;
    const name = `${qualified(slice)}${method === null ? '' : ` USING ${method}`}`;
    return { desc, tag: unquoted(slice.name), drop: `DROP ${desc} ${name};\n` };
  };

/** LEFTARG and RIGHTARG, in whatever order. */
function operator(slice: MetadataSlice): ObjectKind {
  const cursor = new TokenCursor(slice.text);
  const items = cursor.skipTo('(') ? (cursor.takeList()?.items ?? []) : [];
  const argument = (word: string): ByteString => {
    const item = items.find((each) => each.take(word));
    if (item === undefined) return 'NONE';
    item.next();
    return item.textOf(item.rest);
  };
  const name = `${qualified(slice)} (${argument('leftarg')}, ${argument('rightarg')})`;
  return { desc: 'OPERATOR', tag: slice.name, drop: `DROP OPERATOR ${name};\n` };
}

function constraint(slice: MetadataSlice): ObjectKind {
  const cursor = new TokenCursor(slice.text);
  const table = slice.reference === '' ? qualified(slice) : slice.reference;
  const only = cursor.take('alter', 'table', 'only') ? 'ONLY ' : '';
  const named = cursor.skipTo('constraint') && cursor.take('constraint') && cursor.takeName() !== null;
  const desc =
    named && cursor.sees('foreign', 'key') ? 'FK CONSTRAINT' : cursor.sees('check') ? 'CHECK CONSTRAINT' : 'CONSTRAINT';
  return {
    desc,
    tag: `${tableName(slice)} ${unquoted(slice.name)}`,
    drop: `ALTER TABLE ${only}${table} DROP CONSTRAINT ${slice.name};\n`,
  };
}

const createsType = /^CREATE TYPE [^(;]*;?$/;

const kindsByType: Readonly<Record<string, KindOf>> = {
  SCHEMA: (slice) => ({ ...global('SCHEMA')({ ...slice, name: slice.schema }) }),
  EXTENSION: global('EXTENSION'),
  LANGUAGE: global('PROCEDURAL LANGUAGE'),
  COLLATION: plain('COLLATION'),
  CONVERSION: plain('CONVERSION'),
  DOMAIN: plain('DOMAIN'),
  TYPE: (slice) =>
    plain(createsType.test(slice.text) && !/ AS /.test(slice.text) ? 'SHELL TYPE' : 'TYPE', 'TYPE')(slice),
  FUNCTION: (slice) => routine(/^CREATE (?:OR REPLACE )?PROCEDURE /.test(slice.text) ? 'PROCEDURE' : 'FUNCTION')(slice),
  AGGREGATE: routine('AGGREGATE'),
  CAST: (slice) => ({ desc: 'CAST', tag: `CAST ${slice.name}`, isGlobal: true, drop: `DROP CAST ${slice.name};\n` }),
  OPERATOR: operator,
  'OPERATOR CLASS': indexedBy('OPERATOR CLASS'),
  'OPERATOR FAMILY': indexedBy('OPERATOR FAMILY'),
  'ACCESS METHOD': global('ACCESS METHOD'),
  'TEXT SEARCH PARSER': plain('TEXT SEARCH PARSER'),
  'TEXT SEARCH TEMPLATE': plain('TEXT SEARCH TEMPLATE'),
  'TEXT SEARCH DICTIONARY': plain('TEXT SEARCH DICTIONARY'),
  'TEXT SEARCH CONFIGURATION': plain('TEXT SEARCH CONFIGURATION'),
  TRANSFORM(slice) {
    const what = /^CREATE (TRANSFORM FOR .* LANGUAGE [^ \n(;]+)/.exec(slice.text)?.[1] ?? `TRANSFORM ${slice.name}`;
    return { desc: 'TRANSFORM', tag: what, isGlobal: true, drop: `DROP ${what};\n` };
  },
  PROTOCOL: global('PROTOCOL'),
  'FOREIGN DATA WRAPPER': global('FOREIGN DATA WRAPPER'),
  'FOREIGN SERVER': global('SERVER'),
  'USER MAPPING'(slice) {
    const [, user = slice.name, server = ''] =
      /^CREATE USER MAPPING FOR ([^ \n]+)[ \n\t]+SERVER ([^ \n;(]+)/.exec(slice.text) ?? [];
    const tag = `USER MAPPING ${unquoted(user)} SERVER ${unquoted(server)}`;
    return { desc: 'USER MAPPING', tag, isGlobal: true, drop: `DROP USER MAPPING FOR ${user} SERVER ${server};\n` };
  },
  TABLE: (slice) =>
    /^CREATE (?:READABLE |WRITABLE )?EXTERNAL /.test(slice.text)
      ? plain('EXTERNAL TABLE')(slice)
      : plain('TABLE')(slice),
  'FOREIGN TABLE': plain('FOREIGN TABLE'),
  VIEW: plain('VIEW'),
  'MATERIALIZED VIEW': plain('MATERIALIZED VIEW'),
  SEQUENCE: plain('SEQUENCE'),
  'SEQUENCE OWNER': (slice) => ({ desc: 'SEQUENCE OWNED BY', tag: unquoted(slice.name), drop: '' }),
  CONSTRAINT: constraint,
  INDEX: plain('INDEX'),
  RULE: ofTable('RULE'),
  TRIGGER: ofTable('TRIGGER'),
  'EVENT TRIGGER': global('EVENT TRIGGER'),
  POLICY(slice) {
    const table = tableName(slice);
    const name = /^CREATE POLICY ("(?:[^"]|"")+"|[^ \n]+)/.exec(slice.text)?.[1];
    if (name === undefined) return { desc: 'ROW SECURITY', tag: table, drop: '' };
    return { desc: 'POLICY', tag: `${table} ${unquoted(name)}`, drop: `DROP POLICY ${name} ON ${slice.reference};\n` };
  },
  'DEFAULT PRIVILEGES'(slice) {
    const kind = / ON (TABLES|SEQUENCES|FUNCTIONS|ROUTINES|TYPES|SCHEMAS) /.exec(slice.text)?.[1] ?? 'TABLES';
    return { desc: 'DEFAULT ACL', tag: `DEFAULT PRIVILEGES FOR ${kind}`, drop: '' };
  },
  STATISTICS: plain('STATISTICS'),
};

/** What gpbackup says of an object apart from its CREATE has a type of its own since 2021. */
export const objectTypeOf = ({ objectType }: MetadataSlice): string => objectType.replace(/ METADATA$/, '');

/** null: gpbackup of another time has something that nobody knows here. */
export const objectKindOf = (slice: MetadataSlice): ObjectKind | null =>
  kindsByType[objectTypeOf(slice)]?.(slice) ?? null;
