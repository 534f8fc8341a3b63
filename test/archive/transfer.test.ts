import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createArchive, openArchive } from '../../src/archive/formats.ts';
import { transferArchive } from '../../src/archive/transfer.ts';
import { withTempDir } from '../support/files.ts';
import { defaultGzip, noCompression, readArchive, sampleArchive, writeArchive } from './sample-archive.ts';

describe('transferArchive', () => {
  it('writes the header and the entries it is given, with the data of the reader', () =>
    withTempDir(async (directory) => {
      const sample = sampleArchive(14, noCompression);
      await writeArchive(createArchive('custom', { path: join(directory, 'from') }), sample);
      const entries = sample.entries.map((entry) => ({ ...entry, owner: 'somebody' }));
      const header = { ...sample.header, version: { major: 1, minor: 13, revision: 0 }, compression: defaultGzip };
      await using reader = await openArchive({ path: join(directory, 'from') });
      await using writer = createArchive('directory', { path: join(directory, 'to') });
      await transferArchive(reader, writer, { header, entries });
      await using copy = await openArchive({ path: join(directory, 'to') });
      expect(await readArchive(copy)).toEqual({ ...sample, header, entries });
    }));

  it('may write fewer entries than there are', () =>
    withTempDir(async (directory) => {
      const sample = sampleArchive(14, noCompression);
      await writeArchive(createArchive('tar', { path: join(directory, 'from') }), sample);
      await using reader = await openArchive({ path: join(directory, 'from') });
      await using writer = createArchive('custom', { path: join(directory, 'to') });
      const entries = sample.entries.filter(({ tag }) => tag !== 'many');
      await transferArchive(reader, writer, { entries });
      await using copy = await openArchive({ path: join(directory, 'to') });
      const { data, largeObjects } = await readArchive(copy);
      expect([...data.keys()]).toEqual([20, 22]);
      expect(largeObjects).toEqual(sample.largeObjects);
    }));

  it('tells of every entry and every byte', () =>
    withTempDir(async (directory) => {
      const sample = sampleArchive(16, defaultGzip);
      await writeArchive(createArchive('custom', { path: join(directory, 'from') }), sample);
      await using reader = await openArchive({ path: join(directory, 'from') });
      await using writer = createArchive('custom', { path: '/dev/null' });
      const begun: number[] = [];
      const counted = new Map<number, number>();
      await transferArchive(reader, writer, {
        onEntry: ({ dumpId }) => void begun.push(dumpId),
        onProgress: ({ dumpId }, bytes) => void counted.set(dumpId, (counted.get(dumpId) ?? 0) + bytes),
      });
      expect(begun).toEqual([21, 20, 22, 40]);
      const objects = [...(sample.largeObjects.get(40)?.values() ?? [])];
      expect(counted).toEqual(
        new Map([
          ...[...sample.data].map(([dumpId, text]) => [dumpId, text.length] as const),
          [40, objects.reduce((sum, text) => sum + text.length, 0)],
        ]),
      );
    }));
});
