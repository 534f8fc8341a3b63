import { catalogIdOf, type Oid } from '../../model/catalog-id.ts';
import type { DumpObject, RowOf } from '../../model/dump-object.ts';
import type { Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { defineKind } from '../../objects/kind.ts';
import { scopeRelations } from '../../objects/table/details.ts';

interface PartAction extends DumpObject {
  readonly type: 'part-action';
  readonly desc: 'RULE' | 'TRIGGER';
  readonly part: ByteString;
  readonly root: Oid;
  readonly definition: ByteString;
}

const columns = (desc: string, name: string, definition: string): string =>
  `'${desc}'::pg_catalog.text AS desc, x.tableoid, x.oid, x.${name} AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(c.relowner) AS owner, c.relname AS part, p.parrelid AS root, ${definition} AS definition`;

/** Rules and triggers of single partitions of Greenplum 6, which its own pg_dump loses. The server switches none off. */
export const partAction = defineKind<RowOf<PartAction>, PartAction>({
  type: 'part-action',
  requires: 'pg_partition_rule',
  query(_server, scope) {
    const parts = `FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_partition p ON p.parrelid = src.oid AND NOT p.paristemplate
JOIN pg_catalog.pg_partition_rule r ON r.paroid = p.oid
JOIN pg_catalog.pg_class c ON c.oid = r.parchildrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace`;
    return `SELECT ${columns('RULE', 'rulename', 'pg_catalog.pg_get_ruledef(x.oid)')}
${parts}
JOIN pg_catalog.pg_rewrite x ON x.ev_class = c.oid
UNION ALL
SELECT ${columns('TRIGGER', 'tgname', `pg_catalog.pg_get_triggerdef(x.oid, false) || ';'`)}
${parts}
JOIN pg_catalog.pg_trigger x ON x.tgrelid = c.oid AND NOT x.tgisinternal
ORDER BY 2, 3`;
  },
  toObject: (row) => ({ type: 'part-action', catalogId: catalogIdOf(row), ...row }),
  select: ({ root }, _policy, catalog) => catalog.get<Relation>('table', root)?.dump ?? 0,
  link: (action, catalog, depend) => depend(action, catalog.get<Relation>('table', action.root)!),
  toEntries: ({ desc, name, namespace, part, definition }) => [
    {
      desc,
      section: 'post-data',
      definition: `${definition}\n`,
      dropStatement: `DROP ${desc} ${quoteIdent(name)} ON ${quoteQualified(namespace, part)};\n`,
    },
  ],
  satellites: ({ desc, name, part }) => ({
    comments: [{ type: `${desc} ${quoteIdent(name)} ON`, name: quoteIdent(part), labels: false }],
  }),
});
