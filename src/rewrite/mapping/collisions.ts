import { UserError } from '../../errors.ts';
import { shown } from '../../model/text.ts';
import { tokensOf } from '../../sql/lexer.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';
import { uniqueKeyOf } from '../../sql/unique-key.ts';
import type { TocEntry } from '../../toc/entry.ts';

/** Refuses schemas that become one and have objects of one name. `mapped` are the entries as they are then. */
export function refuseCollisions(entries: readonly TocEntry[], mapped: readonly TocEntry[]): void {
  const owners = new Map<string, string>();
  const collisions = new Set<string>();
  entries.forEach((entry, i) => {
    const now = mapped[i]!;
    const key = keyOf(now);
    if (key === null || entry.namespace === null || entry.namespace === '') return;
    const from = shown(entry.namespace);
    const other = owners.get(key);
    if (other === undefined) owners.set(key, from);
    else if (other !== from) {
      collisions.add(`${entry.desc.toLowerCase()} "${shown(entry.tag)}" of schemas "${other}" and "${from}"`);
    }
  });
  if (collisions.size === 0) return;
  throw new UserError('schemas cannot become one: they have objects of one name', {
    detail: [...collisions].join('\n'),
  });
}

/** What a schema has but one of by that name; null: the entry makes nothing of the sort. */
function keyOf({ desc, namespace, tag, definition, dropStatement }: TocEntry): string | null {
  // Operators and their classes are told apart by more than a name.
  if (/^OPERATOR(?: CLASS| FAMILY)?$/.test(desc)) return dropStatement;
  const sort = sorts[desc];
  if (sort === undefined) return null;
  if (desc !== 'CONSTRAINT') return [sort, namespace, tag].join('\0');
  const key = uniqueKeyOf(new TokenCursor(definition ?? '', tokensOf(definition ?? '')));
  return key === null ? null : [sort, namespace, key.name].join('\0');
}

/** Relations have a type of their name, and routines share theirs. */
const sorts: Readonly<Record<string, string>> = {
  TABLE: 'relation',
  'EXTERNAL TABLE': 'relation',
  'FOREIGN TABLE': 'relation',
  VIEW: 'relation',
  'MATERIALIZED VIEW': 'relation',
  SEQUENCE: 'relation',
  INDEX: 'relation',
  CONSTRAINT: 'relation',
  TYPE: 'relation',
  DOMAIN: 'relation',
  FUNCTION: 'routine',
  PROCEDURE: 'routine',
  AGGREGATE: 'routine',
  COLLATION: 'collation',
  CONVERSION: 'conversion',
  STATISTICS: 'statistics',
  'TEXT SEARCH PARSER': 'parser',
  'TEXT SEARCH DICTIONARY': 'dictionary',
  'TEXT SEARCH TEMPLATE': 'template',
  'TEXT SEARCH CONFIGURATION': 'configuration',
};
