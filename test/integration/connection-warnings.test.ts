import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withTempDir } from '../support/files.ts';
import { gpferry, pgTool } from '../support/pg-tools.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';

describeWithServer('what is said while a connection is made', () => {
  it.each([
    ['pg_dump', []],
    ['pg_dump', ['-Fd', '-j2']],
    ['pg_restore', []],
    ['pg_restore', ['-j2']],
  ])('is told as libpq tells it by %s %s', async (program, options) => {
    await withTempDir(async (directory) => {
      const passwords = join(directory, 'passwords');
      await writeFile(passwords, '*:*:*:*:known to all', { mode: 0o644 });
      await withDatabase(async ({ database, query }) => {
        await pgTool('pg_dump', ['-Fc', '-f', join(directory, 'archive'), database]);
        // The server warns of what it cannot compare, too.
        await query(`UPDATE pg_database SET datcollversion = 'old' WHERE datname = '${database}'`);
        const run = async (name: string, tool: typeof gpferry) => {
          const place = join(directory, name);
          const args = program === 'pg_dump' ? ['-f', place, database] : ['-d', database, join(directory, 'archive')];
          const env = { PGPASSFILE: passwords };
          const { status, stderr } = await tool([program, ...options, ...args], { env });
          // Each connection says it, and how many there are with -j depends on what there is to do.
          return { status, lines: [...new Set(stderr.split('\n').toSorted())] };
        };
        const ours = await run('ours', gpferry);
        expect(ours).toEqual(await run('theirs', ([name = '', ...args], more) => pgTool(name, args, more)));
        expect(ours.lines).toContain(
          `WARNING:  database "${database}" has no actual collation version, but a version was recorded`,
        );
      });
    });
  });

  it('is a warning of gpferry dump', async () => {
    await withDatabase(async ({ database, query }) => {
      await query(`UPDATE pg_database SET datcollversion = 'old' WHERE datname = '${database}'`);
      const { stderr } = await gpferry(['dump', database]);
      expect(stderr).toContain(`gpferry: warning: database "${database}" has no actual collation version, but`);
    });
  });
});
