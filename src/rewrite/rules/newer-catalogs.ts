import type { TokenCursor } from '../../sql/token-cursor.ts';
import type { NewCatalogs } from '../releases/new-names.ts';
import type { Rule } from '../rule.ts';
import { anyOf } from './any-of.ts';

/** Queries of what the target's catalogs do not have. The server writes no schema with them. */
export const newerCatalogs = (catalogs: NewCatalogs, name = 'newer-catalogs'): Rule => ({
  name,
  descs: ['VIEW', 'MATERIALIZED VIEW', 'RULE', 'POLICY'],
  pattern: anyOf(Object.keys(catalogs), (names) => `\\b(?:${names})\\b`),
  rewrite({ definition }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    while (cursor.token !== null) {
      const qualified = cursor.takeQualifiedName();
      if (qualified === null) {
        cursor.next();
        continue;
      }
      const [catalog = '', schema = 'pg_catalog'] = qualified.toReversed();
      if (qualified.length > 2 || schema !== 'pg_catalog' || !Object.hasOwn(catalogs, catalog)) continue;
      const columns = catalogs[catalog] ?? null;
      if (columns === null) return { leftOut: `it reads ${catalog}, which the target does not have` };
      const column = columnRead(archive.cursorOf(definition ?? ''), aliasAt(cursor) ?? catalog, columns.split(' '));
      if (column !== null) return { leftOut: `it reads ${column} of ${catalog}, which the target does not have` };
    }
    return null;
  },
});

/** What a relation is called in its query, where that is said behind it. */
function aliasAt(cursor: TokenCursor): string | null {
  const ahead = cursor.fork();
  ahead.take('as');
  return clauses.some((word) => ahead.sees(word)) ? null : ahead.takeName();
}

/** Words that stand behind a relation without a name of its own. */
const clauses =
  `where group order having limit offset fetch window union intersect except join inner left right full cross
  natural on using tablesample for`.split(/\s+/);

/** Among these the column of a relation that a query names; without the relation where that is the only one. */
function columnRead(cursor: TokenCursor, alias: string, columns: readonly string[]): string | null {
  for (let isLabel = false; cursor.token !== null;) {
    const parts = cursor.takeQualifiedName();
    const [column = '', relation = alias] = parts?.toReversed() ?? [];
    if (!isLabel && relation === alias && columns.includes(column) && !cursor.sees('(')) return column;
    isLabel = column === 'as';
    if (parts === null) cursor.next();
  }
  return null;
}
