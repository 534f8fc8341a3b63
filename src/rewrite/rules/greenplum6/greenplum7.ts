import { isAppendOptimized } from '../../../sql/create-table.ts';
import { optionOf } from '../../../sql/storage-options.ts';
import type { ArchiveIndex } from '../../archive-index.ts';
import type { Rewritable } from '../../rewritable.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';
import { withoutEncoding } from '../column-encoding.ts';

/** How Greenplum 6 says an access method of 7, and of Cloudberry; none: it is a heap. */
export function storageOfMethod(method: string | null): readonly string[] {
  if (method === 'ao_row') return ['appendonly=true'];
  return method === 'ao_column' || method === 'pax' ? ['appendonly=true', 'orientation=column'] : [];
}

/** Append-optimized tables, of which Greenplum 7 says so by their access method. */
export const accessMethods: Rule = {
  name: 'access-methods',
  descs: ['TABLE', 'MATERIALIZED VIEW'],
  pattern: /^/,
  rewrite(entry, archive) {
    const words = storageOfMethod(entry.tableAccessMethod);
    if (words.length === 0) return null;
    const text = archive.read(entry);
    if (text === null) return null;
    const rewriting = new Rewriting(text.text);
    const { storage, distribution, partitioning, end } = text.table;
    const [first] = storage?.options.options ?? [];
    if (first !== undefined) rewriting.edits.insert(first.start, `${words.join(', ')}, `);
    else {
      const at = entry.desc === 'TABLE' ? (distribution ?? partitioning)?.start : endOfName(entry, archive);
      if (at === undefined) rewriting.edits.insert(end, `\nWITH (${words.join(', ')})`);
      else
        rewriting.edits.insert(
          at,
          entry.desc === 'TABLE' ? `WITH (${words.join(', ')}) ` : ` WITH (${words.join(', ')})`,
        );
    }
    return { changes: { ...rewriting.outcome?.changes, tableAccessMethod: 'heap' }, notes: [] };
  },
};

/** Of a materialized view, whose options stand ahead of its query. */
function endOfName({ definition }: Rewritable, archive: ArchiveIndex): number {
  const cursor = archive.cursorOf(definition ?? '');
  cursor.take('create', 'materialized', 'view');
  cursor.takeQualifiedName();
  return cursor.end;
}

/** ENCODING of a table that is not column-oriented itself, but hands it down to partitions. */
export const encodingOfRows: Rule = {
  ...withoutEncoding,
  name: 'encoding-of-rows',
  rewrite(entry, archive) {
    const storage = archive.read(entry)?.table.storage?.options ?? null;
    const isColumnar =
      isAppendOptimized(storage) && optionOf(storage, 'orientation')?.value?.toLowerCase() === 'column';
    return isColumnar ? null : withoutEncoding.rewrite(entry, archive);
  },
};

/** EXECUTE ON COORDINATOR, and mpp_execute. */
export const masters: Rule = {
  name: 'masters',
  descs: ['FUNCTION', 'FOREIGN TABLE', 'SERVER', 'FOREIGN DATA WRAPPER', 'USER MAPPING'],
  pattern: /\bEXECUTE\s+ON\s+COORDINATOR\b|\bmpp_execute\s+'coordinator'/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const tokens = archive.tokensOf(definition ?? '');
    tokens.forEach((token, i) => {
      const [before, ahead] = [tokens[i - 1]?.value, tokens[i - 2]?.value];
      if (token.value === 'coordinator' && before === 'on' && ahead === 'execute') {
        rewriting.edits.replace(token, 'MASTER');
      } else if (token.value === "'coordinator'" && before === 'mpp_execute')
        rewriting.edits.replace(token, "'master'");
    });
    return rewriting.outcome;
  },
};
