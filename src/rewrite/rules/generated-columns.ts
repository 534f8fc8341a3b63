import type { ByteString } from '../../model/text.ts';
import type { Span } from '../../sql/edits.ts';
import type { ColumnDefinition } from '../../sql/create-table.ts';
import type { ArchiveIndex, TableText } from '../archive-index.ts';
import { nameOf } from '../qualified-name.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** GENERATED ALWAYS AS (…) of a column, and where it stands in the table's text. */
export interface Generated extends Span {
  readonly expression: ByteString;
  /** VIRTUAL or STORED, where it is said. */
  readonly word: (Span & { readonly value: ByteString }) | null;
}

export function generatedOf(
  { start, end }: ColumnDefinition,
  { text }: TableText,
  archive: ArchiveIndex,
): Generated | null {
  const item = archive.cursorOf(text.slice(start, end));
  while (item.skipTo('generated')) {
    const from = start + item.start;
    if (!item.take('generated', 'always', 'as')) item.next();
    else if (item.sees('(')) {
      const at = item.start;
      item.skip();
      const expression = item.textOf({ start: at, end: item.end });
      const token = item.sees('stored') || item.sees('virtual') ? item.next() : null;
      const word = token === null ? null : { value: token.value, start: start + token.start, end: start + token.end };
      return { start: from, end: start + item.end, expression, word };
    }
  }
  return null;
}

/** Generated columns that are virtual, of which PostgreSQL 18's text says nothing. */
export const virtualColumns: Rule = {
  name: 'virtual-columns',
  descs: ['TABLE', 'FOREIGN TABLE'],
  pattern: /\sGENERATED\s+ALWAYS\s+AS\s*\(/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    if (text === null) return null;
    const rewriting = new Rewriting(text.text);
    for (const column of text.table.columns) {
      const generated = column.isGenerated ? generatedOf(column, text, archive) : null;
      if (generated === null || generated.word?.value === 'stored') continue;
      if (generated.word === null) rewriting.edits.insert(generated.end, ' STORED');
      else rewriting.edits.replace(generated.word, 'STORED');
      rewriting.note('generated columns are stored, since the target has no virtual ones');
    }
    return rewriting.outcome;
  },
};

/** Columns that are generated in another way than in the table they are inherited from (PostgreSQL 16). */
export const inheritedGeneration: Rule = {
  name: 'inherited-generation',
  descs: ['TABLE'],
  pattern: /\sGENERATED\s+ALWAYS\s+AS\s*\([^]*\sINHERITS\s*\(/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    if (text === null) return null;
    const rewriting = new Rewriting(text.text);
    for (const column of text.table.columns) {
      const generated = column.isGenerated ? generatedOf(column, text, archive) : null;
      const inherited = generated === null ? [] : inheritedFrom(column.name, text, archive);
      if (generated === null || inherited.length === 0) continue;
      if (new Set(inherited).size > 1) return { leftOut: 'its columns are generated otherwise in each of its parents' };
      rewriting.edits.remove(generated);
      if (inherited[0] !== generated.expression) {
        rewriting.note(`a column is generated as in the table it is inherited from, not as ${generated.expression}`);
      }
    }
    return rewriting.outcome;
  },
};

/** Partitions with columns that are generated in another way than the whole table's (PostgreSQL 16), which are not attached. */
export const generationOfPartitions: Rule = {
  name: 'generation-of-partitions',
  descs: ['TABLE'],
  pattern: /\sGENERATED\s+ALWAYS\s+AS\s*\(/i,
  rewrite(entry, archive) {
    const name = nameOf(entry);
    const text = archive.families.isPart(name) ? archive.read(entry) : null;
    const whole = text === null ? null : archive.tableText(archive.families.rootOf(name), null);
    if (text === null || whole === null) return null;
    const rewriting = new Rewriting(text.text);
    for (const column of text.table.columns) {
      const own = column.isGenerated ? generatedOf(column, text, archive) : null;
      const its = whole.table.columns.find((each) => each.name === column.name && each.isGenerated);
      const expression = its === undefined ? undefined : generatedOf(its, whole, archive)?.expression;
      if (own === null || expression === undefined || expression === own.expression) continue;
      const word = own.word === null ? '' : ` ${own.word.value.toUpperCase()}`;
      rewriting.edits.replace(own, `GENERATED ALWAYS AS ${expression}${word}`);
      rewriting.note(`a column is generated as in the whole table, not as ${own.expression}`);
    }
    return rewriting.outcome;
  },
};

/** What a column is generated as in the parents of a table. */
function inheritedFrom(name: ByteString, { entry, table }: TableText, archive: ArchiveIndex): readonly ByteString[] {
  return table.parents.flatMap((parent) => {
    const text = archive.tableText(parent, entry.namespace);
    const column = text?.table.columns.find((each) => each.name === name && each.isGenerated);
    const generated = text === null || column === undefined ? null : generatedOf(column, text, archive);
    return generated === null ? [] : [generated.expression];
  });
}
