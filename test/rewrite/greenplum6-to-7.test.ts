import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../src/archive/formats.ts';
import type { Diagnostic } from '../../src/log.ts';
import { rewriteEntries } from '../../src/rewrite/rewrite-entries.ts';
import { targets } from '../../src/rewrite/targets.ts';
import { withoutRunMarks } from '../support/dump-text.ts';
import { gpferry, gpferryOk } from '../support/pg-tools.ts';
import { conninfo } from '../support/databases.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';
import { repository } from '../support/repository.ts';

const directory = join(repository, 'fixtures', 'rewrite', 'greenplum-6');
const source = join(directory, 'source.dump');

/** With GPFERRY_UPDATE_FIXTURES what is said now is expected from now on: the live test is to say whether it is right. */
async function expectFixture(name: string, text: string): Promise<void> {
  const path = join(directory, name);
  if (process.env.GPFERRY_UPDATE_FIXTURES !== undefined) await writeFile(path, text, 'latin1');
  expect(text).toBe(await readFile(path, 'latin1'));
}

describe('an archive of Greenplum 6, for 7', () => {
  it('is written as Greenplum 7 takes it', async () => {
    const script = await gpferryOk(['restore', '-s', '--target=greenplum7', '-f', '-', source]);
    await expectFixture('greenplum7.sql', withoutRunMarks(script));
  });

  it('tells what it will have otherwise, and what not at all', async () => {
    const { stderr } = await gpferry(['restore', '-s', '--target=greenplum7', '-f', '-', source]);
    await expectFixture('greenplum7.notes', stderr.replace(/ from \S+,| in [\d.]+ s/g, ''));
  });

  it('is not changed again', async () => {
    await using reader = await openArchive({ path: source });
    const told: Diagnostic[] = [];
    const reporter = { diagnostic: (each: Diagnostic) => void told.push(each), verbose: () => {}, progress: () => {} };
    const first = rewriteEntries(reader.entries, targets.greenplum7, reporter);
    told.length = 0;
    const second = rewriteEntries(first.entries, targets.greenplum7, reporter);
    expect(told).toEqual([]);
    expect(second.entries).toEqual(first.entries);
    expect(second.summary).toMatchObject({ changed: 0, leftOut: 0 });
  });

  it('is as it was where nobody asked for a target', async () => {
    const asIs = await gpferryOk(['pg_restore', '-s', '-f', '-', source]);
    expect(asIs).toContain('cdbhash_int4_ops');
    expect(asIs).toContain('PARTITION BY LIST(a, b)');
  });
});

describe('an archive of Greenplum 6, for PostgreSQL', () => {
  it('is written as PostgreSQL takes it', async () => {
    const script = await gpferryOk(['restore', '-s', '--target=postgresql', '-f', '-', source]);
    await expectFixture('postgresql.sql', withoutRunMarks(script));
  });

  it('tells what it will have otherwise, and what not at all', async () => {
    const { stderr } = await gpferry(['restore', '-s', '--target=postgresql', '-f', '-', source]);
    await expectFixture('postgresql.notes', stderr.replace(/ from \S+,| in [\d.]+ s/g, ''));
  });
});

describeWithServer('an archive of Greenplum 6, in PostgreSQL', () => {
  it('is restored without an error, with all its rows', () =>
    withDatabase(async ({ database, query }) => {
      const { stderr } = await gpferry(['restore', '-j2', '--no-owner', '-x', '-d', conninfo(database), source]);
      expect(stderr).not.toContain('ERROR');
      const [{ rows } = { rows: '' }] = await query(
        `SELECT (SELECT count(*) FROM s.multi) || ' ' || (SELECT count(*) FROM s.templ) || ' ' ||
           (SELECT count(*) FROM s.with_ext) || ' ' || (SELECT count(*) FROM s.moved) AS rows`,
      );
      expect(rows).toBe('303 300 30 20');
      const bounds = await query(
        `SELECT relname, pg_get_expr(relpartbound, oid) AS bound FROM pg_class
         WHERE relispartition AND relkind = 'r' AND relname ~ '^(date|num)_bounds' ORDER BY relname`,
      );
      expect(bounds.map(({ relname, bound }) => `${relname} ${bound}`)).toEqual([
        "date_bounds_1_prt_a FOR VALUES FROM ('2020-01-02') TO ('2020-07-01')",
        'num_bounds_1_prt_a FOR VALUES FROM (1.00) TO (2.51)',
        'num_bounds_1_prt_b FOR VALUES FROM (2.51) TO (9.00)',
      ]);
    }));
});
