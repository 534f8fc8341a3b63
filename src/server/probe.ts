import { quoteLiteral } from '../ddl/quote.ts';
import type { ByteString } from '../model/text.ts';
import { behavioursOf } from './behaviours.ts';
import type { Product, Server } from './server.ts';
import type { Session } from './session.ts';

/** Reads the names that pg_catalog holds and makes the Server that kinds ask. Works from PostgreSQL 8.3 on. */
export async function probeServer(session: Session): Promise<Server> {
  const names = await readNames(session);
  const [about] = await session.query<{ version: ByteString }>('SELECT pg_catalog.version() AS version');
  return serverFrom(names, about?.version ?? '', session.serverVersionNum);
}

export async function readNames(session: Session): Promise<readonly ByteString[]> {
  const rows = await session.query<{ name: ByteString }>(namesQuery);
  return rows.map((row) => row.name);
}

// The type regnamespace would say it shorter, but is new in 9.5.
const pgCatalog = `(SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = 'pg_catalog')`;

/** Relations as `pg_class`, columns as `pg_class.relname`, functions as `pg_get_viewdef()`. */
const namesQuery = `
SELECT c.relname::pg_catalog.text AS name
FROM pg_catalog.pg_class c
WHERE c.relnamespace = ${pgCatalog}
  AND c.relkind IN ('r', 'v', 'm')
UNION ALL
SELECT c.relname || '.' || a.attname
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = ${pgCatalog}
  AND c.relkind IN ('r', 'v', 'm')
  AND NOT a.attisdropped
UNION
SELECT p.proname || '()'
FROM pg_catalog.pg_proc p
WHERE p.pronamespace = ${pgCatalog}
ORDER BY 1`;

/** A Server from recorded names, as the fixtures keep them. */
export function serverFrom(names: Iterable<string>, versionText: string, version: number): Server {
  const known = new Set(names);
  const product = productOf(known, versionText);
  return {
    product,
    unknownName: product === 'postgresql' || knownKin.test(versionText) ? null : nameIn(versionText),
    version,
    has: (name) => known.has(name),
    behaves: behavioursOf(product, version, versionText),
  };
}

const knownKin = /greenplum|greengage|warehousepg|cloudberry/i;

/** Without the platform and the compiler. */
const nameIn = (versionText: ByteString): ByteString => versionText.replace(/ on \S+,.*/s, '');

/** The catalogs that tell products apart. */
const tellingNames = ['gp_segment_configuration', 'gp_distribution_policy', 'pg_profile'];

/** For who restores, and asks nothing else of the catalogs. */
export async function probeProduct(session: Session): Promise<Product> {
  const rows = await session.query<{ name: ByteString }>(`SELECT c.relname AS name
FROM pg_catalog.pg_class c
WHERE c.relnamespace = ${pgCatalog}
  AND c.relname IN (${tellingNames.map(quoteLiteral).join(', ')})`);
  const [about] = await session.query<{ version: ByteString }>('SELECT pg_catalog.version() AS version');
  return productOf(new Set(rows.map(({ name }) => name)), about?.version ?? '');
}

/** Cloudberry began as Greenplum and has its catalogs too, and some of its own, whatever its kin calls itself. */
export function productOf(names: ReadonlySet<string>, versionText: string): Product {
  if (/cloudberry/i.test(versionText) || names.has('pg_profile')) return 'cloudberry';
  const isGreenplum = names.has('gp_segment_configuration') || names.has('gp_distribution_policy');
  return isGreenplum || /greenplum/i.test(versionText) ? 'greenplum' : 'postgresql';
}
