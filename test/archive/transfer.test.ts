import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ArchiveReader, ArchiveWriter, LargeObject } from '../../src/archive/archive.ts';
import { createArchive, openArchive } from '../../src/archive/formats.ts';
import { StoredPayload } from '../../src/archive/stored-payload.ts';
import { transferArchive } from '../../src/archive/transfer.ts';
import type { DumpId } from '../../src/model/catalog-id.ts';
import type { Compression, TocEntry } from '../../src/toc/entry.ts';
import { holdsLargeObjects } from '../../src/toc/entry-table.ts';
import { withTempDir } from '../support/files.ts';
import {
  defaultGzip,
  entryOf,
  headerOf,
  noCompression,
  readArchive,
  sampleArchive,
  writeArchive,
} from './sample-archive.ts';

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

  describe('where compressed payloads are kept', () => {
    const fast: Compression = { method: 'gzip', level: 1 };
    const best: Compression = { method: 'gzip', level: 9 };

    it.each([
      ['custom', 'custom', fast],
      ['directory', 'directory', fast],
      // Other words around the same stream.
      ['custom', 'directory', best],
    ] as const)('from %s to %s they are %j', async (from, to, expected) =>
      withTempDir(async (directory) => {
        const sample = sampleArchive(14, fast);
        const written = { from: join(directory, 'from'), to: join(directory, 'to'), fresh: join(directory, 'fresh') };
        await writeArchive(createArchive(from, { path: written.from }), sample);
        await writeArchive(createArchive(to, { path: written.fresh }), {
          ...sample,
          header: { ...sample.header, compression: expected },
        });
        await using reader = await openArchive({ path: written.from });
        await using writer = createArchive(to, { path: written.to }, { keepsStored: true });
        await transferArchive(reader, writer, { header: { ...sample.header, compression: best } });
        await using copy = await openArchive({ path: written.to });
        await using fresh = await openArchive({ path: written.fresh });
        const { data, largeObjects } = await readArchive(copy);
        expect({ data, largeObjects }).toEqual({ data: sample.data, largeObjects: sample.largeObjects });
        expect(await compressedPayloads(copy)).toEqual(await compressedPayloads(fresh));
      }),
    );
  });

  describe('with several jobs', () => {
    it('writes the same archive', () =>
      withTempDir(async (directory) => {
        const sample = sampleArchive(16, noCompression);
        await writeArchive(createArchive('custom', { path: join(directory, 'from') }), sample);
        await using reader = await openArchive({ path: join(directory, 'from') });
        await using writer = createArchive('directory', { path: join(directory, 'to') });
        await transferArchive(reader, writer, { jobs: 3 });
        await using copy = await openArchive({ path: join(directory, 'to') });
        expect(await readArchive(copy)).toEqual(sample);
      }));

    it('carries that many entries at a time, large objects and the biggest first', async () => {
      const carried = new Carried();
      const transfer = transferArchive(carried, carried, { jobs: 2 });
      const steps: string[] = [];
      for (let left = 5; left > 0; left -= 1) {
        await new Promise(setImmediate);
        steps.push([...carried.underWay.keys()].join(' '));
        carried.end([...carried.underWay.keys()][0] ?? 0);
      }
      await transfer;
      expect(steps).toEqual(['5 3', '3 2', '2 1', '1 4', '4']);
    });

    it('ends the others when one fails, begins none after it and throws the first error', async () => {
      const carried = new Carried();
      const transfer = transferArchive(carried, carried, { jobs: 2 });
      await new Promise(setImmediate);
      carried.end(3, new Error('the disk is full'));
      await expect(transfer).rejects.toThrow('the disk is full');
      expect(carried.ended).toEqual([3, 5]);
      expect(carried.finished).toBe(false);
    });

    it('ends all of them when the caller’s signal aborts', async () => {
      const carried = new Carried();
      const interruption = new AbortController();
      const transfer = transferArchive(carried, carried, { jobs: 2, signal: interruption.signal });
      await new Promise(setImmediate);
      interruption.abort(new Error('terminated by user'));
      await expect(transfer).rejects.toThrow('terminated by user');
      expect(carried.ended.toSorted()).toEqual([3, 5]);
      expect(carried.finished).toBe(false);
    });
  });
});

/** Every payload as it is stored. */
async function compressedPayloads(reader: ArchiveReader): Promise<string[]> {
  const payloads: string[] = [];
  const add = async (payload: AsyncIterable<Uint8Array>): Promise<void> => {
    if (!(payload instanceof StoredPayload)) throw new Error('not as stored');
    const container = reader.format === 'custom' ? 'custom' : 'file';
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await payload.storedAs('gzip', container))!.bytes) chunks.push(Uint8Array.from(chunk));
    payloads.push(Buffer.concat(chunks).toString('hex'));
  };
  for (const entry of reader.entries.filter(({ hasData }) => hasData)) {
    if (holdsLargeObjects(entry)) for await (const { data } of reader.readLargeObjects(entry)) await add(data);
    else await add(reader.readData(entry));
  }
  return payloads;
}

/** Reader and writer in one: five payloads, each of which ends when it is told to or when its signal aborts. */
class Carried implements ArchiveReader, ArchiveWriter {
  readonly format = 'backup-set';
  readonly header = headerOf(14, noCompression);
  readonly entries = [
    entryOf(1, 'TABLE DATA', { hasData: true }),
    entryOf(2, 'TABLE DATA', { hasData: true }),
    entryOf(3, 'TABLE DATA', { hasData: true }),
    entryOf(4, 'TABLE DATA', { hasData: true }),
    entryOf(5, 'BLOBS', { hasData: true }),
  ];
  readonly access = 'random';
  readonly underWay = new Map<DumpId, (error: Error | null) => void>();
  readonly ended: DumpId[] = [];
  finished = false;

  end(dumpId: DumpId, error: Error | null = null): void {
    this.underWay.get(dumpId)?.(error);
  }

  dataLength({ dumpId }: TocEntry): number | null {
    return [null, 100, 200, 300][dumpId] ?? null;
  }

  // oxlint-disable-next-line require-yield
  async *readData({ dumpId }: TocEntry, signal?: AbortSignal): AsyncGenerator<never, void, undefined> {
    await new Promise<void>((resolve, reject) => {
      this.underWay.set(dumpId, (error) => (error === null ? resolve() : reject(error)));
      signal?.addEventListener('abort', () => reject(new Error('stopped')));
    }).finally(() => {
      this.underWay.delete(dumpId);
      this.ended.push(dumpId);
    });
  }

  readLargeObjects(entry: TocEntry, signal?: AbortSignal): AsyncGenerator<never, void, undefined> {
    return this.readData(entry, signal);
  }

  async begin(): Promise<void> {}

  async writeData(_entry: TocEntry, data: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const _ of data);
  }

  async writeLargeObjects(_entry: TocEntry, objects: AsyncIterable<LargeObject>): Promise<void> {
    for await (const _ of objects);
  }

  async finish(): Promise<void> {
    this.finished = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
