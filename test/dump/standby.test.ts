import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { tempDir } from '../support/files.ts';
import { gpferryOk, pgToolOk } from '../support/pg-tools.ts';
import { databaseOn, describeWithServer, type TestDatabase } from '../support/server.ts';

describeWithServer('a dump of a standby', () => {
  let cluster: Cluster;
  let standby: TestDatabase;

  beforeAll(async () => {
    cluster = await startCluster({
      binDirectory: inject('pgBin') ?? '',
      standbyOf: 'CREATE TABLE kept AS SELECT 1 AS i;\nCREATE UNLOGGED TABLE lost AS SELECT 2 AS i;',
    });
    standby = databaseOn(cluster.address, 'postgres');
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  it.each(['-j1', '-j2'])(
    'holds what pg_dump’s does: nothing of unlogged tables but definitions (%s)',
    async (jobs) => {
      await using directory = await tempDir();
      const args = (archive: string) => ['-Fd', jobs, '-f', archive, ...standby.connectionArgs, '-d', standby.database];
      await gpferryOk(['dump', ...args(`${directory.path}/ours`)]);
      await pgToolOk('pg_dump', args(`${directory.path}/theirs`));
      const script = (archive: string) =>
        pgToolOk('pg_restore', ['--restrict-key=x', '-f', '-', `${directory.path}/${archive}`]);
      const withoutVersion = (text: string) => text.replace(/^-- Dumped by .*$/m, '');
      expect(withoutVersion(await script('ours'))).toBe(withoutVersion(await script('theirs')));
      expect(await script('ours')).toContain('CREATE UNLOGGED TABLE public.lost');
    },
  );
});
