import { noCatalogId } from '../../model/catalog-id.ts';
import type { Catalog, EntryDraft } from '../kind.ts';
import { relationFiles } from './details.ts';

/** OIDs of pg_largeobject and its index (LargeObjectRelationId, LargeObjectLOidPNIndexId). */
const heap = 2613;
const index = 2683;

/** Large objects' contents are taken over in the files of the catalog that holds them. */
export function largeObjectFiles(catalog: Catalog): EntryDraft {
  const files = [heap, index].map((oid) => ({ oid, ...catalog.details(relationFiles, oid)[0]! }));
  const keep = files.map(
    ({ oid, file }) =>
      `SELECT pg_catalog.binary_upgrade_set_next_${oid === heap ? 'heap' : 'index'}_relfilenode('${file}'::pg_catalog.oid);\n`,
  );
  const horizons = files.map(
    ({ oid, frozenXid, minMxid }) =>
      `UPDATE pg_catalog.pg_class\nSET relfrozenxid = '${frozenXid}', relminmxid = '${minMxid}'\nWHERE oid = ${oid};\n`,
  );
  return {
    desc: 'pg_largeobject',
    tag: 'pg_largeobject',
    namespace: null,
    owner: null,
    catalogId: noCatalogId,
    section: 'pre-data',
    definition:
      `\n-- For binary upgrade, preserve pg_largeobject and index relfilenodes\n${keep.join('')}` +
      'TRUNCATE pg_catalog.pg_largeobject;\n' +
      `\n-- For binary upgrade, set pg_largeobject relfrozenxid and relminmxid\n${horizons.join('')}`,
    dropStatement: null,
  };
}
