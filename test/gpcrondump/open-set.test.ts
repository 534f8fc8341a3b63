import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listDumps } from '../../src/gpcrondump/list-dumps.ts';
import { openSet, type SetReader } from '../../src/gpcrondump/open-set.ts';
import { silentReporter } from '../../src/log.ts';
import type { PlacementCheck } from '../../src/gpbackup/placement-check.ts';
import { placement } from '../../src/placement/placement.ts';
import { isUnpredictable } from '../../src/placement/value-hash.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { backupSet } from '../support/backup-sets.ts';
import { withTempDir } from '../support/files.ts';
import { type DumpRun, type DumpShape, writeGpDump } from '../support/gp-dump.ts';
import { type MadeDatabase, rowsOf, shop, storedTables } from '../support/made-database.ts';

const timestamp = '20160714030405';

const open = (directory: string, asked?: string): Promise<SetReader> =>
  openSet({ directories: [directory], timestamp: asked }, silentReporter);

/** A dump of a database, of the shop unless another is given. */
const withDump = <T>(
  shape: DumpShape,
  work: (directory: string) => Promise<T>,
  { database = shop, runs = [{ timestamp }] }: { database?: MadeDatabase; runs?: readonly DumpRun[] } = {},
): Promise<T> =>
  withTempDir(async (directory) => {
    for (const run of runs) await writeGpDump(directory, database, run, shape);
    return await work(directory);
  });

async function payloadOf(reader: SetReader, entry: TocEntry): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of reader.readData(entry)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const fileAt = async (directory: string, pattern: RegExp): Promise<string> => {
  const files = await readdir(directory, { recursive: true });
  return join(
    directory,
    files.find((file) => pattern.test(basename(file)))!,
  );
};

describe('a dump of gpcrondump', () => {
  it('has the entries of the master, and rows of partitions that segments alone know', () =>
    withDump({}, async (directory) => {
      await using reader = await open(directory);
      const ofRows = reader.entries.filter(({ hasData }) => hasData);
      expect(ofRows.map(({ namespace, tag }) => `${namespace}.${tag}`)).toEqual([
        'public.item',
        'shop.item',
        'Odd "Schema".sch.ema "T"\\x',
        'shop.empty',
        'shop.sale_1_prt_february',
        'shop.sale_1_prt_january',
        'shop.sale_1_prt_other',
      ]);
      const index = reader.entries.find(({ desc }) => desc === 'INDEX')!;
      for (const { dumpId, tag } of ofRows.filter(({ tag: each }) => each.startsWith('sale_'))) {
        expect(index.dependencies, tag).toContain(dumpId);
      }
      expect(reader.entries.map(({ desc }) => desc)).not.toContain('SEARCHPATH');
    }));

  it('has the values of sequences that the master has, not those of segments', () =>
    withDump({}, async (directory) => {
      await using reader = await open(directory);
      const sets = reader.entries.filter(({ desc }) => desc === 'SEQUENCE SET');
      expect(sets.map(({ definition }) => definition)).toEqual([
        "SELECT pg_catalog.setval('item_id_seq', 4711, true);\n",
      ]);
    }));

  it.each([{}, { gzip: false }])('has each row once, and tells how many came from where %o', (shape) =>
    withDump(shape, async (directory) => {
      await using reader = await open(directory);
      for (const entry of reader.entries.filter(({ hasData }) => hasData).toReversed()) {
        const stored = shop.tables
          .flatMap(storedTables)
          .find(({ name, schema }) => name === entry.tag && schema === entry.namespace)!;
        const payload = await payloadOf(reader, entry);
        expect(payload.endsWith('\\.\n\n\n')).toBe(true);
        expect(payload.split('\n').slice(0, -4).toSorted()).toEqual([...(stored.rows ?? [])].toSorted());
      }
      const all = shop.tables.flatMap(rowsOf).length;
      const counts = [...reader.counts.values()].flatMap(({ segments }) => segments ?? []);
      expect(counts.reduce((sum, { rows }) => sum + rows, 0)).toBe(all);
      expect(counts.filter(({ content }) => content === 2).length).toBe(7);
    }),
  );

  it('has OIDs where it was asked for them, and tables without columns', () =>
    withDump(
      { gzip: false },
      async (directory) => {
        await using reader = await open(directory);
        const [ofOids, ofNothing] = reader.entries.filter(({ hasData }) => hasData);
        expect(ofOids?.copyStatement).toBe('COPY t (a) WITH OIDS FROM stdin;\n');
        expect((await payloadOf(reader, ofOids!)).split('\n').toSorted()).toContain('16385\tx');
        expect(await payloadOf(reader, ofNothing!)).toBe('\n\n\\.\n\n\n');
      },
      {
        database: {
          owner: 'gpadmin',
          tables: [
            { schema: 'public', name: 't', columns: [['a', 'text']], rows: ['16384\tw', '16385\tx'], withOids: true },
            { schema: 'public', name: 'nothing', columns: [], rows: ['', ''] },
            { schema: 'public', name: 'item', columns: [['id', 'integer']] },
            { schema: 'shop', name: 'sale', columns: [['day', 'date']] },
          ],
        },
      },
    ));

  it('is taken by its timestamp, or as the newest, among sets of gpbackup', () =>
    withDump(
      {},
      async (directory) => {
        await using newest = await open(directory);
        expect(newest.contents).toMatchObject({ timestamp: '20170714030405', segments: 3, globals: '' });
        await using asked = await open(directory, timestamp);
        expect(asked.contents.timestamp).toBe(timestamp);
        const directories = [directory, backupSet('greenplum-6/latin1')];
        await using other = await openSet({ directories }, silentReporter);
        expect(other.contents.timestamp).toBe('20261121032431');
        await using older = await openSet({ directories, timestamp }, silentReporter);
        expect(older.contents.timestamp).toBe(timestamp);
      },
      { runs: [{ timestamp }, { timestamp: '20170714030405' }] },
    ));

  it('is of Greenplum 4 where names are of the old scheme, with a prefix or without', () =>
    withDump({ naming: 'old', prefix: 'a_b', segments: 2 }, async (directory) => {
      expect(basename(await fileAt(directory, /_0_3_/))).toBe(`a_b_gp_dump_0_3_${timestamp}.gz`);
      await using reader = await open(directory);
      expect(reader.contents.segments).toBe(2);
      expect(reader.header).toMatchObject({
        databaseName: 'shop',
        dumperVersion: 'gp_dump',
        createdAt: { year: 2016 },
      });
      expect(reader.entries.find(({ desc }) => desc === 'DATABASE')).toMatchObject({ tag: 'shop', owner: 'gpadmin' });
    }));
});

describe('where rows belong', () => {
  const items = shop.tables.filter(({ name, schema }) => name === 'sale' || (name === 'item' && schema === 'public'));
  const database: MadeDatabase = { ...shop, tables: items };
  const key = { name: 'id', type: { kind: 'base', name: 'int4' } as const, operatorClass: 'cdbhash_int4_ops' };
  const place = (row: string, segments: number): number => {
    const found = placement([key], segments);
    return isUnpredictable(found) ? 0 : found.segmentOf([Buffer.from(row.slice(0, row.indexOf('\t')))]);
  };
  const check = async (directory: string): Promise<PlacementCheck | null | undefined> => {
    await using reader = await openSet({ directories: [directory], checksPlacement: true }, silentReporter);
    for (const entry of reader.entries.filter(({ hasData }) => hasData)) await payloadOf(reader, entry);
    return reader.placement;
  };

  it('is known of tables and their partitions', () =>
    withDump({ place }, async (directory) => expect((await check(directory))?.unchecked.size).toBe(0), { database }));

  it('is an error where they do not', () =>
    withDump(
      {},
      async (directory) => {
        const checking = check(directory);
        await expect(checking).rejects.toThrow(/row \d+ of segment \d belongs to segment \d/);
        await expect(checking).rejects.toHaveProperty(
          'detail',
          expect.stringMatching(/^file ".*", table public.item, segment/),
        );
      },
      { database },
    ));

  it('is told to be unknown of INSERT commands', () =>
    withDump({ rows: 'inserts' }, async (directory) => expect((await check(directory))?.unchecked.size).toBe(4), {
      database,
    }));
});

const chain: readonly DumpRun[] = [
  { timestamp },
  { timestamp: '20160715030405', upon: { full: timestamp, changed: ['shop.item'] } },
  { timestamp: '20160716030405', upon: { full: timestamp, changed: ['public.item'] } },
];

describe('what an instance has logged', () => {
  it.each([
    ['20170714:03:04:06|gp_dump_agent-[ERROR]:-could not write', true],
    ['psql: ERROR:  out of disk space', true],
    ['no error', false],
  ])('of %j is a failure of the dump: %s', (line, isFailure) =>
    withDump({}, async (directory) => {
      const path = await fileAt(directory, /gp_dump_status_1_/);
      await writeFile(path, `begun\n${line}\nFinished successfully\n`);
      const opening = open(directory);
      if (isFailure) {
        await expect(opening).rejects.toThrow(`dump ${timestamp} has failed when it was made`);
        await expect(opening).rejects.toHaveProperty('detail', `file "${path}": ${line}`);
      } else await (await opening)[Symbol.asyncDispose]();
      expect((await listDumps([directory])).map(({ status }) => status)).toEqual([isFailure ? 'Failure' : 'Success']);
    }),
  );
});

describe('a chain of dumps', () => {
  it('is listed with what each needs', () =>
    withDump(
      { segments: 2 },
      async (directory) => {
        await rm(await fileAt(directory, /gp_dump_1_3_20160715/));
        const listed = await listDumps([directory]);
        expect(
          listed.map((set) => [set.timestamp, set.kind, set.status, set.segments.found, set.needs.length]),
        ).toEqual([
          [timestamp, 'full', 'Success', 2, 0],
          ['20160715030405', 'incremental', 'Success, files of segments are missing', 1, 1],
          ['20160716030405', 'incremental', 'Success', 2, 2],
        ]);
      },
      { runs: chain },
    ));

  it('has its last link alone where that is wanted', () =>
    withDump(
      {},
      async (directory) => {
        await using reader = await openSet({ directories: [directory], incremental: true }, silentReporter);
        const ofRows = reader.entries.filter(({ hasData }) => hasData);
        expect(ofRows.map(({ namespace, tag }) => `${namespace}.${tag}`)).toEqual(['public.item']);
      },
      { runs: chain },
    ));
});

describe('it is an error', () => {
  it('to ask for one that is not there', () =>
    withDump({}, async (directory) => {
      const opening = open(directory, '20200101000000');
      await expect(opening).rejects.toThrow('there is no backup 20200101000000 in');
      await expect(opening).rejects.toHaveProperty('hint', 'There are: 20160714030405.');
    }));

  it('where a script is of no instance that the report names', () =>
    withDump({}, async (directory) => {
      const script = await fileAt(directory, /gp_dump_1_3_/);
      await writeFile(script.replace('1_3', '1_9'), await readFile(script));
      await expect(open(directory)).rejects.toThrow('is of no instance that the report of dump 20160714030405 names');
    }));

  it.each([
    [/gp_dump_1_3_\d+\.gz$/, 'a file of dump 20160714030405 is missing', 'gp_dump_1_3_20160714030405.gz of segment 1'],
    [/gp_dump_-1_1_\d+\.gz$/, 'a file of dump 20160714030405 is missing', 'of the master'],
    [/_post_data\.gz$/, 'a file of dump 20160714030405 is missing', '_post_data of the master'],
    [/\.rpt$/, 'has no file "gp_dump_20160714030405.rpt"', undefined],
  ])('where %s is missing', (pattern, message, detail) =>
    withDump({}, async (directory) => {
      await rm(await fileAt(directory, pattern));
      const opening = open(directory);
      await expect(opening).rejects.toThrow(message);
      if (detail !== undefined) await expect(opening).rejects.toHaveProperty('detail', expect.stringContaining(detail));
    }),
  );

  it.each([
    ['Succeeded \n\tsegment 1', 'Failed with error: \n{out of space}\n\tsegment 1', 'has failed when it was made'],
    ['finished successfully', 'finished unsuccessfully with  1  failures', 'has failed when it was made'],
    ['segment 1 (', 'segment 2 (', 'the report names no segment 1'],
    ['segment 1 (', 'segment 0 (', 'the report names twice segment 0'],
    ['Key: 2016', 'Key: 2015', 'the report is of dump 20150714030405, not of 20160714030405'],
    ['Type: Full', 'Type: Half', 'the report tells of a dump of type "Half"'],
  ])('where the report says not "%s" but "%s"', (whole, other, message) =>
    withDump({}, async (directory) => {
      const report = await fileAt(directory, /\.rpt$/);
      await writeFile(report, (await readFile(report, 'latin1')).replace(whole, other));
      await expect(open(directory)).rejects.toThrow(message);
    }),
  );

  it.each([
    ['line\\nfeed', 'line\tfeed', 'a row has 3 columns, not 2'],
    ['COPY item (id, note)', 'COPY item (note, id)', 'are other columns than on other segments'],
    ['Name: empty; Type: TABLE DATA', 'Name: empty; Type: TABLE', 'stand where no comment tells of them'],
    ['SET search_path = shop', 'SET search_path = shap', 'stand where no comment tells of them'],
    ['\n\\.\n', '\n', 'segment 1 has no rows of table shop.item, not even none'],
  ])('where a script has not %j but %j', (whole, other, message) =>
    withDump({ gzip: false, segments: 2 }, async (directory) => {
      const script = await fileAt(directory, /gp_dump_1_3_\d+$/);
      const text = await readFile(script, 'utf8');
      await writeFile(script, text.replace(whole, other));
      const reading = async (): Promise<void> => {
        await using reader = await open(directory);
        for (const entry of reader.entries.filter(({ hasData }) => hasData)) await payloadOf(reader, entry);
      };
      await expect(reading()).rejects.toThrow(message);
    }),
  );

  it.each([
    [/_increments$/, 'there is no full dump that dump 20160716030405 was made upon'],
    [/20160715\d+\.rpt$/, 'dump 20160715030405 has no file "gp_dump_20160715030405.rpt"'],
    [/20160715\d+_dirty_list$/, 'dump 20160715030405 has no file "gp_dump_20160715030405_dirty_list"'],
    [/20160716\d+_table_list$/, 'dump 20160716030405 has no file "gp_dump_20160716030405_table_list"'],
  ])('where %s of a chain is missing', (pattern, message) =>
    withDump(
      {},
      async (directory) => {
        await rm(await fileAt(directory, pattern));
        await expect(open(directory)).rejects.toThrow(message);
      },
      {
        runs: chain,
      },
    ),
  );
});
