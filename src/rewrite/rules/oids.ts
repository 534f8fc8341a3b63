import { removeOptions } from '../../sql/storage-options.ts';
import type { Rule } from '../rule.ts';
import { withoutFirstColumn } from '../without-first-column.ts';
import { Rewriting } from '../rewriting.ts';

const note = 'rows have no OIDs: the target knows no tables WITH OIDS';

/** Tables WITH OIDS: servers from PostgreSQL 12 on have none. */
export const oids: Rule = {
  name: 'oids',
  descs: ['TABLE'],
  pattern: /^/,
  rewrite(entry, archive) {
    const text = /\boids\b/i.test(entry.definition ?? '') ? archive.read(entry) : null;
    const storage = text?.table.storage ?? null;
    const rewriting = new Rewriting(entry.definition ?? '');
    if (storage !== null) {
      removeOptions(rewriting.edits, storage.options, storage, ({ name }) => name === 'oids');
    }
    const { outcome } = rewriting;
    if (outcome === null && !entry.withOids) return null;
    return { changes: { ...outcome?.changes, withOids: false }, notes: entry.withOids ? [note] : [] };
  },
};

/** Rows that have their OID ahead of their columns (pg_dump --oids, before 12). */
export const oidsOfRows: Rule = {
  name: 'oids-of-rows',
  descs: ['TABLE DATA'],
  pattern: /^/,
  rewrite({ copyStatement }) {
    if (copyStatement === null || !copyStatement.endsWith(withOids)) return null;
    const changed = `${copyStatement.slice(0, -withOids.length)} FROM stdin;\n`;
    return { changes: { copyStatement: changed }, rows: withoutFirstColumn, notes: [] };
  },
};

const withOids = ' WITH OIDS FROM stdin;\n';
