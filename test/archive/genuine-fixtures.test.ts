import { createReadStream, readFileSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ArchiveReader } from '../../src/archive/archive.ts';
import { createArchive, openArchive } from '../../src/archive/formats.ts';
import { transferArchive } from '../../src/archive/transfer.ts';
import { withTempDir } from '../support/files.ts';
import { fixturePath } from '../toc/genuine-archives.ts';
import { type SampleArchive, noCompression, readArchive } from './sample-archive.ts';

const ofMajor: Readonly<Record<string, readonly string[]>> = {
  'postgresql-15': [
    'custom.dump',
    'custom-plain.dump',
    'custom-pipe.dump',
    'directory',
    'directory-plain',
    'archive.tar',
  ],
  'postgresql-18': ['custom.dump', 'custom-plain.dump', 'statistics.dump', 'directory', 'archive.tar'],
};
const cases = Object.entries(ofMajor).flatMap(([server, names]) => names.map((name) => `${server}/${name}`));

async function read(reader: ArchiveReader): Promise<SampleArchive> {
  await using open = reader;
  return await readArchive(open);
}

/** What fixtures/archives/create.sql puts into the database, by tag. */
function expectContents({ entries, data, largeObjects }: SampleArchive): void {
  const dataOf = (tag: string): string =>
    data.get(entries.find((entry) => entry.desc === 'TABLE DATA' && entry.tag === tag)?.dumpId ?? 0) ?? '';
  const customers = dataOf('customer').split('\n');
  expect(customers).toHaveLength(55);
  expect(customers[2]).toBe(
    '3\tcustomer 3\teccbc87e4b5ce2fe28308fd9f2a7baf3'.padEnd(109, 'eccbc87e4b5ce2fe28308fd9f2a7baf3'),
  );
  expect(customers.slice(50)).toEqual(['51\ttab\\tnewline\\nbackslash\\\\\t\\N', '\\.', '', '', '']);
  expect(dataOf('odd "name"')).toBe('1\t\\\\x0001ff\n2\t\\N\n\\.\n\n\n');
  expect(dataOf('empty')).toBe('\\.\n\n\n');
  expect([...largeObjects.values()]).toEqual([
    new Map([
      [16800, 'hello'],
      [16801, ''],
      [4000000000, '\x00\xff'.repeat(1500)],
    ]),
  ]);
}

describe('genuine archives', () => {
  it.each(cases)('%s: all data is read', async (name) => {
    expectContents(await read(await openArchive({ path: fixturePath(name) })));
  });

  it.each(cases.filter((name) => name.includes('.')))('%s: all data is read from a pipe', async (name) => {
    const stream = createReadStream(fixturePath(name), { highWaterMark: 100 });
    expectContents(await read(await openArchive({ stream, name: 'pipe' })));
  });

  it.each(cases)('%s: survives every other format', (name) =>
    withTempDir(async (directory) => {
      const original = await read(await openArchive({ path: fixturePath(name) }));
      for (const format of ['custom', 'directory', 'tar'] as const) {
        await using reader = await openArchive({ path: fixturePath(name) });
        await using writer = createArchive(format, { path: join(directory, format) });
        await transferArchive(reader, writer, { header: { ...reader.header, compression: noCompression } });
        const copy = await read(await openArchive({ path: join(directory, format) }));
        expect({ ...copy, header: null }).toEqual({ ...original, header: null });
      }
    }),
  );

  it('from pg_dump --inserts hold commands', async () => {
    const { data, entries } = await read(await openArchive({ path: fixturePath('postgresql-15/inserts.dump') }));
    const entry = entries.find(({ desc, tag }) => desc === 'TABLE DATA' && tag === 'odd "name"');
    expect(entry?.copyStatement).toBeNull();
    expect(data.get(entry?.dumpId ?? 0)).toBe(
      `INSERT INTO shop."odd ""name""" VALUES (1, '\\x0001ff');\nINSERT INTO shop."odd ""name""" VALUES (2, NULL);\n\n\n`,
    );
  });

  it('of Greenplum 6 hold dependencies on 0, which are not written again', () =>
    withTempDir(async (directory) => {
      await using reader = await openArchive({ path: fixturePath('greenplum-6/custom.dump') });
      expect(reader.header.version).toEqual({ major: 1, minor: 13, revision: 0 });
      expect(reader.entries.flatMap(({ dependencies }) => dependencies)).toContain(0);
      const path = join(directory, 'copy');
      await using writer = createArchive('custom', { path });
      await transferArchive(reader, writer);
      const copy = await read(await openArchive({ path }));
      expect(copy.entries.flatMap(({ dependencies }) => dependencies)).not.toContain(0);
    }));

  it('of Greenplum 7 may have no data at all', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'schema-only.dump');
      await writeFile(path, gunzipSync(readFileSync(fixturePath('greenplum-7/schema-only.dump.gz'))));
      const { data, entries } = await read(await openArchive({ path }));
      expect(data.size).toBe(0);
      expect(entries.length).toBeGreaterThan(100);
    }));

  it('tell how long their data are and where they lie', async () => {
    await using custom = await openArchive({ path: fixturePath('postgresql-15/custom-plain.dump') });
    await using directory = await openArchive({ path: fixturePath('postgresql-15/directory-plain') });
    await using pipe = await openArchive({ path: fixturePath('postgresql-15/custom-pipe.dump') });
    const entryOf = ({ entries }: ArchiveReader) => {
      const entry = entries.find(({ desc, tag }) => desc === 'TABLE DATA' && tag === 'customer');
      if (entry === undefined) throw new Error('no such entry');
      return entry;
    };
    // 51 rows and the end of the data as chunks of their own, 5 bytes of length each, 6 of header, 5 at the end.
    expect(custom.dataLength(entryOf(custom))).toBe(3219 + 52 * 5 + 11);
    expect(custom.dataPlace?.(entryOf(custom))).toMatch(/^Data Pos: [1-9]\d+$/);
    expect(directory.dataLength(entryOf(directory))).toBe(3219);
    expect(directory.dataPlace?.(entryOf(directory))).toBe(`File: ${entryOf(directory).dumpId}.dat`);
    expect(pipe.dataLength(entryOf(pipe))).toBeNull();
    expect(pipe.dataPlace?.(entryOf(pipe))).toBe('Data Pos: 0');
  });
});

/** From the description of the format: two rows in version 1.13, offsets not set. */
const smallest = inflateSync(
  Buffer.from(
    `eNqdkt9rwjAQx+t0QyJ73OvIWxVGUdmGInvo2qoDtaXNHgaDEtvaFbq2NNnr/vblh7/a6YsHl9wdueTD5evMzKXTuFVa7YZyyg7V3310xTxcKzdsG2uP2vD5
OLyudvGov13bbLVWhm2+rWbVhN+o3DP3LASDNIky6kdZkIdJFsMXqL6j6UidAHljo7JI469ucEoiUWtWUP+D8Is8ZHrIZY979VT0dLcwhOIsxGXoB3m2yctv
BuQTWrKNcLA8uwireR7L0l1j7uhoXk8F1kjUFpaBYBH7AaY4zWONRFTwJXFXJREugy+/wPRLfYAqcwHQuwQT7KMW88HwaSyOjrkJZipypL8uLMnXY264lo4s
KKqw+FmnSaBR2AWQGYZJRqM4KgEHumOnTdd2amcnQLJxVcmahOCSKXJC4zIiZ5k7e/3JodaBwQ4YmjrSjxqVnQYN2/k44sY9OHXtJVMCUyODPlBJytNUYhyD
vpz04bM7O1EOgNiGQLR8agDIYf8BHe59eQ==`,
    'base64',
  ),
);

describe('the smallest archive', () => {
  it('is read as the description of the format says', () =>
    withTempDir(async (directory) => {
      expect(smallest.length).toBe(912);
      const path = join(directory, 'smallest.dump');
      await writeFile(path, smallest);
      const { entries, data } = await read(await openArchive({ path }));
      expect(entries.map(({ dumpId, desc, tag }) => `${dumpId} ${desc} ${tag}`).slice(-2)).toEqual([
        '10 TABLE t',
        '11 TABLE DATA t',
      ]);
      expect(data).toEqual(new Map([[11, '1\n2\n\\.\n\n\n']]));
    }));
});

describe('the directory of fixtures', () => {
  it('holds nothing that is not read here', () => {
    expect(readdirSync(fixturePath('.')).toSorted()).toEqual([
      'README.md',
      'create.sql',
      'greenplum-6',
      'greenplum-7',
      'postgresql-15',
      'postgresql-18',
    ]);
  });
});
