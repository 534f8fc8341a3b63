import { describe, expect, it } from 'vitest';
import { greenplum7Backports } from '../../src/rewrite/releases/greenplum7.ts';
import { namesSince } from '../../src/rewrite/releases/names-since.ts';
import { catalogsSince95 } from '../../src/rewrite/rules/newer-names/catalogs-since-9.5.ts';
import { functionsSince95 } from '../../src/rewrite/rules/newer-names/functions-since-9.5.ts';
import { liveCluster, withoutCluster } from '../support/live-cluster.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';

/** Those that a query can call: not what types, indexes and the planner do. EXTRACT is read by SQL itself. */
const callable = `SELECT DISTINCT proname::text AS name FROM pg_catalog.pg_proc p
WHERE pronamespace = 'pg_catalog'::regnamespace AND proname <> 'extract'
  AND prorettype::regtype::text NOT IN ('internal', 'cstring', 'event_trigger', 'trigger')
  AND prorettype::regtype::text !~ '_handler$'
  AND NOT EXISTS (SELECT FROM unnest(proargtypes) t WHERE t::regtype::text IN ('internal', 'cstring'))
  AND proname !~ '^(binary_upgrade_|pg_isolation_)|(recv|send|_support|skipsupport|equalimage|_transfn|_finalfn|_accum|_combine)$'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_cast JOIN pg_catalog.pg_type t ON t.oid = casttarget
    WHERE castfunc = p.oid AND typname = proname AND typname !~ 'multirange$')
ORDER BY 1`;

const existing = `SELECT DISTINCT proname::text AS name FROM pg_catalog.pg_proc p
WHERE pronamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')`;

/** `pg_class`, and `pg_class.relname`. */
const columns = `SELECT c.relname || CASE WHEN attnum > 0 OR attname = 'oid' THEN '.' || attname ELSE '' END AS name
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON attrelid = c.oid
WHERE relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
  AND relkind IN ('r', 'v') AND NOT attisdropped ORDER BY 1`;

const since12 = { GREENPLUM6: namesSince(12), GREENPLUM7: namesSince(12, greenplum7Backports) };
const functions = {
  GREENPLUM6: [...functionsSince95, ...since12.GREENPLUM6.functions],
  GREENPLUM7: [...since12.GREENPLUM7.functions],
};
const catalogs = {
  GREENPLUM6: [catalogsSince95, since12.GREENPLUM6.catalogs],
  GREENPLUM7: [since12.GREENPLUM7.catalogs],
};

describeWithServer('names that came with newer releases', () => {
  for (const name of ['GREENPLUM6', 'GREENPLUM7'] as const) {
    const cluster = liveCluster(name);
    describe.skipIf(cluster === null)(`than a live ${name}${withoutCluster(name)}`, () => {
      const namesOf = async (sql: string): Promise<ReadonlySet<string>> => {
        await using session = await cluster!.connect('postgres');
        return new Set((await session.query<{ name: string }>(sql)).map((row) => row.name));
      };
      const newer = (sql: string): Promise<readonly string[]> =>
        withDatabase(async ({ query }) => (await query(sql)).map((row) => row['name'] as string));

      it('are all of its functions that it lacks, and none that it has', async () => {
        const there = await namesOf(existing);
        const expected = (await newer(callable)).filter((each) => !there.has(each));
        expect(expected.filter((each) => !functions[name].includes(each))).toEqual([]);
        expect(functions[name].filter((each) => there.has(each))).toEqual([]);
      });

      it('are all of its catalogs that it lacks, and none that it has', async () => {
        const there = await namesOf(columns);
        const known = new Set(
          catalogs[name].flatMap((each) =>
            Object.entries(each).flatMap(([catalog, of]) =>
              of === null ? [catalog] : of.split(' ').map((column) => `${catalog}.${column}`),
            ),
          ),
        );
        const lacked = (await newer(columns)).filter((each) => !there.has(each) && !known.has(each));
        expect(lacked.filter((each) => !each.includes('.') || !known.has(each.split('.')[0]!))).toEqual([]);
        expect([...known].filter((each) => there.has(each))).toEqual([]);
      });
    });
  }
});
