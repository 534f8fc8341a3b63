import type { Oid } from '../../model/catalog-id.ts';
import type { ByteString } from '../../model/text.ts';
import type { Clause } from '../../objects/dialect.ts';
import { defineDetail } from '../../objects/kind.ts';

const words: Readonly<Record<string, ByteString>> = {
  n: 'NO SQL',
  c: 'CONTAINS SQL',
  r: 'READS SQL DATA',
  m: 'MODIFIES SQL DATA',
};

/** What a function does with data, which servers before 7 keep: pg_proc.prodataaccess. */
const access = defineDetail<{ readonly owner: Oid; readonly access: string }, ByteString>({
  name: 'data access of functions',
  requires: 'pg_proc.prodataaccess',
  query: () => `SELECT oid AS owner, prodataaccess AS access
FROM pg_catalog.pg_proc
ORDER BY oid`,
  owner: (row) => row.owner,
  toValue(row) {
    const word = words[row.access];
    if (word === undefined) throw new Error(`unrecognized prodataaccess "${row.access}" of function ${row.owner}`);
    return ` ${word}`;
  },
});

export const dataAccess: Clause = { slot: 'function-attributes', detail: access };
