import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readFile, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type OutputTarget, openOutput } from '../../src/files/output.ts';
import { withTempDir } from '../support/files.ts';
import { failureOf } from '../archive/sample-archive.ts';

async function writeAll(target: OutputTarget, ...chunks: Uint8Array[]): Promise<void> {
  await using output = await openOutput(target, { sync: false });
  for (const chunk of chunks) await output.write(chunk);
  await output.finish();
}

const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => index % 253));

describe('an output', () => {
  it.each([0, 1, 524287, 524288, 524289, 3_000_000])('has the %i bytes it was given', (length) =>
    withTempDir(async (directory) => {
      const path = join(directory, 'file');
      await writeAll({ path }, bytes(length).subarray(0, 10), bytes(length).subarray(10));
      expect((await readFile(path)).equals(bytes(length))).toBe(true);
    }),
  );

  it('may have bytes replaced, those not yet written among them', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'file');
      await using output = await openOutput({ path });
      await output.write(bytes(600_000));
      await output.replace(Buffer.from('HEAD'), 0);
      await output.replace(Buffer.from('TAIL'), 599_996);
      expect(output.position).toBe(600_000);
      await output.finish();
      const expected = bytes(600_000);
      expected.write('HEAD', 0);
      expected.write('TAIL', 599_996);
      expect((await readFile(path)).equals(expected)).toBe(true);
    }));

  it('copies what it is given: the caller may use its buffer again', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'file');
      await using output = await openOutput({ path });
      const buffer = Buffer.from('first');
      await output.write(buffer);
      buffer.write('xxxxx');
      await output.finish();
      expect(await readFile(path, 'utf8')).toBe('first');
    }));

  it.each(['a file', 'a pipe'])('takes pieces at once, short and long, in their order: %s', (kind) =>
    withTempDir(async (directory) => {
      const path = join(directory, 'file');
      const stream = createWriteStream(path);
      await using output = await openOutput(kind === 'a file' ? { path } : { stream }, { sync: false });
      const lengths = [10, 300_000, 70_000, 0, 5, 600_000, 5_000_000, 1];
      const piece = Buffer.alloc(5_000_000);
      const expected: Buffer[] = [];
      for (const [index, length] of lengths.entries()) {
        const bytes = piece.subarray(0, length).fill(index + 1);
        expected.push(Buffer.from(bytes));
        await (index % 3 === 0 ? output.write(bytes) : output.writeAtOnce(bytes));
        expect(output.position).toBe(lengths.slice(0, index + 1).reduce((sum, one) => sum + one));
        bytes.fill(0);
      }
      await output.finish();
      stream.end();
      expect((await readFile(path)).equals(Buffer.concat(expected))).toBe(true);
    }),
  );

  it('may be added to a file, or begin it', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'file');
      for (const text of ['one,', 'two']) {
        await using output = await openOutput({ path }, { append: true });
        await output.write(Buffer.from(text));
        await output.finish();
      }
      expect(await readFile(path, 'utf8')).toBe('one,two');
    }));

  it('leaves a file that it was added to as it was when it is given up', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'file');
      await writeFile(path, 'before');
      {
        await using output = await openOutput({ path }, { append: true });
        await output.write(bytes(3_000_000));
      }
      expect(await readFile(path, 'utf8')).toBe('before');
    }));

  it('goes through a symbolic link to the file behind it', () =>
    withTempDir(async (directory) => {
      await mkdir(join(directory, 'elsewhere'));
      await writeFile(join(directory, 'elsewhere', 'file'), 'older');
      await symlink('elsewhere/file', join(directory, 'link'));
      await writeAll({ path: join(directory, 'link') }, Buffer.from('newer'));
      expect(await readlink(join(directory, 'link'))).toBe('elsewhere/file');
      expect(await readFile(join(directory, 'elsewhere', 'file'), 'utf8')).toBe('newer');
      expect(await readdir(join(directory, 'elsewhere'))).toEqual(['file']);
    }));

  it('does not replace a file that may not be written', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'file');
      await writeFile(path, 'precious');
      await chmod(path, 0o444);
      if (process.getuid?.() === 0) return; // root may write everything
      const failure = await failureOf(() => writeAll({ path }, Buffer.from('newer')));
      expect(failure.message).toBe(`could not open output file "${path}": Permission denied`);
    }));

  it('waits for a slow stream, and holds little of what it is given', async () => {
    const received: Buffer[] = [];
    const stream = new Writable({
      highWaterMark: 1,
      write: (chunk: Buffer, _encoding, done) => {
        received.push(Buffer.from(chunk));
        setTimeout(done, 1);
      },
    });
    const output = await openOutput({ stream });
    let written = 0;
    for (let round = 0; round < 64; round++) {
      await output.write(Buffer.alloc(256 * 1024, round));
      written += 256 * 1024;
      const taken = received.reduce((sum, chunk) => sum + chunk.length, 0);
      expect(written - taken).toBeLessThanOrEqual(2 * 512 * 1024);
    }
    await output.finish();
    expect(received.reduce((sum, chunk) => sum + chunk.length, 0)).toBe(written);
    expect(stream.listenerCount('error')).toBe(0);
  });

  it('fails when the stream is closed under it', async () => {
    const stream = new Writable({ write: (_chunk, _encoding, _done) => void stream.destroy() });
    await expect(writeAll({ stream }, bytes(10))).rejects.toThrow(
      'could not write to output stream: the stream was closed',
    );
  });
});
