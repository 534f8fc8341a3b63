import { quoteQualified } from '../../ddl/quote.ts';
import type { ByteString } from '../../model/text.ts';
import type { Span } from '../../sql/edits.ts';
import type { TokenCursor } from '../../sql/token-cursor.ts';
import { leavesOf, type ArchiveIndex } from '../archive-index.ts';
import type { QualifiedName } from '../qualified-name.ts';
import { Rewriting } from '../rewriting.ts';
import type { Change, Rule } from '../rule.ts';

export interface TriggerText {
  readonly table: readonly ByteString[];
  readonly when: 'before' | 'after' | 'instead';
  /** It is called when a row is updated or deleted. */
  readonly isOfChanges: boolean;
  readonly forEachRow: boolean;
}

/** What CREATE TRIGGER says; null: the statement is another. */
export function triggerOf(cursor: TokenCursor): TriggerText | null {
  if (!cursor.take('create')) return null;
  cursor.take('or', 'replace');
  cursor.take('constraint');
  if (!cursor.take('trigger') || cursor.takeName() === null) return null;
  const when = cursor.take('before') ? 'before' : cursor.take('instead', 'of') ? 'instead' : 'after';
  const events = cursor.fork();
  const isOfChanges = events.skipTo('update', 'delete', 'on') && !events.sees('on');
  const table = cursor.skipTo('on') && cursor.take('on') ? cursor.takeQualifiedName() : null;
  if (table === null) return null;
  if (!cursor.skipTo('for') || !cursor.take('for')) return { table, when, isOfChanges, forEachRow: false };
  cursor.take('each');
  return { table, when, isOfChanges, forEachRow: cursor.take('row') };
}

/** Triggers for statements, of TRUNCATE and with transition tables among them. */
export const statementTriggers: Rule = {
  name: 'statement-triggers',
  descs: ['TRIGGER'],
  pattern: /^/,
  rewrite({ definition }, archive) {
    const trigger = triggerOf(archive.cursorOf(definition ?? ''));
    if (trigger === null || trigger.forEachRow) return null;
    return { leftOut: 'triggers for statements are not supported by the target' };
  },
};

/** Triggers of views. */
export const insteadOfTriggers: Rule = {
  name: 'instead-of-triggers',
  descs: ['TRIGGER'],
  pattern: /\sINSTEAD\s+OF\s/i,
  rewrite({ definition }, archive) {
    if (triggerOf(archive.cursorOf(definition ?? ''))?.when !== 'instead') return null;
    return { leftOut: 'INSTEAD OF triggers are not supported by the target: a rule may do the same' };
  },
};

/** BEFORE ROW triggers of a table that has partitions, which servers before PostgreSQL 13 have on its leaves only. */
export const triggersOfPartitioned: Rule = {
  name: 'triggers-of-partitioned',
  descs: ['TRIGGER'],
  pattern: /\sBEFORE\s/i,
  rewrite({ namespace, definition }, archive) {
    const text = definition ?? '';
    const trigger = triggerOf(archive.cursorOf(text));
    const leaves = trigger?.when === 'before' ? archive.leavesOf(trigger.table, namespace) : null;
    if (leaves === null) return null;
    if (leaves.length === 0) return { leftOut: 'BEFORE triggers cannot be on a table that is partitioned' };
    return onLeaves(text, leaves, archive, 'since BEFORE triggers cannot be on a table that has some');
  },
};

/** ROW triggers of a table with partitions, which Greenplum 6 takes and never calls. */
export const triggersOfLeaves: Rule = {
  name: 'triggers-of-leaves',
  descs: ['TRIGGER'],
  pattern: /\sFOR\s+EACH\s+ROW\s/i,
  rewrite({ namespace, definition }, archive) {
    const text = definition ?? '';
    const trigger = triggerOf(archive.cursorOf(text));
    const table = trigger?.forEachRow === true ? archive.tableText(trigger.table, namespace) : null;
    if (table === null || table.table.partitioning === null) return null;
    return onLeaves(text, leavesOf(table), archive, 'since triggers of the target see only rows of their own table');
  },
};

/** Says a trigger, and behind it whether it fires, of each partition. */
function onLeaves(
  text: ByteString,
  leaves: readonly QualifiedName[],
  archive: ArchiveIndex,
  reason: string,
): Change | null {
  const rewriting = new Rewriting(text);
  for (const statement of archive.statementsOf(text)) {
    const cursor = statement.cursor();
    if (!cursor.take('alter', 'table') && (!cursor.skipTo('on') || !cursor.take('on'))) continue;
    const { start } = cursor;
    if (cursor.takeQualifiedName() !== null) onEach(rewriting, statement.span, { start, end: cursor.end }, leaves);
  }
  rewriting.note(`on each partition, ${reason}`);
  rewriting.isSplit = true;
  return rewriting.outcome;
}

/** Says a statement of each partition, with whose names its table's is replaced. */
function onEach({ edits, text }: Rewriting, statement: Span, table: Span, leaves: readonly QualifiedName[]): void {
  const [head, tail] = [text.slice(statement.start, table.start), text.slice(table.end, statement.end)];
  edits.replace(statement, leaves.map((leaf) => `${head}${quoteQualified(...leaf)}${tail}`).join(';\n'));
}
