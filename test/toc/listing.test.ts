import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listedEntries, tocListing } from '../../src/commands/listing.ts';
import { openArchive } from '../../src/archive/formats.ts';
import { silentReporter } from '../../src/log.ts';
import { defaultRestoreOptions, type RestoreOptions } from '../../src/restore/options.ts';
import { readUseList } from '../../src/toc/listing.ts';
import { genuineArchive, openSample, type SampleFormat, sampleFormats } from '../restore/sample.ts';
import { expectSameText } from '../support/databases.ts';
import { tempDir } from '../support/files.ts';
import { pgTool } from '../support/pg-tools.ts';
import { repository } from '../support/repository.ts';
import { describeWithServer, type TestDatabase } from '../support/server.ts';
import { entryOf } from './entries.ts';

describeWithServer('listings of archives', () => {
  let sample: TestDatabase & AsyncDisposable;

  beforeAll(async () => {
    sample = await openSample();
  });

  afterAll(async () => {
    await sample?.[Symbol.asyncDispose]();
  });

  const cases: readonly (readonly [SampleFormat, readonly string[], readonly string[], Partial<RestoreOptions>])[] = [
    ...sampleFormats.map((format) => [format, [], [], {}] as const),
    ['custom', ['-Z0'], ['-v'], { verbose: true }],
    ['custom', ['-Z9'], ['-v', '-s'], { verbose: true, data: false }],
    ['directory', [], ['-n', 's1', '-a'], { schemas: ['s1'], schema: false }],
    ['tar', [], ['-C', '-t', 't'], { create: true, tables: ['t'] }],
  ];

  it.each(cases)(
    'prints of a %s archive (pg_dump %j) what pg_restore -l %j prints',
    async (format, made, genuine, ours) => {
      await using directory = await tempDir();
      const path = await genuineArchive(sample, format, directory.path, made);
      const { stdout } = await pgTool('pg_restore', ['-l', ...genuine, path]);
      await using reader = await openArchive({ path });
      const options = { ...defaultRestoreOptions, ...ours };
      const listed = await listedEntries(reader, options, silentReporter, { all: options.verbose });
      expectSameText(tocListing(reader, listed, { dependencies: options.verbose }), stdout.toString('latin1'));
    },
  );
});

describe('compression in a listing', () => {
  it.each([
    [undefined, 'Compression: -1'],
    [15, 'Compression: -1'],
    [16, 'Compression: gzip'],
  ] as const)('of an archive of 15, as release %s says it', async (release, line) => {
    await using reader = await openArchive({ path: join(repository, 'fixtures/archives/postgresql-15/custom.dump') });
    expect(tocListing(reader, [], { dependencies: false, release })).toContain(line);
  });
});

describe('list files', () => {
  const entries = [1, 2, 3, 5].map((dumpId) => entryOf({ dumpId }));
  const read = (text: string) => {
    const { entries: ordered, listed, ignoredLines } = readUseList(text, entries);
    return { order: ordered.map(({ dumpId }) => dumpId), listed: [...listed], ignoredLines };
  };

  it('orders entries as the file does, those it leaves out first', () => {
    expect(read('5; 0 0 TABLE\n\n;2\n  3 and more\n')).toEqual({
      order: [1, 2, 5, 3],
      listed: [5, 3],
      ignoredLines: [],
    });
  });

  it('ignores lines without a number, with one out of range, or given before', () => {
    expect(read('x\n0\n-1;\n6\n3\n3 again;\n+2')).toEqual({
      order: [1, 5, 3, 2],
      listed: [3, 2],
      ignoredLines: ['x\n', '0\n', '-1', '6\n', '3 again'],
    });
  });

  it('takes entries of one number together', () => {
    const both = [
      entryOf({ dumpId: 1 }),
      ...['TYPE', 'TYPE STORAGE OPTIONS'].map((desc) => entryOf({ dumpId: 2, desc })),
    ];
    const { entries: ordered } = readUseList('2\n1\n2\n', both);
    expect(ordered).toEqual([both[1], both[2], both[0]]);
  });

  it('refuses a number in range that is not in the archive', () => {
    expect(() => read('4')).toThrow('could not find entry for ID 4');
  });

  it('reads an empty file as: nothing', () => {
    expect(read('')).toEqual({ order: [1, 2, 3, 5], listed: [], ignoredLines: [] });
  });
});
