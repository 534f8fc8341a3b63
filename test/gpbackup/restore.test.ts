import { expect, it } from 'vitest';
import { runHere } from '../commands/fake-io.ts';
import { backupSet, digestQuery, tablesIn } from '../support/backup-sets.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';

describeWithServer('a backup set restored into PostgreSQL', () => {
  it.each(['greenplum-6/latin1', 'greenplum-7/latin1-single-zstd', 'greenplum-6/schemas'])(
    '%s has every row of the tables',
    (name) =>
      withDatabase(async (database) => {
        const { host, port, user } = database;
        const address = ['-h', host, '-p', String(port), '-U', user, '-d', database.database];
        // Extensions that the set asks for are not on every machine, and no table needs one.
        const { stderr } = await runHere(['restore', '--target=postgresql', '-O', '-x', ...address, backupSet(name)]);
        await database.query("SET timezone = 'UTC'");
        for (const { table, rows, md5 } of await tablesIn(name)) {
          expect(await database.query(digestQuery(table)), `${table}\n${stderr}`).toEqual([{ rows, md5 }]);
        }
      }),
  );
});
