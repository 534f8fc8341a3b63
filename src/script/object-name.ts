import { quoteIdent } from '../ddl/quote.ts';
import type { ByteString } from '../model/text.ts';
import type { TokenCursor } from '../sql/token-cursor.ts';
import { signatureOf } from './signature.ts';
import type { ObjectType } from './object-type.ts';

/** An object as the table of contents calls it. */
export interface ObjectName {
  readonly desc: string;
  readonly namespace: ByteString | null;
  readonly tag: ByteString;
}

/** One that a statement names. */
export interface NamedObject extends ObjectName {
  /** As it must be named to be dropped, in the statement's own words. */
  readonly spelled: ByteString;
  /** The table of a column, constraint, trigger, rule or policy. */
  readonly of?: ObjectName;
}

/** Takes the name of an object; null: none is there. What has no schema is in `path`. */
export function takeObjectName(
  cursor: TokenCursor,
  { desc, style }: ObjectType & { readonly desc: string },
  path: ByteString | null,
): NamedObject | null {
  const from = cursor.start;
  const spelled = (): ByteString => cursor.textOf({ start: from, end: cursor.end });
  switch (style) {
    case 'plain': {
      const tag = cursor.takeName() ?? takeNumber(cursor);
      return tag === null ? null : { desc, namespace: null, tag, spelled: spelled() };
    }
    case 'qualified': {
      const name = cursor.takeQualifiedName();
      return name === null ? null : { desc, ...placed(name, path), spelled: spelled() };
    }
    case 'arguments': {
      const name = cursor.takeQualifiedName();
      if (name === null) return null;
      const named = placed(name, path);
      const written = spelled();
      const list = cursor.takeList();
      if (list === null) return { desc, ...named, spelled: written };
      const { types, spelled: args } = signatureOf(list.items);
      return { desc, ...named, tag: `${named.tag}(${types})`, spelled: `${written}(${args})` };
    }
    case 'column': {
      const name = cursor.takeQualifiedName();
      if (name === null || name.length < 2) return null;
      const table = placed(name.slice(0, -1), path);
      return {
        desc,
        ...table,
        tag: `${quoteIdent(table.tag)}.${quoteIdent(name.at(-1)!)}`,
        spelled: spelled(),
        of: { desc: 'TABLE', ...table },
      };
    }
    case 'on table': {
      const name = cursor.takeName();
      const written = spelled();
      if (name === null || !cursor.skipTo('on') || !cursor.take('on')) return null;
      const isDomain = cursor.take('domain');
      cursor.take('only');
      const { start } = cursor;
      const table = cursor.takeQualifiedName();
      if (table === null) return null;
      const on = `${isDomain ? 'DOMAIN ' : ''}${cursor.textOf({ start, end: cursor.end })}`;
      const of = { desc: isDomain ? 'DOMAIN' : 'TABLE', ...placed(table, path) };
      return { desc, ...onTable(table, name, path), spelled: `${written} ON ${on}`, of };
    }
    case 'operator':
      return takeOperator(cursor, desc, path);
    case 'using': {
      const name = cursor.takeQualifiedName();
      const written = spelled();
      if (name === null || !cursor.skipTo('using') || !cursor.take('using')) return null;
      const method = cursor.takeName();
      if (method === null) return null;
      return { desc, ...placed(name, path), spelled: `${written} USING ${quoteIdent(method)}` };
    }
    case 'cast': {
      const list = cursor.takeList();
      return list === null ? null : { desc, namespace: null, tag: `CAST ${spelled()}`, spelled: spelled() };
    }
    case 'transform': {
      if (!cursor.take('for') || !cursor.skipTo('language') || !cursor.take('language')) return null;
      cursor.takeName();
      return { desc, namespace: null, tag: `TRANSFORM ${spelled()}`, spelled: spelled() };
    }
    case 'mapping': {
      const user = cursor.take('for') ? cursor.takeName() : null;
      const server = cursor.take('server') ? cursor.takeName() : null;
      if (user === null || server === null) return null;
      return { desc, namespace: null, tag: `USER MAPPING ${user} SERVER ${server}`, spelled: spelled() };
    }
  }
}

export const placed = (
  name: readonly ByteString[],
  path: ByteString | null,
): { readonly namespace: ByteString | null; readonly tag: ByteString } => ({
  namespace: name.length > 1 ? name.at(-2)! : path,
  tag: name.at(-1) ?? '',
});

/** As pg_dump tags what belongs to a table: `orders orders_pkey`. */
export const onTable = (
  table: readonly ByteString[],
  name: ByteString,
  path: ByteString | null,
): { readonly namespace: ByteString | null; readonly tag: ByteString } => {
  const { namespace, tag } = placed(table, path);
  return { namespace, tag: `${tag} ${name}` };
};

function takeNumber(cursor: TokenCursor): ByteString | null {
  const { token } = cursor;
  if (token === null || (token.kind !== 'number' && token.kind !== 'string')) return null;
  cursor.next();
  return token.value.replaceAll("'", '');
}

/** `shop.===`, and in DROP and its like the types of its arguments. */
function takeOperator(cursor: TokenCursor, desc: string, path: ByteString | null): NamedObject | null {
  const from = cursor.start;
  let namespace = path;
  for (let name = cursor.takeName(); name !== null; name = cursor.takeName()) {
    if (!cursor.take('.')) return null;
    namespace = name;
  }
  const { start } = cursor;
  while (cursor.token?.kind === 'operator') cursor.next();
  const tag = cursor.textOf({ start, end: cursor.end });
  const written = cursor.textOf({ start: from, end: cursor.end });
  const list = cursor.takeList();
  if (tag === '' || list === null) return null;
  const arg = (word: string): ByteString | undefined => {
    const item = list.items.map((each) => each.fork()).find((each) => each.take(word, '='));
    return item?.textOf(item.rest);
  };
  const [left, right] = [arg('leftarg'), arg('rightarg')];
  const args =
    left === undefined && right === undefined
      ? list.items.map((item) => item.textOf(item.rest)).join(', ')
      : `${left ?? 'NONE'}, ${right ?? 'NONE'}`;
  return { desc, namespace, tag, spelled: `${written} (${args})` };
}
