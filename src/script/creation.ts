import { quoteIdent } from '../ddl/quote.ts';
import type { ByteString } from '../model/text.ts';
import type { TokenCursor } from '../sql/token-cursor.ts';
import type { Classified } from './classify.ts';
import { onTable, placed, takeObjectName, type NamedObject } from './object-name.ts';
import { takeObjectType } from './object-type.ts';

/** Words between CREATE and the kind of object. `default` is a conversion's, `constraint` a trigger's. */
const modifiers = [
  ...['global', 'local', 'temp', 'temporary', 'unlogged', 'readable', 'writable', 'recursive', 'unique', 'trusted'],
  ...['default', 'constraint', 'incremental'],
];

/** What a CREATE makes; the word is taken. */
export function creation(cursor: TokenCursor, path: ByteString | null): Classified | null {
  cursor.take('or', 'replace');
  while (modifiers.some((word) => cursor.take(word)));
  const type = takeObjectType(cursor);
  if (type === null) return null;
  const { desc, style } = type;
  if (desc === null) return { kind: 'global' };
  if (desc === 'INDEX') return index(cursor, path);
  if (desc === 'RULE') return rule(cursor, path);
  cursor.take('if', 'not', 'exists');
  if (desc === 'SCHEMA' && cursor.take('authorization')) {
    const tag = cursor.takeName();
    return tag === null ? null : made({ desc, namespace: null, tag, spelled: quoteIdent(tag) });
  }
  if (desc === 'STATISTICS' && cursor.sees('on')) return null;
  const object = takeObjectName(cursor, { desc, style }, path);
  if (object === null) return null;
  if (desc === 'TYPE' && cursor.token === null) return { kind: 'object', ...object, desc: 'SHELL TYPE', drop: null };
  return made(object);
}

const made = (object: NamedObject): Classified => ({
  kind: 'object',
  desc: object.desc,
  namespace: object.namespace,
  tag: object.tag,
  drop: `DROP ${object.desc} ${object.spelled};\n`,
  ...(object.of === undefined ? {} : { about: [object.of] }),
});

/** In the schema of its table. */
function index(cursor: TokenCursor, path: ByteString | null): Classified | null {
  cursor.take('concurrently');
  cursor.take('if', 'not', 'exists');
  const name = cursor.sees('on') ? '' : (cursor.takeName() ?? '');
  if (!cursor.take('on')) return null;
  cursor.take('only');
  const table = cursor.takeQualifiedName();
  if (table === null) return null;
  const { namespace, tag } = placed(table, path);
  const schema = table.length > 1 ? `${quoteIdent(namespace ?? '')}.` : '';
  return {
    kind: 'object',
    desc: 'INDEX',
    namespace,
    tag: name,
    drop: name === '' ? null : `DROP INDEX ${schema}${quoteIdent(name)};\n`,
    about: [{ desc: 'TABLE', namespace, tag }],
  };
}

/** `CREATE RULE r AS ON INSERT TO t`. */
function rule(cursor: TokenCursor, path: ByteString | null): Classified | null {
  const name = cursor.takeName();
  if (name === null || !cursor.skipTo('to') || !cursor.take('to')) return null;
  const from = cursor.start;
  const table = cursor.takeQualifiedName();
  if (table === null) return null;
  const drop = `DROP RULE ${quoteIdent(name)} ON ${cursor.textOf({ start: from, end: cursor.end })};\n`;
  return { kind: 'object', desc: 'RULE', ...onTable(table, name, path), drop };
}
