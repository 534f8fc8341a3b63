import { execFile } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ByteCursor, streamOrigin } from '../../src/archive/byte-cursor.ts';
import { asChunks } from '../../src/archive/chunks.ts';
import { createArchive, openArchive } from '../../src/archive/formats.ts';
import { decodeMemberHeader, isMemberHeader } from '../../src/archive/tar/member-header.ts';
import { TarMembers } from '../../src/archive/tar/members.ts';
import { withTempDir } from '../support/files.ts';
import { chunkings } from '../toc/chunkings.ts';
import { fixturePath } from '../toc/genuine-archives.ts';
import { allBytes, failureOf, noCompression, readArchive, sampleArchive, writeArchive } from './sample-archive.ts';

const run = promisify(execFile);
const place = { file: 'x.tar', offset: 0 };

interface Fields {
  readonly name?: string;
  readonly size?: string;
  readonly magic?: string;
}

/** A member's header with the given fields, and the right checksum. */
function headerBlock({ name = '11.dat', size = '00000000012 ', magic = 'ustar\0' + '00' }: Fields): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 'latin1');
  block.write(size, 124, 'latin1');
  block.write(' '.repeat(8), 148, 'latin1');
  block.write(magic, 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

describe('a tar header', () => {
  it.each(['ustar\0' + '00', 'ustar  \0', 'ustar00\0'])('may have the magic %j', (magic) => {
    expect(isMemberHeader(headerBlock({ magic }))).toBe(true);
    expect(decodeMemberHeader(headerBlock({ magic }), place)).toEqual({ name: '11.dat', size: 10 });
  });

  it.each(['\0\0\0\0\0\0\0\0', 'ustar\0' + '01'])('may not have the magic %j', (magic) => {
    expect(isMemberHeader(headerBlock({ magic }))).toBe(false);
    expect(() => decodeMemberHeader(headerBlock({ magic }), place)).toThrow('corrupt tar header found in 11.dat');
  });

  it.each([
    ['00000000012 ', 10],
    ['00000000012\0', 10],
    ['77777777777 ', 8589934591],
    ['\x80\0\0\0\0\0\0\x02\0\0\0\0', 8589934592],
    ['\x80\0\0\0\0\0\0\x05\x12\x34\x56\x78', 0x512345678],
  ])('may say its length as %j', (size, expected) => {
    expect(decodeMemberHeader(headerBlock({ size }), place)?.size).toBe(expected);
  });

  it('may not say a length that no file has', () => {
    const size = '\x80\x7f\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff';
    expect(() => decodeMemberHeader(headerBlock({ size }), place)).toThrow('(invalid file length)');
  });

  it('is checked by its checksum', () => {
    const block = headerBlock({});
    block[0] = 0x32;
    expect(() => decodeMemberHeader(block, place)).toThrow(
      /^corrupt tar header found in 21\.dat \(expected \d+, computed \d+\)/,
    );
  });

  it('of zeros ends the members', () => {
    expect(decodeMemberHeader(Buffer.alloc(512), place)).toBeNull();
  });
});

describe('members', () => {
  const file = (name: string, content: string): Buffer => {
    const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
    const size = `${content.length.toString(8).padStart(11, '0')} `;
    return Buffer.concat([headerBlock({ name, size }), Buffer.from(content), padding]);
  };
  const tar = Buffer.concat([
    file('a', 'x'.repeat(700)),
    file('b', ''),
    file('c', 'y'.repeat(512)),
    Buffer.alloc(1024),
  ]);
  const read = async (chunks: Uint8Array[]): Promise<string[]> => {
    const members = new TarMembers(new ByteCursor(streamOrigin(asChunks(chunks), 'x.tar')));
    const found: string[] = [];
    for (let member = await members.next(); member !== null; member = await members.next()) {
      found.push(`${member.name} ${(await allBytes(members.data())).length}`);
    }
    return found;
  };

  it.each(chunkings)('are read %s', async (_, cut) => {
    expect(await read(cut(tar))).toEqual(['a 700', 'b 0', 'c 512']);
  });

  it.each([0, 1, 2])('may end with %i blocks of zeros', async (blocks) => {
    const end = tar.length - 1024 + 512 * blocks;
    expect(await read([tar.subarray(0, end)])).toEqual(['a 700', 'b 0', 'c 512']);
  });

  it('may not end in a header or a member', async () => {
    const cutHeader = failureOf(() => read([tar.subarray(0, 100)]));
    expect((await cutHeader).message).toBe('incomplete tar header found (100 bytes)');
    const cutMember = failureOf(() => read([tar.subarray(0, 600)]));
    expect(await cutMember).toMatchObject({
      message: 'could not read from input file: end of file',
      detail: 'file "x.tar", byte 600',
    });
  });
});

describe('the tar writer', () => {
  const namesIn = async (path: string): Promise<string[]> =>
    (await run('tar', ['-tf', path])).stdout.trim().split('\n');

  it.each([
    [15, 'blobs.toc'],
    [16, 'blobs_40.toc'],
  ])('version 1.%i: has its members in pg_dump’s order', (minor, list) =>
    withTempDir(async (directory) => {
      const path = join(directory, 'archive.tar');
      const restoreScript = () => asChunks([Buffer.from('-- restore\n')]);
      await writeArchive(createArchive('tar', { path }, { restoreScript }), sampleArchive(minor, noCompression));
      expect(await namesIn(path)).toEqual([
        'toc.dat',
        '21.dat',
        '20.dat',
        '22.dat',
        'blob_16800.dat',
        'blob_16801.dat',
        'blob_2147483648.dat',
        'blob_4000000000.dat',
        list,
        'restore.sql',
      ]);
      await run('tar', ['-xf', path, '-C', directory]);
      expect(await readFile(join(directory, 'restore.sql'), 'utf8')).toBe('-- restore\n');
    }),
  );

  it('writes the fields of a header as pg_dump does', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'archive.tar');
      await writeArchive(createArchive('tar', { path }), sampleArchive(14, noCompression));
      const fields = (tar: Buffer) => ({
        name: tar.toString('latin1', 0, 8),
        mode: parseInt(tar.toString('latin1', 100, 107), 8),
        uid: parseInt(tar.toString('latin1', 108, 115), 8),
        gid: parseInt(tar.toString('latin1', 116, 123), 8),
        type: tar.toString('latin1', 156, 157),
        magic: tar.toString('latin1', 257, 265),
        uname: tar.toString('latin1', 265, 297),
        gname: tar.toString('latin1', 297, 329),
        prefix: tar.toString('latin1', 345, 500).replaceAll('\0', ''),
      });
      const genuine = fields(await readFile(fixturePath('postgresql-15/archive.tar')));
      expect(fields(await readFile(path))).toEqual(genuine);
    }));

  it('has no restore.sql when nobody gives one, and ends with two blocks of zeros', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'archive.tar');
      await writeArchive(createArchive('tar', { path }), sampleArchive(14, noCompression));
      expect((await namesIn(path)).at(-1)).toBe('blobs.toc');
      expect((await readFile(path)).subarray(-1024)).toEqual(Buffer.alloc(1024));
    }));

  it('leaves no file of its spool, and says where it cannot have one', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'archive.tar');
      const sample = sampleArchive(14, noCompression);
      await writeArchive(createArchive('tar', { path }, { spoolDirectory: directory }), sample);
      expect(await readdir(directory)).toEqual(['archive.tar']);
      const target = { path: join(directory, 'other.tar') };
      const failure = await failureOf(() =>
        writeArchive(createArchive('tar', target, { spoolDirectory: '/nowhere' }), sample),
      );
      expect(failure.message).toMatch(/^could not open temporary file "\/nowhere\/.*": No such file or directory$/);
      expect(await readdir(directory)).toEqual(['archive.tar']);
    }));
});

describe('the tar reader', () => {
  const withMembers = (change: (blocks: Buffer) => Buffer): Promise<string> =>
    withTempDir(async (directory) => {
      const path = join(directory, 'archive.tar');
      await writeFile(path, change(await readFile(fixturePath('postgresql-15/archive.tar'))));
      const failure = await failureOf(async () => {
        await using reader = await openArchive({ path });
        await readArchive(reader);
      });
      return failure.message;
    });
  const tocLength = 512 + 5120;

  it('wants toc.dat first', async () => {
    const message = await withMembers((tar) => tar.subarray(tocLength));
    expect(message).toMatch(/^tar member "\d+\.dat" precedes "toc\.dat" -- perhaps a corrupt archive$/);
  });

  it('finds out when a member is missing', async () => {
    const message = await withMembers((tar) => {
      const size = parseInt(tar.toString('latin1', tocLength + 124, tocLength + 135), 8);
      const end = tocLength + 512 + Math.ceil(size / 512) * 512;
      return Buffer.concat([tar.subarray(0, tocLength), tar.subarray(end)]);
    });
    expect(message).toMatch(/^could not find header for file "\d+\.dat" in tar archive$/);
  });

  it('finds out when a large object is missing', async () => {
    const message = await withMembers((tar) => {
      const start = tar.indexOf('blob_16801.dat\0');
      return Buffer.concat([tar.subarray(0, start), tar.subarray(start + 512)]);
    });
    expect(message).toBe('could not find header for file "blob_16801.dat" in tar archive');
  });
});
