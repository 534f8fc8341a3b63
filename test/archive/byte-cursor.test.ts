import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteCursor, fileOrigin, streamOrigin } from '../../src/archive/byte-cursor.ts';
import { asChunks } from '../../src/archive/chunks.ts';
import { withTempDir } from '../support/files.ts';
import { allBytes, failureOf } from './sample-archive.ts';

const bytes = Buffer.from(Array.from({ length: 40_000 }, (_, index) => index % 251));

/** The same bytes as a stream in pieces, and as a file. */
async function withCursors(pieces: readonly number[], check: (cursor: ByteCursor) => Promise<void>): Promise<void> {
  const chunks: Buffer[] = [];
  for (let start = 0, index = 0; start < bytes.length; index++) {
    const length = pieces[index % pieces.length] ?? 1;
    chunks.push(bytes.subarray(start, start + length));
    start += length;
  }
  await check(new ByteCursor(streamOrigin(asChunks(chunks), 'pipe')));
  await withTempDir(async (directory) => {
    const path = join(directory, 'file');
    await writeFile(path, bytes);
    const handle = await open(path);
    try {
      await check(new ByteCursor(fileOrigin(handle, path, bytes.length)));
    } finally {
      await handle.close();
    }
  });
}

describe('a cursor', () => {
  it('takes, peeks and skips any number of bytes, however they come', async () => {
    const step = fc.record({ how: fc.constantFrom('take', 'peek', 'skip', 'some'), length: fc.nat(9000) });
    const pieces = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.array(step, { maxLength: 12 }), async (sizes, steps) => {
        await withCursors(sizes, async (cursor) => {
          for (const { how, length } of steps) {
            const at = cursor.position;
            const rest = bytes.length - at;
            if (how === 'peek') expect(await cursor.peek(length)).toEqual(bytes.subarray(at, at + length));
            else if (length > rest || rest === 0) continue;
            else if (how === 'take') expect(await cursor.take(length)).toEqual(bytes.subarray(at, at + length));
            else if (how === 'skip') await cursor.skip(length);
            else if (length > 0) expect((await cursor.takeSome(length)).length).toBeLessThanOrEqual(length);
            const moved = cursor.position - at;
            expect(moved).toBe(how === 'peek' ? 0 : how === 'some' ? moved : length);
          }
          const left = bytes.subarray(cursor.position);
          expect(await cursor.take(left.length)).toEqual(left);
          expect(await cursor.atEnd()).toBe(true);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('says where the file ended too soon', () =>
    withCursors([1000], async (cursor) => {
      await cursor.skip(39_990);
      const failure = await failureOf(() => cursor.take(11));
      expect(failure.message).toBe('could not read from input file: end of file');
      expect(failure.detail).toMatch(/^file "(pipe|.*\/file)", byte \d+$/);
    }));

  it('takes no memory for bytes that are not there', () =>
    withCursors([40_000], async (cursor) => {
      await expect(cursor.take(2 ** 40)).rejects.toThrow('end of file');
    }));

  it('gives what a stream gives, nothing less', async () => {
    const cursor = new ByteCursor(streamOrigin(asChunks([Buffer.alloc(0), bytes, Buffer.alloc(0)]), 'pipe'));
    const rest = async function* () {
      while (!(await cursor.atEnd())) yield await cursor.takeSome(Infinity);
    };
    expect(await allBytes(rest())).toEqual(bytes);
  });
});
