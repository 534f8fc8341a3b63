import { catalogIdOf, type Oid } from '../../model/catalog-id.ts';
import type { DumpObject, RowOf } from '../../model/dump-object.ts';
import type { Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { defineKind, type Scope } from '../../objects/kind.ts';
import { scopeRelations } from '../../objects/table/details.ts';

interface PartIndex extends DumpObject {
  readonly type: 'part-index';
  readonly root: Oid;
  readonly tablespace: ByteString;
  readonly definition: ByteString;
}

/** CREATE INDEX goes on to the partitions, and no catalog says which of their indexes came from it. */
const query = (scope: Scope): string => `WITH RECURSIVE above AS (
  SELECT r.parchildrelid AS part, i.inhparent AS ancestor
  FROM ${scopeRelations(scope)}
  JOIN pg_catalog.pg_partition p ON p.parrelid = src.oid AND NOT p.paristemplate
  JOIN pg_catalog.pg_partition_rule r ON r.paroid = p.oid
  JOIN pg_catalog.pg_inherits i ON i.inhrelid = r.parchildrelid
UNION ALL
  SELECT above.part, i.inhparent FROM above JOIN pg_catalog.pg_inherits i ON i.inhrelid = above.ancestor
), words AS (
  SELECT i.indexrelid, i.indrelid, i.indisunique, pg_catalog.pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_catalog.pg_index i
  WHERE i.indisvalid AND i.indrelid IN (SELECT part FROM above UNION ALL SELECT ancestor FROM above)
), index AS (
  SELECT words.*, pg_catalog.strpos(definition, ' USING ') AS at FROM words
), inherited AS (
  SELECT DISTINCT i.indexrelid
  FROM index i JOIN above a ON a.part = i.indrelid JOIN index ai ON ai.indrelid = a.ancestor
    AND ai.indisunique = i.indisunique
    AND pg_catalog.substr(ai.definition, ai.at) = pg_catalog.substr(i.definition, i.at)
)
SELECT c.tableoid, c.oid, c.relname AS name, n.nspname AS namespace, pg_catalog.pg_get_userbyid(c.relowner) AS owner,
  p.parrelid AS root, coalesce(t.spcname, '') AS tablespace, i.definition
FROM index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_partition_rule r ON r.parchildrelid = i.indrelid
JOIN pg_catalog.pg_partition p ON p.oid = r.paroid
LEFT JOIN pg_catalog.pg_tablespace t ON t.oid = c.reltablespace
LEFT JOIN inherited ON inherited.indexrelid = i.indexrelid
WHERE inherited.indexrelid IS NULL
ORDER BY c.oid`;

/** Indexes of single partitions of Greenplum 6, which its own pg_dump loses. */
export const partIndex = defineKind<RowOf<PartIndex>, PartIndex>({
  type: 'part-index',
  requires: 'pg_partition_rule',
  query: (_server, scope) => query(scope),
  toObject: (row) => ({ type: 'part-index', catalogId: catalogIdOf(row), ...row }),
  select: ({ root }, _policy, catalog) => catalog.get<Relation>('table', root)?.dump ?? 0,
  link: (index, catalog, depend) => depend(index, catalog.get<Relation>('table', index.root)!),
  toEntries: ({ namespace, name, tablespace, definition }) => [
    {
      desc: 'INDEX',
      section: 'post-data',
      tablespace,
      definition: `${definition};\n`,
      dropStatement: `DROP INDEX ${quoteQualified(namespace, name)};\n`,
    },
  ],
  satellites: ({ name }) => ({ comments: [{ type: 'INDEX', name: quoteIdent(name), labels: false }] }),
});
