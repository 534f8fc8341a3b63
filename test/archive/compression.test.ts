import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { asChunks } from '../../src/archive/chunks.ts';
import { type Container, compress, decompress } from '../../src/archive/compression.ts';
import { gzip } from '../../src/archive/parallel-gzip.ts';
import { UserError } from '../../src/errors.ts';
import type { CompressionMethod } from '../../src/toc/entry.ts';
import { allBytes, isCorruption } from './sample-archive.ts';

const rows = Buffer.from(
  Array.from({ length: 90_000 }, (_, row) => `${row}\t${(row * row) % 9973}\tsome text\n`).join(''),
);
const noise = Buffer.from(
  Uint32Array.from({ length: 400_000 }, (_, index) => Math.imul(index, 2654435761) ^ (index << 7)).buffer,
);

describe('gzip on several threads', () => {
  const lengths = [0, 1, 1000, 512 * 1024 - 1, 512 * 1024, 512 * 1024 + 1, 1_700_000];
  const cases = [rows, noise].flatMap((bytes, which) =>
    lengths.flatMap((length) =>
      [null, 1, 9].map((level) => [which === 0 ? 'rows' : 'noise', length, level, bytes] as const),
    ),
  );

  it.each(cases)('%s, %i bytes, level %s: makes one stream', async (_, length, level, bytes) => {
    const input = bytes.subarray(0, length);
    const zlibStream = await allBytes(gzip(asChunks([input]), level, 'zlib'));
    const { buffer, engine } = inflateSync(zlibStream, { info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    expect(buffer.equals(input)).toBe(true);
    expect(engine.bytesWritten).toBe(zlibStream.length);
    const file = await allBytes(gzip(asChunks([input]), level, 'gzip'));
    expect(gunzipSync(file).equals(input)).toBe(true);
  });

  it('goes on where rows become longer when they are compressed than those before', async () => {
    const input = Buffer.concat([rows, rows, noise]);
    expect(gunzipSync(await allBytes(gzip(asChunks([input]), 1, 'gzip'))).equals(input)).toBe(true);
  });

  it('takes hardly more room than one thread does', async () => {
    const parallel = await allBytes(gzip(asChunks([rows]), null, 'zlib'));
    const { deflateSync } = await import('node:zlib');
    expect(parallel.length).toBeLessThan(deflateSync(rows).length * 1.01);
  });

  it('reads no further ahead than a few blocks', async () => {
    let read = 0;
    const endless = async function* () {
      for (;;) {
        read += 65536;
        yield noise.subarray(0, 65536);
      }
    };
    let taken = 0;
    for await (const chunk of gzip(endless(), 1, 'zlib')) {
      taken += chunk.length;
      await sleep(1);
      if (taken > 4_000_000) break;
    }
    expect(read).toBeLessThan(taken + 6 * 512 * 1024);
  });

  it('passes on what its input fails with', async () => {
    const broken = async function* () {
      yield rows;
      throw new Error('the server went away');
    };
    await expect(allBytes(gzip(broken(), 1, 'zlib'))).rejects.toThrow('the server went away');
  });
});

describe.each(['none', 'gzip', 'lz4', 'zstd'] satisfies CompressionMethod[])('%s', (method) => {
  const there = (input: AsyncIterable<Uint8Array>, container: Container, level: number | null = null) =>
    compress({ method, level }, container, input);

  it.each(['custom', 'file'] as const)('gives back any length (%s)', async (container) => {
    for (const length of [0, 1, 100_000, rows.length]) {
      const compressed = await allBytes(there(asChunks([rows.subarray(0, length)]), container));
      const back = await allBytes(decompress(method, container, asChunks([compressed])));
      expect(back.equals(rows.subarray(0, length))).toBe(true);
    }
  });

  it('has levels', async () => {
    const fast = await allBytes(there(asChunks([rows]), 'file', 1));
    const small = await allBytes(there(asChunks([rows]), 'file', 9));
    if (method === 'none') expect(fast.length).toBe(small.length);
    else expect(fast.length).not.toBe(small.length);
  });

  it('passes on what its input fails with, both ways', async () => {
    const broken = async function* () {
      yield rows.subarray(0, 100);
      throw new UserError('the disk went away');
    };
    await expect(allBytes(there(broken(), 'custom'))).rejects.toThrow('the disk went away');
    const compressed = await allBytes(there(asChunks([rows]), 'custom'));
    const brokenBack = async function* () {
      yield compressed.subarray(0, 100);
      throw new UserError('the disk went away');
    };
    await expect(allBytes(decompress(method, 'custom', brokenBack()))).rejects.toThrow('the disk went away');
  });

  it('may be left in the middle: the input is closed before the next is read', async () => {
    const compressed = await allBytes(there(asChunks([rows, noise]), 'custom'));
    let open = true;
    const input = async function* () {
      try {
        for (let start = 0; start < compressed.length; start += 1000) yield compressed.subarray(start, start + 1000);
      } finally {
        open = false;
      }
    };
    for await (const chunk of decompress(method, 'custom', input())) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(open).toBe(false);
  });
});

describe.each(['custom', 'file'] as const)('gzip (%s), of a few bytes and of many,', (container) => {
  it.each([rows.subarray(0, 1000), rows])('finds a flipped byte, a missing one and bytes behind', async (payload) => {
    const compressed = await allBytes(compress({ method: 'gzip', level: 1 }, container, asChunks([payload])));
    const read = (bytes: Uint8Array): Promise<Buffer> => allBytes(decompress('gzip', container, asChunks([bytes])));
    expect((await read(compressed)).equals(payload)).toBe(true);
    const flipped = Buffer.from(compressed);
    flipped[flipped.length >> 1]! ^= 1;
    for (const damaged of [flipped, compressed.subarray(0, -1), Buffer.concat([compressed, Buffer.from('x')])]) {
      await expect(read(damaged)).rejects.toSatisfy(isCorruption);
    }
  });
});

describe('zstd in long-distance mode', () => {
  it('finds what it had three megabytes ago', async () => {
    const once = randomBytes(3 * 1024 * 1024);
    const compressed = (longDistance: boolean) =>
      allBytes(compress({ method: 'zstd', level: 3, longDistance }, 'custom', asChunks([once, once])));
    expect((await compressed(false)).length).toBeGreaterThan(2 * once.length);
    const short = await compressed(true);
    expect(short.length).toBeLessThan(1.1 * once.length);
    // toEqual compares byte by byte, for half a minute.
    expect((await allBytes(decompress('zstd', 'custom', asChunks([short])))).equals(Buffer.concat([once, once]))).toBe(
      true,
    );
  });
});

describe.each(['lz4', 'zstd'] satisfies CompressionMethod[])('%s', (method) => {
  it('finds garbage, a cut frame and bytes behind one', async () => {
    const frame = await allBytes(compress({ method, level: null }, 'custom', asChunks([rows])));
    for (const damaged of [rows, frame.subarray(0, -1), frame.subarray(0, 20), Buffer.concat([frame, rows])]) {
      const failure = await allBytes(decompress(method, 'custom', asChunks([damaged]))).catch(
        (error: unknown) => error,
      );
      expect(failure).toSatisfy(isCorruption);
    }
  });

  it('names the program that is missing', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    try {
      const failure = await allBytes(compress({ method, level: null }, 'custom', asChunks([rows]))).catch(
        (error: unknown) => error,
      );
      expect(failure).toMatchObject({
        name: 'UserError',
        message: `could not run "${method}": no such program on PATH`,
        hint: `Compression with ${method} needs the program of that name. Install it, or choose gzip.`,
      });
    } finally {
      process.env['PATH'] = path;
    }
  });
});
