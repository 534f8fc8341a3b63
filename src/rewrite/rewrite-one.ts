import type { Reporter } from '../log.ts';
import type { ArchiveIndex } from './archive-index.ts';
import type { Condition } from './conditions.ts';
import type { Rewritable } from './rewritable.ts';
import type { Moved, RowsChange, Rule } from './rule.ts';

export const tellLeftOut = (reporter: Reporter, subject: string, reason: string): void =>
  reporter.diagnostic({ severity: 'warning', subject, message: `left out: ${reason}` });

/** What rules have made of an entry. */
export interface RewrittenOne<E> {
  readonly entry: E;
  /** As rules for others are to know it. */
  readonly known: E;
  /** null: its rows stay as they are. */
  readonly rows: RowsChange | null;
  readonly isSplit: boolean;
  /** What was asked for, and is told by a plan alone. */
  readonly planned: readonly string[];
  readonly conditions: readonly Condition[];
}

/** What rules tell together: a warning where it is left out. */
export type Count = (rule: Rule, objects: number, severity: 'warning' | 'info') => void;

/** Shows an entry to rules, one after another; what is told together is for `count`. null: it is left out. */
export function rewriteOne<E extends Rewritable>(
  entry: E,
  subject: string,
  rules: readonly Rule[],
  archive: ArchiveIndex,
  reporter: Reporter,
  count: Count = () => {},
): RewrittenOne<E> | Moved | null {
  let rewritten = entry;
  let known: E | undefined;
  let rows: RowsChange | null = null;
  let isSplit = false;
  const conditions: Condition[] = [];
  const planned: string[] = [];
  const counted = new Map<Rule, number>();
  for (const rule of rules) {
    if (!rule.pattern.test(rewritten.definition ?? '')) continue;
    const outcome = rule.rewrite(rewritten, archive);
    if (outcome === null) continue;
    if ('leftOut' in outcome) {
      if (rule.together === undefined) tellLeftOut(reporter, subject, outcome.leftOut);
      else count(rule, outcome.count ?? 1, 'warning');
      return null;
    }
    if ('isThere' in outcome) return outcome;
    if (rule.isUnread === true) known ??= rewritten;
    if (rule.together !== undefined) counted.set(rule, outcome.count ?? 1);
    if (Object.keys(outcome.changes).length > 0) rewritten = { ...rewritten, ...outcome.changes };
    rows = bothChanges(rows, outcome.rows ?? null);
    isSplit ||= outcome.isSplit === true;
    if (outcome.planned !== undefined) planned.push(outcome.planned);
    if (outcome.condition !== undefined) conditions.push(outcome.condition);
    for (const message of outcome.notes) reporter.diagnostic({ severity: 'info', subject, message });
  }
  for (const [rule, objects] of counted) count(rule, objects, 'info');
  return { entry: rewritten, known: known ?? rewritten, rows, isSplit, planned, conditions };
}

/** One change of rows and then another. */
export const bothChanges = (first: RowsChange | null, second: RowsChange | null): RowsChange | null =>
  first === null || second === null ? (first ?? second) : (rows) => second(first(rows));
