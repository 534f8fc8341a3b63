import { firstNormalOid } from '../model/catalog-id.ts';
import { quoteLiteral } from '../ddl/quote.ts';
import { shown, type ByteString } from '../model/text.ts';
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
 * Objects that no kind reads: a newer server's or a fork's own. Each catalog that holds some is named, and each kind
 * of relation, so that nothing is left out in silence. Members of extensions do not count.
 */
export async function findUncovered(
  session: Session,
  kinds: readonly AnyKind[],
  { partCatalogs, internalSchemas }: Pick<Dialect, 'partCatalogs' | 'internalSchemas'>,
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
  return [...diagnostics, ...(await uncoveredRelations(session, internalSchemas))];
}

/**
 * Every relkind there is, also those that only serve others (indexes; TOAST; segments, block directories and maps of
 * Greenplum's append-optimized tables).
 */
const relkinds = ['r', 'p', 'f', 'd', 'v', 'm', 'c', 'S', 'i', 'I', 't', 'o', 'b', 'M', 'u'];

async function uncoveredRelations(
  session: Session,
  internalSchemas: Dialect['internalSchemas'],
): Promise<Diagnostic[]> {
  const schemas = ['information_schema', ...internalSchemas];
  const rows = await session.query<{ relkind: ByteString; count: number }>(`SELECT c.relkind,
  pg_catalog.count(*)::pg_catalog.int4 AS count
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid >= ${firstNormalOid} AND c.relkind NOT IN (${relkinds.map(quoteLiteral).join(', ')})
  AND n.nspname NOT IN (${schemas.map(quoteLiteral).join(', ')}) AND NOT EXISTS (SELECT 1
    FROM pg_catalog.pg_depend d
    WHERE d.classid = c.tableoid AND d.objid = c.oid AND d.deptype = 'e')
GROUP BY c.relkind
ORDER BY c.relkind`);
  return rows.map(({ relkind, count }) => ({
    severity: 'warning',
    subject: 'catalog "pg_class"',
    message: `${count} ${count === 1 ? 'relation' : 'relations'} of kind "${shown(relkind)}" will not be dumped`,
    hint: 'This kind of relation is not known to gpferry yet: recreate it by hand in the target database.',
  }));
}

const warning = (catalog: string, count: number): Diagnostic => ({
  severity: 'warning',
  subject: `catalog "${catalog}"`,
  message: `${count} ${count === 1 ? 'object' : 'objects'} of catalog "${catalog}" will not be dumped`,
  hint: 'This kind of object is not known to gpferry yet: recreate it by hand in the target database.',
});
