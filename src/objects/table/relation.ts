import { catalogIdOf } from '../../model/catalog-id.ts';
import type { ObjectDraft, RowOf } from '../../model/dump-object.ts';
import type { Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import type { Server } from '../../server/server.ts';
import type { Scope } from '../kind.ts';

/** Columns of relationQuery: `options` still hold the check option of a view. */
export interface RelationRow extends RowOf<Relation, 'checkOption' | 'interesting' | 'makesPartitions' | 'dummyView'> {
  readonly toastPages: number;
}

/**
 * All relations, system ones too: a user's table may inherit from one. No function of the server is called that opens
 * the relation, since none is locked yet (getTables in pg_dump.c).
 */
export function relationQuery(server: Server, { internalSchemas }: Scope): ByteString {
  const internal = internalSchemas.map((name) => `'${name}'`).join(', ');
  const has = (column: string, otherwise: string): string =>
    server.has(`pg_class.${column}`) ? `c.${column}` : otherwise;
  return `SELECT c.tableoid, c.oid, c.relname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(c.relowner) AS owner, ${relkind(server)} AS relkind, c.relpersistence AS persistence,
  c.reltype AS "rowType", c.relchecks AS "checkCount", c.relhasindex AS "hasIndexes",
  c.relhastriggers AS "hasTriggers", c.relpages AS pages, coalesce(tc.relpages, 0) AS "toastPages",
  coalesce(d.refobjid, 0) AS "owningTable", coalesce(d.refobjsubid, 0) AS "owningColumn",
  (d.deptype = 'i') IS TRUE AS "isIdentitySequence", coalesce(tsp.spcname, '') AS tablespace,
  am.amname AS "accessMethod", c.relispopulated AS "isPopulated", c.relreplident AS "replicaIdentity",
  ${has('relisdynamic', 'false')} AS "isDynamic",
  ${has('relrowsecurity', 'false')} AS "rowSecurity", ${has('relforcerowsecurity', 'false')} AS "forceRowSecurity",
  coalesce(c.reloptions, '{}') AS options, coalesce(tc.reloptions, '{}') AS "toastOptions",
  c.reloftype AS "ofType", ${has('relispartition', 'false')} AS "isPartition",
  ${isMadeByRoot(server)} AS "isMadeByRoot", ${has('relhasoids', 'false')} AS "withOids",
  coalesce(ft.ftserver, 0) AS "foreignServer", c.relacl AS acl,
  pg_catalog.acldefault(CASE WHEN c.relkind = 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner) AS "defaultAcl"
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_depend d ON c.relkind = 'S' AND d.objid = c.oid AND d.objsubid = 0
  AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
  AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i')
LEFT JOIN pg_catalog.pg_tablespace tsp ON tsp.oid = ${tablespaceOid(server)}
LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
LEFT JOIN pg_catalog.pg_class tc ON tc.oid = c.reltoastrelid AND tc.relkind = 't' AND c.relkind <> 'p'
LEFT JOIN pg_catalog.pg_foreign_table ft ON ft.ftrelid = c.oid
WHERE c.relkind IN ('r', 'S', 'v', 'c', 'm', 'f', 'p'${server.has('pg_directory_table') ? ", 'd'" : ''})${internal === '' ? '' : ` AND n.nspname NOT IN (${internal})`}
ORDER BY c.oid`;
}

/** External tables of Greenplum 6 are ordinary ones that are stored elsewhere. */
const relkind = (server: Server): string =>
  server.has('pg_class.relstorage') ? `CASE WHEN c.relstorage = 'x' THEN 'x' ELSE c.relkind END` : 'c.relkind';

/** What holds the files of a directory table may be another tablespace than that of its rows. */
const tablespaceOid = (server: Server): string =>
  server.has('pg_directory_table')
    ? `coalesce((SELECT dt.dttablespace
  FROM pg_catalog.pg_directory_table dt
  JOIN pg_catalog.pg_database db ON db.datname = pg_catalog.current_database() AND db.dattablespace <> dt.dttablespace
  WHERE dt.dtrelid = c.oid), c.reltablespace)`
    : 'c.reltablespace';

const isMadeByRoot = (server: Server): string =>
  server.has('pg_partition_rule')
    ? 'EXISTS (SELECT 1 FROM pg_catalog.pg_partition_rule pr WHERE pr.parchildrelid = c.oid)'
    : 'false';

const checkOptions: Readonly<Record<string, Relation['checkOption']>> = {
  'check_option=local': 'LOCAL',
  'check_option=cascaded': 'CASCADED',
};

export function toRelation(row: RelationRow): ObjectDraft<Relation> {
  const checkOption = row.options.find((option) => option in checkOptions);
  return {
    type: 'table',
    catalogId: catalogIdOf(row),
    checkOption: checkOption === undefined ? null : checkOptions[checkOption]!,
    interesting: false,
    makesPartitions: false,
    dummyView: false,
    ...row,
    pages: row.pages + row.toastPages,
    options: checkOption === undefined ? row.options : row.options.filter((option) => !(option in checkOptions)),
  };
}
