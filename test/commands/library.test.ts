import { join } from 'node:path';
import { expect, it } from 'vitest';

import { list, openArchive, restore } from '../../src/index.ts';
import { withTempDir } from '../support/files.ts';
import { pgToolOk } from '../support/pg-tools.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';

describeWithServer('the library', () => {
  it('opens, lists and restores an archive', async () => {
    await withTempDir(async (directory) => {
      const path = join(directory, 'x.dump');
      await withDatabase(async ({ database, query }) => {
        await query('CREATE TABLE t AS SELECT generate_series(1, 10) AS a; CREATE TABLE u ()');
        await pgToolOk('pg_dump', ['-Fc', '-f', path, database]);
      });
      await using reader = await openArchive({ path });
      expect(reader.entries.map(({ desc }) => desc)).toContain('TABLE DATA');
      const { format, entries } = await list({ archive: { path }, tables: ['t'] });
      expect(format).toBe('custom');
      expect(entries.map(({ desc, tag }) => `${desc} ${tag}`)).toEqual(['TABLE t', 'TABLE DATA t']);
      await withDatabase(async ({ host, port, user, database, query }) => {
        const target = { connection: { host, port, user, database } };
        const summary = await restore({ archive: { path }, target, tables: ['t'] });
        expect(summary).toMatchObject({ entries: 2, tables: 1, rows: 10, errors: 0 });
        expect(await query('SELECT sum(a)::int AS sum FROM t')).toEqual([{ sum: 55 }]);
        await expect(restore({ archive: { path }, target, exitOnError: true })).rejects.toThrow('already exists');
        const reason = new Error('enough');
        await expect(
          restore({ archive: { path }, target }, undefined, { signal: AbortSignal.abort(reason) }),
        ).rejects.toBe(reason);
      });
    });
  });
});
