import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withTempDir } from '../support/files.ts';
import { liveCluster, withoutCluster, type ClusterVariable } from '../support/live-cluster.ts';
import { gpferry, type ToolResult } from '../support/pg-tools.ts';
import { contentsOf } from './cluster-contents.ts';
import { factsOf } from './cluster-facts.ts';

/** Tables of every hash function and storage, in a database whose sessions make others than elsewhere unless told. */
const tables = `
CREATE TABLE legacy (a int, b text) DISTRIBUTED BY (a);
CREATE TABLE of_today (a int, b text) DISTRIBUTED BY (a int4_ops);
CREATE TABLE mixed (a int, b int) DISTRIBUTED BY (a int4_ops, b cdbhash_int4_ops);
CREATE TABLE spread (a int, b text) DISTRIBUTED RANDOMLY;
CREATE TABLE plain (a int, b text) WITH (appendonly=false) DISTRIBUTED BY (b);
INSERT INTO legacy SELECT i, i FROM generate_series(1, 1000) i;
INSERT INTO of_today SELECT i, i FROM generate_series(1, 1000) i;
INSERT INTO mixed SELECT i, i FROM generate_series(1, 1000) i;
INSERT INTO plain SELECT i, i FROM generate_series(1, 1000) i;
`;

const clusters: readonly (readonly [ClusterVariable, storage: string])[] = [
  ['GREENPLUM6', `gp_default_storage_options = 'appendonly=true,orientation=column,compresstype=zlib,compresslevel=3'`],
  ['GREENPLUM7', `gp_default_storage_options = 'compresstype=zlib,compresslevel=3'`],
];

describe.each(clusters)('a database with settings of its own: %s', (variable, storage) => {
  const cluster = liveCluster(variable);
  const facts = factsOf(variable);

  /** Dumped with these options, dropped, and made anew by what restores: it must have what it had. */
  const expectSame = (
    options: readonly string[],
    restore: (file: string, conninfo: string) => Promise<ToolResult>,
  ): Promise<void> =>
    cluster!.withDatabase((database) =>
      withTempDir(async (directory) => {
        const conninfo = cluster!.conninfo(database);
        await using maintenance = await cluster!.connect(null);
        for (const setting of ['gp_use_legacy_hashops = on', `${storage}`])
          await maintenance.execute(`ALTER DATABASE ${database} SET ${setting}`);
        if (variable === 'GREENPLUM7')
          await maintenance.execute(`ALTER DATABASE ${database} SET default_table_access_method = ao_row`);
        {
          await using session = await cluster!.connect(database);
          await session.execute(tables);
        }
        const expected = await contentsOf(conninfo, facts);
        const file = join(directory, 'archive');
        const dumped = await gpferry(['dump', ...options, '-f', file, '-d', conninfo]);
        expect(dumped.status, dumped.stderr).toBe(0);
        await maintenance.execute(`DROP DATABASE ${database}`);
        const restored = await restore(file, cluster!.conninfo('postgres'));
        await maintenance.execute(`CREATE DATABASE ${database}`).catch(() => {});
        expect(restored.stderr).not.toContain('ERROR');
        expect(restored.status, restored.stderr).toBe(0);
        expect(await contentsOf(conninfo, facts)).toEqual(expected);
      }),
    );

  const without = withoutCluster(variable);

  it.skipIf(cluster === null)(`comes back with gpferry restore --create${without}`, async () => {
    await expectSame(['-Fc'], (file, to) => gpferry(['restore', '-C', '-d', to, file]));
    await expectSame(['-Fd'], (file, to) => gpferry(['restore', '-C', '-j2', '-d', to, file]));
  });

  it.skipIf(cluster === null)(`comes back with its own pg_restore --create and psql${without}`, async () => {
    await expectSame(['-Fc'], (file, to) => cluster!.tool('pg_restore', ['-C', '-d', to, file]));
    await expectSame(['-C'], (file, to) =>
      cluster!.tool('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-d', to, '-f', file]),
    );
  });
});
