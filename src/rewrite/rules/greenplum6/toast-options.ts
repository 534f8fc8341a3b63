import { removeOptions } from '../../../sql/storage-options.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** `toast.…`, of which the target takes none with a table: they are about its autovacuum, which is switched off there. */
export const toastOptions: Rule = {
  name: 'toast-options',
  descs: ['TABLE', 'MATERIALIZED VIEW'],
  pattern: /\btoast\.\w/i,
  rewrite(entry, archive) {
    const storage = archive.read(entry)?.table.storage ?? null;
    if (storage === null) return null;
    const rewriting = new Rewriting(entry.definition ?? '');
    removeOptions(rewriting.edits, storage.options, storage, ({ name }) => {
      if (!name.startsWith('toast.')) return false;
      rewriting.note(`has no ${name}, which the target does not know`);
      return true;
    });
    return rewriting.outcome;
  },
};
