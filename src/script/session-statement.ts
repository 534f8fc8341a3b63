import { quoteLiteral } from '../ddl/quote.ts';
import type { ByteString } from '../model/text.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import { stringOf } from '../sql/string-constant.ts';
import type { Classified } from './classify.ts';
import { placed } from './object-name.ts';

/** SET and RESET; the word is taken. */
export function setting(word: 'set' | 'reset', cursor: TokenCursor): Classified | null {
  if (cursor.take('session', 'authorization'))
    return { kind: 'setting', name: 'session_authorization', value: valueOf(cursor) };
  if (cursor.take('constraints') || cursor.take('transaction')) return null;
  if (!cursor.take('session')) cursor.take('local');
  if (cursor.take('time', 'zone')) return { kind: 'setting', name: 'timezone', value: valueOf(cursor) };
  const name = cursor.takeQualifiedName();
  if (name === null) return null;
  if (word === 'set' && !cursor.take('=')) cursor.take('to');
  if (name.at(-1) === 'search_path' && word === 'set') {
    const { token } = cursor;
    const value = token?.kind === 'string' ? stringOf(token.value) : cursor.textOf(cursor.rest);
    return { kind: 'setting', name: 'search_path', value };
  }
  return { kind: 'setting', name: name.join('.').toLowerCase(), value: word === 'reset' ? null : valueOf(cursor) };
}

/** A single constant or word. */
function valueOf(cursor: TokenCursor): ByteString | null {
  const token = cursor.next();
  if (token === null || cursor.token !== null) return null;
  return token.kind === 'string' ? stringOf(token.value) : token.value;
}

/** `SELECT pg_catalog.setval('s.n', 1, true)`; the first word is taken. */
export function calledFunction(cursor: TokenCursor, path: ByteString | null): Classified | null {
  const name = cursor.takeQualifiedName();
  const args = cursor.takeList()?.items ?? [];
  if (name === null || cursor.token !== null || (name.length > 1 && name[0] !== 'pg_catalog')) return null;
  const literal = (i: number): ByteString | null => {
    const token = args[i]?.token;
    return token?.kind === 'string' ? stringOf(token.value) : null;
  };
  const first = literal(0);
  if (first === null) return null;
  switch (name.at(-1)) {
    case 'setval': {
      const relation = new TokenCursor(first).takeQualifiedName();
      if (relation === null) return null;
      const sequence = { desc: 'SEQUENCE', ...placed(relation, path) };
      return { kind: 'object', ...sequence, desc: 'SEQUENCE SET', drop: null, about: [sequence] };
    }
    case 'set_config':
      return { kind: 'setting', name: first.toLowerCase(), value: literal(1) };
    case 'lo_create': {
      return {
        kind: 'object',
        desc: 'BLOB',
        namespace: null,
        tag: first,
        drop: `SELECT pg_catalog.lo_unlink(${quoteLiteral(first)});\n`,
      };
    }
    default:
      return null;
  }
}
