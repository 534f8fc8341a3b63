import { quoteIdent } from '../ddl/quote.ts';
import type { ByteString } from '../model/text.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import type { Classified } from './classify.ts';
import { takeObjectName, type NamedObject } from './object-name.ts';
import { takeObjectType } from './object-type.ts';

/** COMMENT ON … IS and SECURITY LABEL … ON … IS; the first word is taken. */
export function textAbout(desc: string, cursor: TokenCursor, path: ByteString | null): Classified | null {
  if (desc === 'SECURITY LABEL') {
    if (!cursor.take('label')) return null;
    if (cursor.take('for')) cursor.next();
  }
  if (!cursor.take('on')) return null;
  return about(desc, cursor, path);
}

function about(desc: string, cursor: TokenCursor, path: ByteString | null): Classified | null {
  const { start } = cursor;
  const type = takeObjectType(cursor);
  if (type === null) return null;
  const words = cursor.textOf({ start, end: cursor.end }).toUpperCase().replace(/\s+/g, ' ');
  if (type.desc === null) return { kind: 'global' };
  const object = takeObjectName(cursor, { ...type, desc: type.desc }, path);
  return object === null ? null : satellite(desc, words, object);
}

const satellite = (desc: string, words: string, object: NamedObject): Classified => {
  const { namespace, tag, of } = object;
  return {
    kind: 'object',
    desc,
    namespace,
    tag: `${words} ${shownTag(object, tag)}`,
    drop: null,
    about: of === undefined ? [object] : [object, of],
  };
};

/** `orders_pkey ON orders`, where the object's own entry says `orders orders_pkey`. */
function shownTag({ desc, spelled }: NamedObject, tag: ByteString): ByteString {
  if (['CONSTRAINT', 'TRIGGER', 'RULE', 'POLICY'].includes(desc)) {
    return spelled.replace(/(\bON\s+)(?:DOMAIN\s+)?(?:"(?:[^"]|"")*"|[^\s."]+)\./i, '$1');
  }
  if (quotedDescs.has(desc)) return quoteIdent(tag);
  if (/^(?:FUNCTION|PROCEDURE|AGGREGATE)$/.test(desc) && spelled.includes('"')) {
    // The name may have parentheses itself.
    const name = new TokenCursor(spelled).takeQualifiedName()?.at(-1) ?? '';
    return quoteIdent(name) + tag.slice(name.length);
  }
  return tag.replace(/^(?:CAST|TRANSFORM|USER MAPPING) /, '');
}

/** Those of one name, which is quoted where it must be. */
const quotedDescs = new Set(
  `TABLE;FOREIGN TABLE;EXTERNAL TABLE;VIEW;MATERIALIZED VIEW;SEQUENCE;INDEX;SCHEMA;EXTENSION;DATABASE;TYPE;DOMAIN;COLLATION;
  CONVERSION;STATISTICS;SERVER;FOREIGN DATA WRAPPER;PROCEDURAL LANGUAGE;EVENT TRIGGER;PUBLICATION;SUBSCRIPTION;ACCESS METHOD;
  PROTOCOL;TEXT SEARCH CONFIGURATION;TEXT SEARCH DICTIONARY;TEXT SEARCH PARSER;TEXT SEARCH TEMPLATE`.split(/;\s*/),
);

/** Types that GRANT names otherwise than their CREATE does, or not at all. */
const allIn = ['tables', 'sequences', 'functions', 'procedures', 'routines'];

/** GRANT and REVOKE; the word is taken. */
export function privileges(cursor: TokenCursor, path: ByteString | null): Classified | null {
  // Membership of roles is granted on nothing.
  let column: ByteString | null = null;
  while (cursor.token !== null && !['on', 'to', 'from'].some((word) => cursor.sees(word))) {
    const list = cursor.fork().takeList();
    if (list !== null) column = list.items.length === 1 ? (list.items[0]!.takeName() ?? null) : null;
    cursor.skip();
  }
  if (!cursor.take('on')) return { kind: 'global' };
  if (cursor.take('all')) {
    const ahead = cursor.fork();
    if (!allIn.some((word) => ahead.take(word)) || !ahead.take('in', 'schema')) return null;
    const schema = ahead.takeName() ?? '';
    const about = [{ desc: 'SCHEMA', namespace: null, tag: schema }];
    return { kind: 'object', desc: 'ACL', namespace: schema, tag: `ALL IN SCHEMA ${schema}`, drop: null, about };
  }
  const ahead = cursor.fork();
  const type = takeObjectType(ahead);
  // `ON t` is a table's, whatever it is called.
  const whole = (object: NamedObject): Classified => ofColumn(satellite('ACL', 'TABLE', object), object, column);
  if (type === null || ahead.sees('to') || ahead.sees('from') || ahead.sees('.') || ahead.sees(',')) {
    const name = takeObjectName(cursor, { desc: 'TABLE', style: 'qualified' }, path);
    return name === null ? null : whole(name);
  }
  if (type.desc !== 'TABLE' || column === null) return about('ACL', cursor, path);
  const name = takeObjectName(ahead, { desc: 'TABLE', style: 'qualified' }, path);
  return name === null ? null : whole(name);
}

/** Rights to one column are an entry of their own. */
const ofColumn = (acl: Classified, { tag }: NamedObject, column: ByteString | null): Classified =>
  column === null || acl.kind !== 'object' ? acl : { ...acl, tag: `COLUMN ${quoteIdent(tag)}.${quoteIdent(column)}` };
