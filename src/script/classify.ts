import type { ByteString } from '../model/text.ts';
import type { TokenCursor } from '../sql/token-cursor.ts';
import { alteration } from './alteration.ts';
import { creation } from './creation.ts';
import { placed, takeObjectName, type ObjectName } from './object-name.ts';
import { takeObjectType } from './object-type.ts';
import { privileges, textAbout } from './satellite.ts';
import { calledFunction, setting } from './session-statement.ts';

/** What a statement is, as a table of contents would have it. */
export type Classified =
  /** It makes an entry of its own, and is dropped by `drop`; null: by nothing, or with another. */
  | ({ readonly kind: 'object'; readonly drop: ByteString | null; readonly about?: readonly ObjectName[] } & ObjectName)
  /** It says who owns an object. */
  | { readonly kind: 'owner'; readonly of: ObjectName; readonly spelled: ByteString; readonly owner: ByteString }
  /** It changes an object, with which it goes where it follows it at once. */
  | { readonly kind: 'detail'; readonly of: ObjectName }
  /** It takes an object away. */
  | { readonly kind: 'drop'; readonly of: ObjectName }
  /** Rows of a table: an INSERT of constants, or what follows a COPY. */
  | { readonly kind: 'rows'; readonly namespace: ByteString | null; readonly tag: ByteString }
  /** It sets what holds for what follows; null: not to a constant. */
  | { readonly kind: 'setting'; readonly name: string; readonly value: ByteString | null }
  /** It is about roles, tablespaces and the like, of which no database has any. */
  | { readonly kind: 'global' }
  /** Anything else, by its first word. */
  | { readonly kind: 'other'; readonly word: string };

export type OfKind<K extends Classified['kind']> = Extract<Classified, { readonly kind: K }>;

/** Goes by the text of one statement; `path` is the schema of names that have none. */
export function classify(cursor: TokenCursor, path: ByteString | null = 'public'): Classified {
  const word = cursor.token?.kind === 'word' ? cursor.token.value : '';
  const other: Classified = { kind: 'other', word };
  cursor.next();
  switch (word) {
    case 'create':
      return creation(cursor, path) ?? other;
    case 'alter':
      return alteration(cursor, path) ?? other;
    case 'drop':
      return dropped(cursor, path) ?? other;
    case 'comment':
      return textAbout('COMMENT', cursor, path) ?? other;
    case 'security':
      return textAbout('SECURITY LABEL', cursor, path) ?? other;
    case 'grant':
    case 'revoke':
      return privileges(cursor, path) ?? other;
    case 'set':
    case 'reset':
      return setting(word, cursor) ?? other;
    case 'select':
      return calledFunction(cursor, path) ?? other;
    case 'insert':
      return rows(cursor, path) ?? other;
    case 'copy': {
      const name = cursor.takeQualifiedName();
      return name === null ? other : { kind: 'rows', ...placed(name, path) };
    }
    case 'refresh': {
      if (!cursor.take('materialized', 'view')) return other;
      cursor.take('concurrently');
      const name = cursor.takeQualifiedName();
      if (name === null) return other;
      const view = { desc: 'MATERIALIZED VIEW', ...placed(name, path) };
      return { kind: 'object', ...view, desc: 'MATERIALIZED VIEW DATA', drop: null, about: [view] };
    }
    default:
      return other;
  }
}

function rows(cursor: TokenCursor, path: ByteString | null): Classified | null {
  const name = cursor.take('into') ? cursor.takeQualifiedName() : null;
  if (name === null) return null;
  cursor.takeList();
  if (cursor.take('overriding')) {
    cursor.next();
    cursor.take('value');
  }
  return cursor.sees('values') || cursor.sees('default', 'values') ? { kind: 'rows', ...placed(name, path) } : null;
}

function dropped(cursor: TokenCursor, path: ByteString | null): Classified | null {
  const type = takeObjectType(cursor);
  if (type === null) return null;
  if (type.desc === null || type.desc === 'DATABASE') return { kind: 'global' };
  cursor.take('concurrently');
  cursor.take('if', 'exists');
  const of = takeObjectName(cursor, { ...type, desc: type.desc }, path);
  return of === null ? null : { kind: 'drop', of };
}
