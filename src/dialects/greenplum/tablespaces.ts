import type { TablespaceClause } from '../../objects/dialect.ts';

/** Where segments have their part of a tablespace, if not at the coordinator's place. */
export const segmentLocations: TablespaceClause = {
  requires: 'gp_tablespace_location()',
  isGpSyntax: true,
  query: `SELECT t.oid, 'WITH (' || pg_catalog.string_agg(
    'content' || l.gp_segment_id || '=' || pg_catalog.quote_literal(l.tblspc_loc), ', ' ORDER BY l.gp_segment_id) || ')' AS words
FROM pg_catalog.pg_tablespace t, LATERAL pg_catalog.gp_tablespace_location(t.oid) l
WHERE t.spcname !~ '^pg_'
  AND l.gp_segment_id <> -1
  AND l.tblspc_loc <> pg_catalog.pg_tablespace_location(t.oid)
GROUP BY t.oid`,
};
