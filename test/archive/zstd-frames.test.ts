import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { asChunks } from '../../src/archive/chunks.ts';
import { zstdFrames } from '../../src/archive/zstd-frames.ts';
import { chunkings } from '../toc/chunkings.ts';
import { allBytes } from './sample-archive.ts';

const text = Buffer.from(Array.from({ length: 3000 }, (_, row) => `row ${row} ${row % 7}\n`).join(''));
const zstd = (input: Buffer, ...args: string[]): Buffer => execFileSync('zstd', ['-q', '-c', ...args], { input });
const skippable = Buffer.concat([Buffer.from('5a2a4d1805000000', 'hex'), Buffer.from('12345')]);

async function framesOf(chunks: Uint8Array[]): Promise<Buffer[]> {
  const frames: Buffer[] = [];
  for await (const frame of zstdFrames(asChunks(chunks))) frames.push(await allBytes(frame));
  return frames;
}

const hasProgram = ((): boolean => {
  try {
    return zstd(text).length > 0;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasProgram)(`zstd frames${hasProgram ? '' : ' (skipped: no zstd program)'}`, () => {
  const madeFrames = (): Buffer[] => [
    zstd(text),
    zstd(text, '--no-check', '-19'),
    skippable,
    zstd(Buffer.alloc(1_000_000, 'x')),
    zstd(Buffer.alloc(0)),
    zstd(text, `--stream-size=${text.length}`),
  ];

  it.each(chunkings)('are told apart when they come %s', async (_, cut) => {
    const frames = madeFrames();
    expect(await framesOf(cut(Buffer.concat(frames)))).toEqual(frames);
  });

  it('are not whole before their last byte', async () => {
    const frame = zstd(text);
    for (let length = 1; length < frame.length; length += 97) {
      await expect(framesOf([frame.subarray(0, length)])).rejects.toThrow('unexpected end of file');
    }
    await expect(framesOf([frame.subarray(0, -1)])).rejects.toThrow('unexpected end of file');
    await expect(framesOf([text])).rejects.toThrow('Unknown frame descriptor');
    expect(await framesOf([])).toEqual([]);
  });
});
