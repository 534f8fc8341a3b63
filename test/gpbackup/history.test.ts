import { chmod, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { describe, expect, it } from 'vitest';
import { readHistory } from '../../src/gpbackup/history.ts';
import { runHere } from '../commands/fake-io.ts';
import { backupSet } from '../support/backup-sets.ts';
import { withTempDir } from '../support/files.ts';

const histories = join(backupSet('history'), '..');
const database = join(histories, 'gpbackup_history.db');
const yaml = join(histories, 'gpbackup_history.yaml');

describe('the history of backups', () => {
  it('is read of a database', async () => {
    const history = await readHistory(database);
    expect([...history.keys()]).toHaveLength(6);
    expect(history.get('20261121032307')).toMatchObject({
      needs: ['20261121032301'],
      config: { databaseName: 'bkincr', incremental: true, status: 'Success', segmentCount: 3, deleted: '' },
    });
    expect(history.get('20261121033218')?.config.status).toBe('Failure');
    expect(history.get('20261121034020')?.config.plugin).toBe('example_plugin.bash');
    expect(history.get('20261121031735')?.config.includesSchemas).toBe(true);
  });

  it('is read of YAML', async () => {
    const history = await readHistory(yaml);
    expect([...history.keys()]).toEqual(['20261121033146', '20261121033138', '20261121033123']);
    expect(history.get('20261121033138')).toMatchObject({
      needs: [],
      config: { databaseName: 'bktest', backupVersion: '1.15.0+dev.1.g3ea0c04', status: '' },
    });
  });

  it('leaves nothing beside the database', () =>
    withTempDir(async (directory) => {
      await copyFile(database, join(directory, 'history.db'));
      await chmod(join(directory, 'history.db'), 0o444);
      await readHistory(join(directory, 'history.db'));
      expect(await readdir(directory)).toEqual(['history.db']);
    }));

  it('is an error where it is none', () =>
    withTempDir(async (directory) => {
      const broken = join(directory, 'gpbackup_history.db');
      await writeFile(broken, `SQLite format 3\0${'x'.repeat(5000)}`);
      await expect(readHistory(broken)).rejects.toThrow(`could not read the history of backups in "${broken}"`);
    }));
});

describe('gpferry list --history', () => {
  it('says of sets what the history knows, also of those whose files are elsewhere', async () => {
    const sets = join(backupSet('greenplum-6/schemas'), '..', '..');
    const { status, stdout, stderr } = await runHere(['list', '--backup-dir', sets, '--history', database]);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "  TIMESTAMP       DATABASE  KIND            SEGMENTS  SIZE     GPBACKUP               STATUS                                NEEDS
        20261121031735  bktest    full, filtered  3         24.1 kB  1.30.5+dev.0.g78ca035  Success
        20261121032301  bkincr    full            0 of 3             1.30.5+dev.0.g78ca035  Success, its files are not here
        20261121032307  bkincr    incremental     0 of 3             1.30.5+dev.0.g78ca035  Success, its files are not here       20261121032301
        20261121032431  bklatin   full            3         18.8 kB  1.30.5+dev.0.g78ca035  Success
        20261121033218  bktest    full            0 of 3             1.30.0+dev.7.gc0fc98b  Failure
        20261121034020  bktest    full            0 of 3             1.30.5+dev.0.g78ca035  Success, held by example_plugin.bash
      "
    `);
  });

  it('says of incremental sets which others they need', async () => {
    const { stdout } = await runHere(['list', '--history', database, '--json']);
    const { sets } = JSON.parse(stdout) as { sets: readonly { timestamp: string; needs: readonly string[] }[] };
    expect(sets.find(({ timestamp }) => timestamp === '20261121032307')?.needs).toEqual(['20261121032301']);
  });

  it('finds it in the directory of the coordinator, with what has been deleted', () =>
    withTempDir(async (directory) => {
      await mkdir(join(directory, 'gpseg-1'));
      const own = join(directory, 'gpseg-1', 'gpbackup_history.db');
      await copyFile(database, own);
      await chmod(own, 0o644);
      const opened = new sqlite.Database(own);
      opened.run("UPDATE backups SET date_deleted = '20261122010203' WHERE timestamp = '20261121032301'");
      opened.run("UPDATE backups SET date_deleted = 'In progress' WHERE timestamp = '20261121032307'");
      opened.close();
      const { stdout } = await runHere(['list', '--backup-dir', directory]);
      expect(stdout).toMatch(/20261121032301 .* Success, deleted on 2026-11-22\n/);
      expect(stdout).toMatch(/20261121032307 .* Success, deletion: in progress /);
    }));
});
