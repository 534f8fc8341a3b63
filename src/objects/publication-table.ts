import type { Oid } from '../model/catalog-id.ts';
import { component, type DumpObject } from '../model/dump-object.ts';
import type { Relation } from '../model/relation.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly table: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly publication: ByteString;
  readonly owner: ByteString;
  readonly columns: readonly ByteString[] | null;
  readonly condition: ByteString | null;
}

interface PublicationTable extends DumpObject {
  readonly type: 'publication-table';
  readonly table: Oid;
  readonly publication: ByteString;
  /** null: all. */
  readonly columns: readonly ByteString[] | null;
  /** Row filter. */
  readonly condition: ByteString | null;
}

/** What a publication's table is published with; belongs to the publication's owner, who must run the command. */
export const publicationTable = defineKind<Row, PublicationTable>({
  type: 'publication-table',
  requires: 'pg_publication_rel',
  skip: (options) => options.noPublications,
  query: (server) => `SELECT pr.tableoid, pr.oid, pr.prrelid AS table, c.relname AS name, n.nspname AS namespace,
  p.pubname AS publication, pg_catalog.pg_get_userbyid(p.pubowner) AS owner,
  ${server.has('pg_publication_rel.prattrs') ? columnNames : 'NULL::pg_catalog.name[]'} AS columns,
  ${server.has('pg_publication_rel.prqual') ? 'pg_catalog.pg_get_expr(pr.prqual, pr.prrelid)' : 'NULL'} AS condition
FROM pg_catalog.pg_publication_rel pr
JOIN pg_catalog.pg_publication p ON p.oid = pr.prpubid
JOIN pg_catalog.pg_class c ON c.oid = pr.prrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
ORDER BY pr.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'publication-table',
    catalogId: { tableoid, oid },
    ties: [row.publication],
  }),
  select(publicationTable, policy, catalog, { release }) {
    const table = catalog.get<Relation>('table', publicationTable.table);
    if (table === undefined) return component.none;
    if ((table.dump & component.definition) === 0 && !release.publishesWhatIsLeftOut) return component.none;
    return policy.member(publicationTable) ?? (policy.everything ? component.all : component.none);
  },
  toEntries({ publication, namespace, name, columns, condition }) {
    const list = columns === null ? '' : ` (${columns.map(quoteIdent).join(', ')})`;
    // The server's text of an expression has no parentheses where it is a mere constant.
    const where = condition === null ? '' : ` WHERE (${condition})`;
    return [
      {
        desc: 'PUBLICATION TABLE',
        tag: `${publication} ${name}`,
        section: 'post-data',
        definition: `ALTER PUBLICATION ${quoteIdent(publication)} ADD TABLE ONLY ${quoteQualified(namespace, name)}${list}${where};\n`,
        // Dropping the table takes it out of the publication.
        dropStatement: null,
      },
    ];
  },
});

const columnNames = `CASE WHEN pr.prattrs IS NOT NULL THEN ARRAY(
    SELECT a.attname
    FROM pg_catalog.unnest(pr.prattrs::pg_catalog.int2[]) WITH ORDINALITY AS s(attnum, position)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = pr.prrelid AND a.attnum = s.attnum
    ORDER BY s.position) END`;
