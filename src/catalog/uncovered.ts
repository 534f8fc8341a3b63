import { firstNormalOid } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import type { Diagnostic } from '../log.ts';
import type { Dialect } from '../objects/dialect.ts';
import type { AnyKind } from '../objects/kind.ts';
import type { Session } from '../server/session.ts';

/** Catalogs whose rows are written as parts of other objects. */
const partsOfOthers: readonly string[] = [
  'pg_amop',
  'pg_amproc',
  'pg_attrdef',
  'pg_constraint',
  'pg_enum',
  'pg_largeobject_metadata',
  'pg_rewrite',
  'pg_user_mapping',
];

/**
 * Objects that no kind reads: a newer server's or a fork's own. Each catalog that holds some is named, so that nothing
 * is left out in silence. Members of extensions do not count.
 */
export async function findUncovered(
  session: Session,
  kinds: readonly AnyKind[],
  { partCatalogs }: Pick<Dialect, 'partCatalogs'>,
): Promise<readonly Diagnostic[]> {
  const known = new Set([...kinds.map((kind) => kind.requires.split('.')[0]!), ...partsOfOthers, ...partCatalogs]);
  const catalogs = await session.query<{ name: ByteString }>(`SELECT c.relname AS name
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'oid'
WHERE n.nspname = 'pg_catalog' AND c.relkind = 'r' AND NOT c.relisshared
ORDER BY c.relname`);
  const diagnostics: Diagnostic[] = [];
  for (const { name } of catalogs) {
    if (known.has(name)) continue;
    const [row] = await session.query<{ count: number }>(`SELECT pg_catalog.count(*)::pg_catalog.int4 AS count
FROM pg_catalog.${name} o
WHERE o.oid >= ${firstNormalOid} AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
  WHERE d.classid = o.tableoid AND d.objid = o.oid AND d.deptype = 'e')`);
    if (row !== undefined && row.count > 0) diagnostics.push(warning(name, row.count));
  }
  return diagnostics;
}

const warning = (catalog: string, count: number): Diagnostic => ({
  severity: 'warning',
  subject: `catalog "${catalog}"`,
  message: `${count} ${count === 1 ? 'object' : 'objects'} of catalog "${catalog}" will not be dumped`,
  hint: 'This kind of object is not known to gpferry yet: recreate it by hand in the target database.',
});
