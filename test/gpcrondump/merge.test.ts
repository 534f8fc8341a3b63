import { afterAll, beforeAll, expect, it } from 'vitest';
import { join } from 'node:path';
import { digestQuery } from '../support/backup-sets.ts';
import { withTempDir } from '../support/files.ts';
import { type DumpShape, writeGpDump } from '../support/gp-dump.ts';
import { liveCluster, withoutCluster } from '../support/live-cluster.ts';
import {
  type MadeDatabase,
  type MadeTable,
  qualified,
  rowsOf,
  shop,
  tablesForPostgres,
} from '../support/made-database.ts';
import { gpferryOk, pgToolOk } from '../support/pg-tools.ts';
import { describeWithServer, openDatabase, type TestDatabase, withDatabase } from '../support/server.ts';

type Digests = Readonly<Record<string, string>>;

const full = '20160714030405';
const later = '20160715030405';
const latest = '20160716030405';

/** What the tables hold, asked from a database. */
async function digestsOf(database: MadeDatabase, query: (sql: string) => Promise<readonly object[]>): Promise<Digests> {
  const digests: Record<string, string> = {};
  for (const table of database.tables) {
    const [row = {}] = await query(digestQuery(qualified(table)));
    digests[qualified(table)] = Object.values(row).join(' ');
  }
  return digests;
}

async function load(made: MadeDatabase, database: TestDatabase): Promise<Digests> {
  await pgToolOk('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', database.database], {
    input: `SET client_encoding = 'UTF8';\n${tablesForPostgres(made)}`,
  });
  return await digestsOf(made, (sql) => database.query(sql));
}

/** Days go on: one table is written anew, and a partition has other rows. */
const changedShop = (database: MadeDatabase, day: number): MadeDatabase => ({
  ...database,
  tables: database.tables.map((table): MadeTable => {
    if (table.name === 'item' && table.schema === 'shop' && day === 1)
      return { ...table, rows: rowsOf(table).slice(17) };
    if (table.name === 'sale') {
      const { sale_1_prt_january: january = [], ...others } = table.partitions ?? {};
      return { ...table, partitions: { ...others, sale_1_prt_january: january.map((row) => `${row}${day}`) } };
    }
    return table;
  }),
});

const shapes: readonly (readonly [string, DumpShape])[] = [
  ['of Greenplum 5, compressed by gzip', {}],
  ['of Greenplum 4', { naming: 'old', gzip: false, standardStrings: false }],
  ['of Greenplum 4, compressed, with a prefix', { naming: 'old', prefix: 'nightly_x', segments: 1 }],
  ['of many segments', { segments: 9, gzip: false }],
  ['of INSERT commands', { rows: 'inserts' }],
  ['of INSERT commands with escapes', { rows: 'column-inserts', naming: 'old', standardStrings: false, gzip: false }],
];

describeWithServer('a dump of gpcrondump has in PostgreSQL the rows that it was made of', () => {
  let source: TestDatabase & AsyncDisposable;
  let truth: Digests;
  beforeAll(async () => {
    source = await openDatabase();
    truth = await load(shop, source);
  });
  afterAll(async () => await source[Symbol.asyncDispose]());

  const restored = (directory: string, options: readonly string[] = []): Promise<Digests> =>
    withDatabase(async (database) => {
      const file = join(directory, 'shop.dump');
      await gpferryOk(['convert', '--backup-dir', directory, '-f', file]);
      await gpferryOk(['restore', '--target=postgresql', '--no-owner', '-d', database.database, ...options, file]);
      const [sequence] = await database.query('SELECT last_value::int AS value, is_called FROM public.item_id_seq');
      expect(sequence).toEqual({ value: 4711, is_called: true });
      return await digestsOf(shop, (sql) => database.query(sql));
    });

  it.each(shapes)('%s', (_, shape) =>
    withTempDir(async (directory) => {
      await writeGpDump(directory, shop, { timestamp: full }, shape);
      expect(await restored(directory)).toEqual(truth);
    }),
  );

  it('restored in parallel', () =>
    withTempDir(async (directory) => {
      await writeGpDump(directory, shop, { timestamp: full });
      expect(await restored(directory, ['-j', '3'])).toEqual(truth);
    }));

  it('by pg_restore itself, in parallel', () =>
    withTempDir(async (directory) => {
      await writeGpDump(directory, shop, { timestamp: full });
      const [file, rewritten] = [join(directory, 'shop.dump'), join(directory, 'rewritten.dump')];
      await gpferryOk(['convert', '--backup-dir', directory, '-f', file]);
      await gpferryOk(['rewrite', '--target=postgresql', '-f', rewritten, file]);
      await withDatabase(async (database) => {
        await pgToolOk('pg_restore', ['-j', '4', '--no-owner', '-d', database.database, rewritten]);
        expect(await digestsOf(shop, (sql) => database.query(sql))).toEqual(truth);
      });
    }));

  it.each(shapes.slice(0, 5))('%s, in increments', (_, shape) =>
    withTempDir(async (directory) => {
      const [second, third] = [changedShop(shop, 1), changedShop(changedShop(shop, 1), 2)];
      await writeGpDump(directory, shop, { timestamp: full }, shape);
      const changed = ['shop.item', 'shop.sale_1_prt_january', 'public.item'];
      await writeGpDump(directory, second, { timestamp: later, upon: { full, changed } }, shape);
      await writeGpDump(directory, third, { timestamp: latest, upon: { full, changed: changed.slice(1, 2) } }, shape);
      await using other = await openDatabase();
      expect(await restored(directory)).toEqual(await load(third, other));
    }),
  );
});

const greenplum6 = liveCluster('GREENPLUM6');

describeWithServer(`in Greenplum 6${withoutCluster('GREENPLUM6')}`, () => {
  it.skipIf(greenplum6 === null).each(shapes)('a dump %s has them as well', (_, shape) =>
    withTempDir(async (directory) => {
      await using source = await openDatabase();
      const truth = await load(shop, source);
      await writeGpDump(directory, shop, { timestamp: full }, shape);
      await greenplum6!.withDatabase(async (name) => {
        await gpferryOk(['restore', '--no-owner', '-d', greenplum6!.conninfo(name), '--backup-dir', directory]);
        await using session = await greenplum6!.connect(name);
        expect(await digestsOf(shop, (sql) => session.query(sql))).toEqual(truth);
      });
    }),
  );

  it.skipIf(greenplum6 === null)('its own pg_restore loses no row of a converted one in parallel', () =>
    withTempDir(async (directory) => {
      await using source = await openDatabase();
      const truth = await load(shop, source);
      await writeGpDump(directory, shop, { timestamp: full });
      const file = join(directory, 'shop.dump');
      await gpferryOk(['convert', '--backup-dir', directory, '-f', file]);
      await greenplum6!.withDatabase(async (name) => {
        const args = ['-j', '4', '--no-owner', '-d', greenplum6!.conninfo(name), file];
        const { status, stderr } = await greenplum6!.tool('pg_restore', args);
        expect(status, stderr).toBe(0);
        await using session = await greenplum6!.connect(name);
        expect(await digestsOf(shop, (sql) => session.query(sql))).toEqual(truth);
      });
    }),
  );
});
