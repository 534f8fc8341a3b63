import { sanitizeLine } from '../../../ddl/comments.ts';
import { quoteIdent, quoteQualified } from '../../../ddl/quote.ts';
import { attachmentOf, partitionKeyOf } from '../../../sql/declared-partitions.ts';
import type { ArchiveIndex } from '../../archive-index.ts';
import { classicPlanOf, type Exchange } from './classic-plan.ts';
import { keyOf, nameOf, resolved, type QualifiedName } from '../../qualified-name.ts';
import { insertingInto } from './insert-commands.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** Whether a partition is a table of its own name in the target. */
function isThere(part: QualifiedName, archive: ArchiveIndex): boolean {
  const plan = classicPlanOf(archive.families.rootOf(part), archive);
  return !('reason' in plan) && !plan.renamed.has(keyOf(part));
}

/** Partitions as PostgreSQL has them: the root lists all of them in Greenplum's own words, or has none where those cannot say it. */
export const classicPartitions: Rule = {
  name: 'classic-partitions',
  descs: ['TABLE'],
  pattern: /^/,
  rewrite(entry, archive) {
    const name = nameOf(entry);
    if (archive.families.isPart(name)) return { isThere: isThere(name, archive) };
    if (archive.families.keyOf(name) === undefined) return null;
    const text = entry.definition ?? '';
    const [create] = archive.statementsOf(text);
    const key = create === undefined ? null : partitionKeyOf(create.cursor());
    if (key === null) return null;
    const rewriting = new Rewriting(text);
    const plan = classicPlanOf(name, archive);
    if ('reason' in plan) {
      rewriting.edits.remove(key);
      rewriting.note(`one table with all rows, since the target has no ${plan.reason}`);
      return rewriting.outcome;
    }
    // The target wants to know first how rows are stored and distributed.
    const { table } = archive.read(entry) ?? {};
    const ahead = [table?.storage ?? null, table?.distribution ?? null].flatMap((clause) => {
      if (clause === null || clause.start < key.start) return [];
      rewriting.edits.remove(clause);
      return `${text.slice(clause.start, clause.end)}\n`;
    });
    rewriting.edits.replace(key, ahead.join('') + plan.clause);
    if (plan.moves.length > 0) rewriting.edits.insert(text.length, plan.moves.join(''));
    for (const note of plan.notes) rewriting.note(note);
    return rewriting.outcome;
  },
};

const exchangeOf = (part: QualifiedName, archive: ArchiveIndex): Exchange | undefined => {
  if (!archive.families.isPart(part)) return undefined;
  const plan = classicPlanOf(archive.families.rootOf(part), archive);
  return 'reason' in plan ? undefined : plan.exchanges.get(keyOf(part));
};

/** An external table that is a partition becomes one by taking the place of another: until then it has another name. */
export const externalPartitions: Rule = {
  name: 'external-partitions',
  descs: ['EXTERNAL TABLE', 'FOREIGN TABLE'],
  pattern: /^\s*CREATE\s[^(]*\sTABLE\s/i,
  rewrite(entry, archive) {
    const exchange = exchangeOf(nameOf(entry), archive);
    if (exchange === undefined) return null;
    const rewriting = new Rewriting(entry.definition ?? '');
    const cursor = archive.cursorOf(entry.definition ?? '');
    if (!cursor.skipTo('table') || !cursor.take('table')) return null;
    const { start } = cursor;
    if (cursor.takeQualifiedName() === null) return null;
    rewriting.edits.replace({ start, end: cursor.end }, exchange.helper);
    const definition = rewriting.edits.result();
    // By its name nobody can give it an owner, or drop it.
    return definition === entry.definition
      ? null
      : { changes: { definition, owner: '', dropStatement: '' }, notes: [] };
  },
};

/** What attaches a table or an index: the root has its partitions, and makes their indexes. */
export const attachments: Rule = {
  name: 'attachments',
  descs: ['TABLE ATTACH', 'INDEX ATTACH'],
  pattern: /\sATTACH\s+PARTITION\s/i,
  rewrite({ desc, namespace, definition }, archive) {
    const attachment = desc === 'TABLE ATTACH' ? attachmentOf(archive.cursorOf(definition ?? '')) : null;
    const exchange = attachment === null ? undefined : exchangeOf(resolved(attachment.part, namespace), archive);
    return exchange === undefined
      ? { isThere: true }
      : { changes: { definition: exchange.statements, dropStatement: '' }, notes: [] };
  },
};

/** Rows of partitions come through the root, which finds a place for each. */
export const rowsOfPartitions: Rule = {
  name: 'rows-of-partitions',
  descs: ['TABLE DATA'],
  pattern: /^/,
  rewrite(entry, archive) {
    const name = nameOf(entry);
    if (!archive.families.isPart(name)) return null;
    const root = quoteQualified(...archive.families.rootOf(name));
    const definition = `-- load via partition root ${sanitizeLine(root)}`;
    if (!entry.copyStatement) {
      const columns = archive.tableText(name, null)?.table.columns.map((column) => column.name) ?? [];
      return { changes: { definition }, rows: insertingInto(root, columns), notes: [] };
    }
    const cursor = archive.cursorOf(entry.copyStatement);
    if (!cursor.take('copy')) return null;
    const { start } = cursor;
    if (cursor.takeQualifiedName() === null) return null;
    const copyStatement = entry.copyStatement.slice(0, start) + root + entry.copyStatement.slice(cursor.end);
    if (copyStatement === entry.copyStatement) return null;
    return { changes: { copyStatement, definition }, notes: [] };
  },
};

/** Indexes and keys of partitions, where the root's makes them, and defaults, which are the root's. */
export const partsOfPartitions: Rule = {
  name: 'parts-of-partitions',
  descs: ['INDEX', 'CONSTRAINT', 'CHECK CONSTRAINT', 'DEFAULT'],
  pattern: /^/,
  rewrite(entry, archive) {
    const { desc, namespace, definition } = entry;
    const cursor = archive.cursorOf(definition ?? '');
    if (desc === 'INDEX') {
      cursor.skipTo('index');
      cursor.take('index');
      const index = cursor.takeName();
      return index !== null && archive.families.isPartOfIndex([namespace ?? '', index]) ? { isThere: false } : null;
    }
    if (!cursor.take('alter', 'table')) return null;
    cursor.take('only');
    const name = resolved(cursor.takeQualifiedName() ?? [], namespace);
    if (!archive.families.isPart(name)) return null;
    if (desc === 'DEFAULT') return { isThere: true };
    if (desc === 'CHECK CONSTRAINT') return { leftOut: 'the target has no constraints of a single partition' };
    const key = archive.keys.madeBy(entry);
    if (key === undefined) return null;
    if (archive.families.isPartOfIndex([name[0], key.name])) return { isThere: false };
    if (!isThere(name, archive) || key.kind === 'exclusion' || key.columns.includes(null)) {
      return { leftOut: 'the target has no keys of a single partition' };
    }
    const index = quoteIdent(key.name);
    const columns = key.columns.map((column) => quoteIdent(column ?? '')).join(', ');
    return {
      changes: {
        definition: `CREATE UNIQUE INDEX ${index} ON ${quoteQualified(...name)} USING btree (${columns});\n`,
        dropStatement: `DROP INDEX ${quoteQualified(name[0], key.name)};\n`,
      },
      notes: ['a unique index: the target has no keys of a single partition'],
    };
  },
};
