import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toByteString } from '../../src/model/text.ts';
import { backupSet, digestQuery, tablesIn } from '../support/backup-sets.ts';
import { withTempDir } from '../support/files.ts';
import { liveCluster, withoutCluster } from '../support/live-cluster.ts';
import { gpferryOk, pgTool } from '../support/pg-tools.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';

const ways = ['custom', 'custom -j4', 'directory -j4', 'tar', 'plain'];
const setsOf6 = ['greenplum-6/latin1', 'greenplum-6/schemas'];
const setsOf7 = ['greenplum-7/latin1-single-zstd'];

/** A set as an archive or a script. */
async function converted(name: string, way: string, directory: string): Promise<string> {
  const file = join(directory, 'set');
  await gpferryOk(['convert', '--backup-dir', backupSet(name), `--format=${way.split(' ')[0]}`, '-f', file]);
  return file;
}

/** Greenplum 6's own pg_restore wants an argument behind -x. */
const loading = (way: string, database: string, file: string): [string, string[]] =>
  way === 'plain'
    ? ['psql', ['-X', '-q', '-d', database, '-f', file]]
    : ['pg_restore', ['--no-owner', '--no-acl', ...way.split(' ').slice(1), '-d', database, file]];

describeWithServer('PostgreSQL’s own programs find every row in a converted set', () => {
  it.each([...setsOf6, ...setsOf7].flatMap((name) => ways.map((way) => [name, way] as const)))(
    '%s as %s',
    (name, way) =>
      withTempDir((directory) =>
        withDatabase(async (database) => {
          const file = await converted(name, way, directory);
          const rewritten = join(directory, 'rewritten');
          await gpferryOk(['rewrite', '--target=postgresql:15', '-f', rewritten, file]);
          // Roles and extensions that a set asks for are not on every machine, and no table needs one.
          const { stderr } = await pgTool(...loading(way, database.database, rewritten));
          await database.query("SET timezone = 'UTC'");
          for (const { table, rows, md5 } of await tablesIn(name)) {
            expect(await database.query(digestQuery(table)), `${table}\n${stderr}`).toEqual([{ rows, md5 }]);
          }
        }),
      ),
  );
});

describe.each([
  ['GREENPLUM6', setsOf6],
  ['GREENPLUM7', setsOf7],
] as const)('the programs of %s find every row in a converted set', (variable, sets) => {
  const cluster = liveCluster(variable);
  const cases = sets.flatMap((name) => ways.map((way) => [name, way] as const));
  it.skipIf(cluster === null).each(cases)(`%s as %s${withoutCluster(variable)}`, (name, way) =>
    withTempDir((directory) =>
      cluster!.withDatabase(async (database) => {
        const file = await converted(name, way, directory);
        const { stderr } = await cluster!.tool(...loading(way, cluster!.conninfo(database), file));
        await using session = await cluster!.connect(database);
        await session.execute("SET timezone = 'UTC'");
        for (const { table, rows, md5 } of await tablesIn(name)) {
          const [digest = {}] = await session.query(toByteString(digestQuery(table)));
          expect(Object.values(digest).join(' '), `${table}\n${stderr}`).toBe(`${rows} ${md5}`);
        }
      }),
    ),
  );
});
