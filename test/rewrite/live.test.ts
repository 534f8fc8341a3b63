import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentsOf } from '../dialects/cluster-contents.ts';
import { withTempDir } from '../support/files.ts';
import { liveCluster, withoutCluster, type LiveCluster } from '../support/live-cluster.ts';
import { gpferry } from '../support/pg-tools.ts';
import { repository } from '../support/repository.ts';

const source = liveCluster('GREENPLUM6');
const target = liveCluster('GREENPLUM7');

const script = join(repository, 'fixtures', 'rewrite', 'greenplum-6', 'source.sql');

/** Partitions that became several, or begin and end elsewhere, have other rows; their tables have the same. */
const rewrittenPartitions = /^(?:s\.(?:multi|multi_nd|\w+_bounds|num_free)|shop\.part_multicol_list)_1_prt_/;

/** `table|rows|digest` of a cluster's database. */
async function rowsOf(cluster: LiveCluster, database: string): Promise<readonly string[]> {
  const { rows } = await contentsOf(cluster.conninfo(database), []);
  // 6 has partitions as children of their table, which has no rows itself: the line of ONLY says so.
  return rows!.filter((line) => !rewrittenPartitions.test(line) && !line.endsWith('|0|'));
}

/** Roles, tablespaces and so on that the source has, made where the target has not; dropped when `fn` ends. */
async function withGlobals(fn: () => Promise<void>): Promise<void> {
  await withTempDir(async (directory) => {
    const globals = join(directory, 'globals.sql');
    const args = ['dumpall', '-g', '--gp-syntax', '--target=greenplum7', '-f', globals];
    const { status, stderr } = await gpferry([...args, '-d', source!.conninfo('postgres')]);
    expect(status, stderr).toBe(0);
    const before = await globalNames();
    const loaded = await target!.tool('psql', ['-Xq', '-d', target!.conninfo('postgres'), '-f', globals]);
    const refused = loaded.stderr.split('\n').filter((line) => /ERROR/.test(line) && !/already exists/.test(line));
    try {
      expect(refused).toEqual([]);
      await fn();
    } finally {
      const made = (await globalNames()).filter((name) => !before.includes(name));
      await using session = await target!.connect(null);
      for (const name of made) await session.execute(`DROP ${name}`);
    }
  });
}

async function globalNames(): Promise<readonly string[]> {
  await using session = await target!.connect(null);
  const rows = await session.query<{ name: string }>(`SELECT 'TABLESPACE ' || pg_catalog.quote_ident(spcname) AS name
FROM pg_catalog.pg_tablespace
UNION ALL SELECT 'ROLE ' || pg_catalog.quote_ident(rolname) FROM pg_catalog.pg_roles
UNION ALL SELECT 'RESOURCE QUEUE ' || pg_catalog.quote_ident(rsqname) FROM pg_catalog.pg_resqueue
UNION ALL SELECT 'RESOURCE GROUP ' || pg_catalog.quote_ident(rsgname) FROM pg_catalog.pg_resgroup`);
  return rows.map(({ name }) => name);
}

const title = `Greenplum 6 into 7${withoutCluster('GREENPLUM6') || withoutCluster('GREENPLUM7')}`;

describe.skipIf(source === null || target === null)(title, () => {
  /** Restores a dump of 6 into a new database of 7, without an error, and compares all rows. */
  async function expectCarried(database: string, restoreArgs: readonly string[]): Promise<void> {
    await withTempDir(async (directory) => {
      const file = join(directory, 'archive');
      const dumped = await gpferry(['dump', '-Fc', '-f', file, '-d', source!.conninfo(database)]);
      expect(dumped.status, dumped.stderr).toBe(0);
      await target!.withDatabase(async (copy) => {
        const restored = await gpferry(['restore', ...restoreArgs, '-d', target!.conninfo(copy), file]);
        expect(restored.stderr).not.toContain('ERROR');
        expect(restored.status, restored.stderr).toBe(0);
        const [expected, actual] = [await rowsOf(source!, database), await rowsOf(target!, copy)];
        expect(expected.filter((line) => !actual.includes(line))).toEqual([]);
        expect(expected.length).toBeGreaterThan(3);
      });
    });
  }

  it.each([1, 4])('carries what 7 has otherwise, or not, by %i jobs', (jobs) =>
    source!.withDatabase(async (database) => {
      const made = await source!.tool('psql', ['-Xq', '-d', source!.conninfo(database), '-f', script]);
      expect(made.stderr).not.toContain('ERROR');
      await expectCarried(database, [`-j${jobs}`]);
    }),
  );

  it('has keys, unique indexes and triggers on every partition, whoever wrote the archive', () =>
    withTempDir(async (directory) => {
      const file = join(directory, 'archive');
      const sql = `CREATE TABLE p (id int, d int, PRIMARY KEY (id, d)) DISTRIBUTED BY (id)
PARTITION BY RANGE (d) (START (1) END (3) EVERY (1), DEFAULT PARTITION rest);
CREATE UNIQUE INDEX u ON p (id);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE TRIGGER t BEFORE INSERT ON p FOR EACH ROW EXECUTE PROCEDURE f()`;
      const dumped = await source!.withDatabase(async (database) => {
        await source!.tool('psql', ['-Xq', '-d', source!.conninfo(database), '-c', sql]);
        return source!.tool('pg_dump', ['-Fc', '-f', file, source!.conninfo(database)]);
      });
      expect(dumped.status, dumped.stderr).toBe(0);
      await target!.withDatabase(async (copy) => {
        const restored = await gpferry(['restore', '-d', target!.conninfo(copy), file]);
        expect(restored.status, restored.stderr).toBe(0);
        await using session = await target!.connect(copy);
        const found = await session.query(`SELECT c.relname, (SELECT pg_catalog.count(*) FROM pg_catalog.pg_index i
  WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid) AS keys,
  (SELECT pg_catalog.count(*) FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid) AS triggers
FROM pg_catalog.pg_class c WHERE c.relname LIKE 'p%' AND c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
ORDER BY 1`);
        expect(found).toEqual([
          { relname: 'p', keys: '1', triggers: '0' },
          { relname: 'p_1_prt_2', keys: '2', triggers: '1' },
          { relname: 'p_1_prt_3', keys: '2', triggers: '1' },
          { relname: 'p_1_prt_rest', keys: '2', triggers: '1' },
        ]);
      });
    }));

  it('carries gpshop with its roles, queues, groups and tablespaces', () =>
    withGlobals(() => expectCarried('gpshop', [])));

  it('carries gpshop_quirks', () => expectCarried('gpshop_quirks', []));
});
