import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly owner: ByteString;
  readonly allTables: boolean;
  readonly inserts: boolean;
  readonly updates: boolean;
  readonly deletes: boolean;
  readonly truncates: boolean;
  readonly viaRoot: boolean;
  readonly generatedColumns: string;
}

interface Publication extends DumpObject {
  readonly type: 'publication';
  readonly allTables: boolean;
  readonly inserts: boolean;
  readonly updates: boolean;
  readonly deletes: boolean;
  readonly truncates: boolean;
  /** Changes of partitions appear as their root's. */
  readonly viaRoot: boolean;
  /** pg_publication.pubgencols: n none, s stored. */
  readonly generatedColumns: string;
}

export const publication = defineKind<Row, Publication>({
  type: 'publication',
  requires: 'pg_publication',
  skip: (options) => options.noPublications,
  query(server) {
    const has = (column: string, otherwise: string): string =>
      server.has(`pg_publication.${column}`) ? `p.${column}` : otherwise;
    return `SELECT p.tableoid, p.oid, p.pubname AS name, pg_catalog.pg_get_userbyid(p.pubowner) AS owner,
  p.puballtables AS "allTables", p.pubinsert AS inserts, p.pubupdate AS updates, p.pubdelete AS deletes,
  ${has('pubtruncate', 'false')} AS truncates, ${has('pubviaroot', 'false')} AS "viaRoot",
  ${has('pubgencols', `'n'::pg_catalog."char"`)} AS "generatedColumns"
FROM pg_catalog.pg_publication p
ORDER BY p.oid`;
  },
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'publication',
    catalogId: { tableoid, oid },
    namespace: null,
  }),
  toEntries(publication) {
    const name = quoteIdent(publication.name);
    const options = [
      `publish = '${operations(publication).join(', ')}'`,
      ...(publication.viaRoot ? ['publish_via_partition_root = true'] : []),
      ...(publication.generatedColumns === 's' ? ['publish_generated_columns = stored'] : []),
    ];
    return [
      {
        desc: 'PUBLICATION',
        section: 'post-data',
        definition: `CREATE PUBLICATION ${name}${publication.allTables ? ' FOR ALL TABLES' : ''} WITH (${options.join(', ')});\n`,
        dropStatement: `DROP PUBLICATION ${name};\n`,
      },
    ];
  },
  satellites: ({ name }) => ({ comments: [{ type: 'PUBLICATION', name: quoteIdent(name) }] }),
});

const operations = ({ inserts, updates, deletes, truncates }: Publication): readonly string[] => [
  ...(inserts ? ['insert'] : []),
  ...(updates ? ['update'] : []),
  ...(deletes ? ['delete'] : []),
  ...(truncates ? ['truncate'] : []),
];
