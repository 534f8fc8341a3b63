import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { openBackupSet } from '../../src/gpbackup/open-set.ts';
import { silentReporter } from '../../src/log.ts';
import { backupSet } from '../support/backup-sets.ts';
import { tempDir } from '../support/files.ts';

/** Of all that a restore would get. */
async function digest(directory: string): Promise<string> {
  await using reader = await openBackupSet({ directories: [directory] }, silentReporter);
  const hash = createHash('sha1').update(reader.contents.globals);
  for (const entry of reader.entries) {
    hash.update(JSON.stringify(entry));
    if (entry.hasData) for await (const chunk of reader.readData(entry)) hash.update(chunk);
  }
  return hash.digest('hex');
}

type Mutation = (bytes: Buffer) => Buffer;

const at = (share: number, bytes: Buffer): number => Math.floor(share * bytes.length);

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const mutations: fc.Arbitrary<Mutation> = fc.oneof(
  share.map((place) => (bytes: Buffer) => bytes.subarray(0, at(place, bytes))),
  fc.tuple(share, fc.integer({ min: 1, max: 255 })).map(([place, mask]) => (bytes: Buffer) => {
    const changed = Buffer.from(bytes);
    changed[at(place, bytes)]! ^= mask;
    return changed;
  }),
  fc.tuple(share, fc.uint8Array({ minLength: 1, maxLength: 20 })).map(([place, some]) => (bytes: Buffer) => {
    const where = at(place, bytes);
    return Buffer.concat([bytes.subarray(0, where), some, bytes.subarray(where)]);
  }),
  fc.tuple(share, fc.integer({ min: 1, max: 20 })).map(([place, length]) => (bytes: Buffer) => {
    const where = at(place, bytes);
    return Buffer.concat([bytes.subarray(0, where), bytes.subarray(where + length)]);
  }),
);

/** Files of segments: compressed ones have checksums, tables of contents fit them. Metadata have nothing of the sort. */
const isOfSegment = (file: string): boolean => /gpbackup_\d+_\d{14}(?:_\d+|_toc)?\.(?:gz|zst|yaml)$/.test(file);

describe.each(['greenplum-6/latin1', 'greenplum-7/latin1-single-zstd'])(
  'a file of a segment of %s that is changed',
  (name) => {
    it('is an error, or makes no difference', { timeout: 60_000 }, async () => {
      await using directory = await tempDir();
      await cp(backupSet(name), directory.path, { recursive: true });
      const files = (await readdir(directory.path, { recursive: true })).filter(isOfSegment).toSorted();
      const whole = await digest(directory.path);
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...files), mutations, async (file, mutate) => {
          const path = join(directory.path, file);
          const bytes = await readFile(path);
          await rm(path);
          await writeFile(path, mutate(bytes));
          try {
            expect(await digest(directory.path), file).toBe(whole);
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
          } finally {
            await writeFile(path, bytes);
          }
        }),
        { numRuns: 120 },
      );
    });
  },
);
