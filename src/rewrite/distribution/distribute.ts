import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { partitionKeyOf } from '../../sql/declared-partitions.ts';
import { removeItems, type Span } from '../../sql/edits.ts';
import { inlineKeysOf } from '../../sql/inline-keys.ts';
import { shown } from '../../model/text.ts';
import { foreignKeyOf } from '../../sql/foreign-key.ts';
import { uniqueKeyOf, type UniqueKey } from '../../sql/unique-key.ts';
import type { ArchiveIndex } from '../archive-index.ts';
import type { Rewritable } from '../rewritable.ts';
import { Rewriting } from '../rewriting.ts';
import type { Outcome, Rule } from '../rule.ts';
import type { Choice, UniqueConflict } from './choice.ts';
import { chooseDistributions, type ChoiceOptions, type Choices } from './choose.ts';
import { keyOfTable } from './families.ts';
import { resolved } from '../qualified-name.ts';

const notServed = 'rows are not spread by columns of it, so that no segment could hold to it';

/** Says how tables are distributed that do not say it, and what becomes of the keys that this cannot serve. */
export class Distribution {
  readonly #archive: ArchiveIndex;
  readonly #choices: Choices;
  readonly #lost: ReadonlySet<UniqueKey>;
  readonly #conflict: UniqueConflict | null;

  constructor(entries: readonly Rewritable[], archive: ArchiveIndex, options: ChoiceOptions) {
    this.#archive = archive;
    this.#choices = chooseDistributions(entries, archive, options);
    this.#lost = new Set([...this.#choices.of.values()].flatMap(({ lost }) => lost));
    this.#conflict = options.uniqueConflict;
  }

  /** Its unique keys, where they have no column in common and nobody has said what shall be of them. */
  conflictOf(entry: Rewritable): string | undefined {
    return isTable(entry) ? this.#choices.undecided.get(keyOfTable(entry)) : undefined;
  }

  /** undefined: it says itself, it is undecided, or it is no table. */
  choiceFor(entry: Rewritable): Choice | undefined {
    return isTable(entry) ? this.#choices.of.get(keyOfTable(entry)) : undefined;
  }

  /** To be applied behind the rules of the target. */
  readonly rule: Rule = {
    name: 'distribution',
    descs: ['TABLE', 'MATERIALIZED VIEW', 'CONSTRAINT', 'INDEX', 'FK CONSTRAINT', 'COMMENT'],
    pattern: /^/,
    rewrite: (entry) => {
      if (isTable(entry)) return this.#distributed(entry);
      if (entry.desc === 'COMMENT') return this.#aboutKey(entry);
      return entry.desc === 'FK CONSTRAINT' ? this.#withoutReference(entry) : this.#withoutKey(entry);
    },
  };

  #distributed(entry: Rewritable): Outcome | null {
    const choice = this.choiceFor(entry);
    const text = choice === undefined ? null : this.#archive.read(entry);
    if (choice === undefined || text === null) return null;
    const said = text.table.distribution;
    const rewriting = new Rewriting(text.text);
    const { partitioning, end } = text.table;
    if (said !== null) {
      if (text.text.slice(said.start, said.end) !== choice.clause) rewriting.edits.replace(said, choice.clause);
    } else if (partitioning === null) rewriting.edits.insert(end, ` ${choice.clause}`);
    // Greenplum 6 wants it ahead of its partitions, and 7 takes it there as well.
    else rewriting.edits.insert(partitioning.start, `${choice.clause}\n`);
    this.#loseInlineKeys(entry, rewriting);
    // What is as anybody expects it is a matter of the plan.
    if (choice.isSurprising) rewriting.note(`${choice.clause}: ${choice.why}`);
    return rewriting.outcome;
  }

  /** Takes out of CREATE TABLE the keys that its distribution cannot serve. */
  #loseInlineKeys(entry: Rewritable, rewriting: Rewriting): void {
    const { text, edits } = rewriting;
    const lost = this.#archive.keys.inlineOf(entry).filter((key) => this.#lost.has(key));
    if (lost.length === 0) return;
    const [statement] = this.#archive.statementsOf(text);
    const keys = statement === undefined ? [] : inlineKeysOf(statement.cursor());
    const gone = keys.filter(({ name }) => lost.some((key) => key.name === name));
    const isGone = (item: Span): boolean => gone.some(({ span, isItem }) => isItem && span.start === item.start);
    if (gone.some(({ isItem }) => isItem)) removeItems(edits, gone[0]!.items, isGone);
    for (const key of gone) {
      if (!key.isItem) edits.remove(key.span);
      const isDemoted = this.#isDemoted(key);
      const kept = isDemoted ? 'a plain index' : 'left out';
      rewriting.note(`key ${shown(quoteIdent(key.name))} is ${kept}: ${notServed}`);
      if (!isDemoted) continue;
      const table = text.slice(key.tableSpan.start, key.tableSpan.end);
      const columns = key.columns.map((column) => quoteIdent(column ?? '')).join(', ');
      edits.insert(
        text.trimEnd().length,
        `\n\nCREATE INDEX ${quoteIdent(key.name)} ON ${table} USING btree (${columns});`,
      );
    }
  }

  #withoutKey(entry: Rewritable): Outcome | null {
    const key = this.#archive.keys.madeBy(entry);
    if (key === undefined || !this.#lost.has(key)) return null;
    const reason = notServed;
    if (!this.#isDemoted(key)) return { leftOut: reason };
    const text = entry.definition ?? '';
    const rewriting = new Rewriting(text);
    rewriting.note(`a plain index: ${reason}`);
    const [statement, ...others] = this.#archive.statementsOf(text);
    for (const { span, after, cursor } of others) {
      // CLUSTER ON is said of any index, REPLICA IDENTITY of unique ones alone.
      const at = cursor();
      if (at.skipTo('replica') && at.sees('replica', 'identity'))
        rewriting.edits.remove({ start: span.start, end: after });
    }
    if (key.kind === 'index') {
      const unique = this.#archive.tokensOf(text).find(({ value }) => value === 'unique');
      if (unique !== undefined) rewriting.edits.remove(unique);
      return rewriting.outcome;
    }
    // Only where the table's partitions have indexes of their own.
    const definition = this.#archive.table(key.table, entry.namespace)?.definition ?? '';
    const only = partitionKeyOf(this.#archive.cursorOf(definition)) === null ? '' : 'ONLY ';
    // Rules ahead may have said it otherwise.
    const { start, end } = (uniqueKeyOf(this.#archive.cursorOf(text)) ?? key).tableSpan;
    const table = text.slice(start, end);
    const columns = key.columns.map((column) => quoteIdent(column ?? '')).join(', ');
    const command = `CREATE INDEX ${quoteIdent(key.name)} ON ${only}${table} USING btree (${columns})`;
    if (statement !== undefined) rewriting.edits.replace(statement.span, command);
    const { outcome } = rewriting;
    if (outcome === null || !entry.dropStatement) return outcome;
    const dropStatement = `DROP INDEX ${quoteQualified(resolved(key.table, entry.namespace)[0], key.name)};\n`;
    return { ...outcome, changes: { ...outcome.changes, dropStatement } };
  }

  /** COMMENT ON CONSTRAINT of a key that is none any more. */
  #aboutKey({ namespace, definition }: Rewritable): Outcome | null {
    const cursor = this.#archive.cursorOf(definition ?? '');
    if (!cursor.take('comment', 'on')) return null;
    const { start } = cursor;
    const name = cursor.take('constraint') ? cursor.takeName() : null;
    const table = name !== null && cursor.take('on') ? cursor.takeQualifiedName() : null;
    if (name === null || table === null) return null;
    const [schema, tag] = resolved(table, namespace);
    const key = this.#archive.keys.of({ namespace: schema, tag }).find((each) => each.name === name);
    if (key === undefined || !this.#lost.has(key)) return null;
    if (!this.#isDemoted(key)) return { leftOut: 'the key that it is about is left out' };
    const rewriting = new Rewriting(definition ?? '');
    rewriting.edits.replace({ start, end: cursor.end }, `INDEX ${quoteQualified(schema, name)}`);
    return rewriting.outcome;
  }

  #isDemoted({ kind }: UniqueKey): boolean {
    return this.#conflict === 'demote' && kind !== 'exclusion';
  }

  /** A foreign key needs a unique key, though nobody holds rows to it. */
  #withoutReference({ namespace, definition }: Rewritable): Outcome | null {
    const foreignKey = foreignKeyOf(this.#archive.cursorOf(definition ?? ''));
    const table = foreignKey === null ? undefined : this.#archive.table(foreignKey.references, namespace);
    if (foreignKey === null || table === undefined) return null;
    const columns = foreignKey.referenced;
    const serves = (key: UniqueKey): boolean =>
      key.columns.length === columns.length &&
      key.columns.every((column) => column !== null && columns.includes(column));
    const keys = this.#archive.keys.of(table).filter(serves);
    if (keys.length === 0 || keys.some((key) => !this.#lost.has(key))) return null;
    return { leftOut: 'the key that it refers to is left out' };
  }
}

const isTable = ({ desc }: Rewritable): boolean => desc === 'TABLE' || desc === 'MATERIALIZED VIEW';
