import type { Oid } from '../model/catalog-id.ts';
import { component, type DumpObject } from '../model/dump-object.ts';
import type { Relation } from '../model/relation.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly owner: ByteString;
  readonly table: Oid;
  readonly target: number;
  readonly definition: ByteString | null;
}

interface Statistics extends DumpObject {
  readonly type: 'statistics';
  readonly table: Oid;
  /** -1: the default. */
  readonly target: number;
  /** CREATE STATISTICS without its semicolon; null: dropped since the snapshot was taken. */
  readonly definition: ByteString | null;
}

/** Extended statistics: what is to be gathered, not what was. */
export const statistics = defineKind<Row, Statistics>({
  type: 'statistics',
  requires: 'pg_statistic_ext',
  query: (server) => `SELECT s.tableoid, s.oid, s.stxname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(s.stxowner) AS owner, s.stxrelid AS table,
  ${server.has('pg_statistic_ext.stxstattarget') ? 'coalesce(s.stxstattarget, -1)::pg_catalog.int4' : '-1'} AS target,
  pg_catalog.pg_get_statisticsobjdef(s.oid) AS definition
FROM pg_catalog.pg_statistic_ext s
JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
ORDER BY s.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({ ...row, type: 'statistics', catalogId: { tableoid, oid } }),
  select(statistics, policy, catalog) {
    const member = policy.member(statistics);
    if (member !== null) return member;
    const table = catalog.get<Relation>('table', statistics.table);
    return table !== undefined && (table.dump & component.definition) !== 0
      ? policy.inSchema(statistics)
      : component.none;
  },
  toEntries({ namespace, name, target, definition }) {
    if (definition === null) throw new Error(`statistics object "${name}" was dropped during the dump`);
    const qualified = quoteQualified(namespace, name);
    const alter = target < 0 ? '' : `ALTER STATISTICS ${qualified} SET STATISTICS ${target};\n`;
    return [
      {
        desc: 'STATISTICS',
        section: 'post-data',
        definition: `${definition};\n${alter}`,
        dropStatement: `DROP STATISTICS ${qualified};\n`,
      },
    ];
  },
  satellites: ({ name }) => ({ comments: [{ type: 'STATISTICS', name: quoteIdent(name), labels: false }] }),
});
