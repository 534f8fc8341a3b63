import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inject, expect, it, describe } from 'vitest';
import { startCluster } from './cluster.ts';
import { tempDir } from './files.ts';
import { pgTool, pgToolOk } from './pg-tools.ts';
import { describeWithServer, server, withDatabase } from './server.ts';

describeWithServer('the test server', () => {
  it('is PostgreSQL 15 with UTF-8 and logical WAL, reached by TCP and by its socket', async () => {
    const sql = `SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding'), current_setting('wal_level')`;
    expect(await pgToolOk('psql', ['-XAtc', sql, 'postgres'])).toBe('15|UTF8|logical\n');
    const { socketDirectory } = server();
    expect(await pgToolOk('psql', ['-XAtc', 'SELECT 1', '-h', `${socketDirectory}`, 'postgres'])).toBe('1\n');
  });

  it('gives a database of its own, of any encoding and name, and drops it', async () => {
    const name = `näme "with" 'quotes'`;
    const encoding = await withDatabase(
      async (database) => {
        expect(database.database).toBe(name);
        return await database.query(`CREATE TABLE t (a int); SELECT current_setting('server_encoding') AS encoding`);
      },
      { encoding: 'LATIN1', name },
    );
    expect(encoding).toEqual([{ encoding: 'LATIN1' }]);
    const left = await pgToolOk('psql', [
      '-XAtc',
      `SELECT datname FROM pg_database WHERE datname LIKE 'n%me %'`,
      'postgres',
    ]);
    expect(left).toBe('');
  });

  it('passes on what a program prints, its status and its input', async () => {
    const failed = await pgTool('psql', ['-X', '-v', 'ON_ERROR_STOP=1', 'postgres'], { input: 'SELECT nothing;' });
    expect(failed.status).toBe(3);
    expect(failed.stderr).toContain('column "nothing" does not exist');
  });

  it('leaves no process and no file of a cluster that was stopped', async () => {
    const cluster = await startCluster({ binDirectory: `${inject('pgBin')}` });
    const home = dirname(cluster.dataDirectory);
    expect(existsSync(join(home, 'data', 'PG_VERSION'))).toBe(true);
    await cluster[Symbol.asyncDispose]();
    expect(existsSync(home)).toBe(false);
    expect(() => process.kill(cluster.pid, 0)).toThrow('ESRCH');
  });
});

describe('tempDir', () => {
  it('exists until its scope ends', async () => {
    let path: string;
    {
      await using directory = await tempDir();
      path = directory.path;
      expect(existsSync(path)).toBe(true);
    }
    expect(existsSync(path)).toBe(false);
  });
});
