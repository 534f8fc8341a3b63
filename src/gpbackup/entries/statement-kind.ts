import type { ByteString } from '../../model/text.ts';
import type { Span } from '../../sql/edits.ts';
import type { Statement } from '../../sql/statements.ts';
import type { TokenCursor } from '../../sql/token-cursor.ts';

/** What a statement says of an object that is there; `object` is where it names it, with the words for its kind. */
export type StatementKind =
  | { readonly kind: 'comment'; readonly object: Span }
  | { readonly kind: 'acl'; readonly object: Span; readonly column: Span | null }
  | { readonly kind: 'security label'; readonly object: Span }
  | { readonly kind: 'owner'; readonly words: string; readonly owner: ByteString }
  | { readonly kind: 'attach'; readonly of: 'table' | 'index'; readonly whole: Name; readonly part: Name }
  | { readonly kind: 'exchange'; readonly whole: Name; readonly helper: Name }
  | { readonly kind: 'other' };

export type Name = readonly ByteString[];

export function kindOf(statement: Statement): StatementKind {
  const cursor = statement.cursor();
  const kind = cursor.take('comment', 'on')
    ? comment(cursor)
    : cursor.take('security', 'label')
      ? securityLabel(cursor)
      : cursor.sees('grant') || cursor.sees('revoke')
        ? acl(cursor)
        : cursor.take('alter')
          ? (owner(cursor.fork()) ?? attach(cursor.fork()) ?? exchange(cursor))
          : null;
  return kind ?? { kind: 'other' };
}

function comment(cursor: TokenCursor): StatementKind | null {
  const { start } = cursor;
  return cursor.skipTo('is') ? { kind: 'comment', object: { start, end: cursor.end } } : null;
}

function securityLabel(cursor: TokenCursor): StatementKind | null {
  if (!cursor.skipTo('on')) return null;
  cursor.take('on');
  const { start } = cursor;
  return cursor.skipTo('is') ? { kind: 'security label', object: { start, end: cursor.end } } : null;
}

function acl(cursor: TokenCursor): StatementKind | null {
  let column: Span | null = null;
  while (cursor.token !== null && !cursor.sees('on')) {
    column = cursor.sees('(') ? cursor.fork().takeList() : column;
    cursor.skip();
  }
  if (!cursor.take('on')) return null;
  const { start } = cursor;
  return cursor.skipTo('from', 'to') ? { kind: 'acl', object: { start, end: cursor.end }, column } : null;
}

/** `ALTER TABLE app.t OWNER TO somebody`. */
function owner(cursor: TokenCursor): StatementKind | null {
  const words = ownedKinds.find((kind) => cursor.take(...kind.split(' ')));
  if (words === undefined || !cursor.skipTo('owner') || !cursor.take('owner', 'to')) return null;
  const name = cursor.takeName();
  return name === null || cursor.token !== null ? null : { kind: 'owner', words, owner: name };
}

/** Words behind ALTER. */
const ownedKinds: readonly string[] = [
  'aggregate',
  'collation',
  'conversion',
  'database',
  'domain',
  'event trigger',
  'external table',
  'foreign data wrapper',
  'foreign table',
  'function',
  'language',
  'materialized view',
  'operator class',
  'operator family',
  'operator',
  'procedural language',
  'procedure',
  'protocol',
  'schema',
  'sequence',
  'server',
  'statistics',
  'table',
  'text search configuration',
  'text search dictionary',
  'type',
  'view',
];

function attach(cursor: TokenCursor): StatementKind | null {
  const of = cursor.take('table') ? 'table' : cursor.take('index') ? 'index' : null;
  if (of === null) return null;
  cursor.take('only');
  const whole = cursor.takeQualifiedName();
  const part = cursor.take('attach', 'partition') ? cursor.takeQualifiedName() : null;
  return whole === null || part === null ? null : { kind: 'attach', of, whole, part };
}

/** Before Greenplum 7: `ALTER TABLE app.t EXCHANGE PARTITION p WITH TABLE app.helper`. */
function exchange(cursor: TokenCursor): StatementKind | null {
  const whole = cursor.take('table') ? cursor.takeQualifiedName() : null;
  if (whole === null || !cursor.skipTo('exchange') || !cursor.skipTo('with')) return null;
  const helper = cursor.take('with', 'table') ? cursor.takeQualifiedName() : null;
  return helper === null ? null : { kind: 'exchange', whole, helper };
}
