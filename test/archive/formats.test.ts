import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ArchiveFormatName, createArchive, openArchive } from '../../src/archive/formats.ts';
import { withTempDir } from '../support/files.ts';
import { fixturePath } from '../toc/genuine-archives.ts';
import { failureOf, noCompression, readArchive, sampleArchive } from './sample-archive.ts';

const run = promisify(execFile);
const textDump = `--\n-- PostgreSQL database dump\n--\n\n${'SET x = 1;\n'.repeat(100)}`;

describe('openArchive', () => {
  it.each([
    ['postgresql-15/custom.dump', 'custom'],
    ['postgresql-15/directory', 'directory'],
    ['postgresql-15/archive.tar', 'tar'],
  ])('finds out what %s is', async (name, format) => {
    await using reader = await openArchive({ path: fixturePath(name) });
    expect(reader.format).toBe(format);
  });

  it.each<[string, string | Buffer, string, string | undefined]>([
    ['nothing', '', 'input file is too short (read 0, expected 5)', undefined],
    ['three bytes', 'PGD', 'input file is too short (read 3, expected 5)', undefined],
    [
      'a plain-text dump',
      textDump,
      'input file appears to be a text format dump. Please use psql.',
      'Plain-text dumps are restored with psql.',
    ],
    ['a short text', 'SELECT 1;\n', 'input file does not appear to be a valid archive (too short?)', undefined],
    ['a long text', 'SELECT 1;\n'.repeat(100), 'input file does not appear to be a valid archive', undefined],
    [
      'a compressed archive',
      gzipSync(randomBytes(1000)),
      'input file does not appear to be a valid archive',
      'The file is compressed as a whole: unpack it with "gzip -d" first.',
    ],
  ])('says what it was given instead: %s', (_, content, message, hint) =>
    withTempDir(async (directory) => {
      const path = join(directory, 'file');
      await writeFile(path, content);
      const fromFile = await failureOf(() => openArchive({ path }));
      const fromPipe = await failureOf(() =>
        openArchive({ stream: Readable.from([Buffer.from(content)]), name: 'standard input' }),
      );
      expect(fromFile).toMatchObject({ message, hint, detail: `file "${path}"` });
      expect(fromPipe).toMatchObject({ message, hint, detail: 'file "standard input"' });
    }),
  );

  it('says that a file is not there', async () => {
    const failure = await failureOf(() => openArchive({ path: '/nowhere' }));
    expect(failure.message).toBe('could not open input file "/nowhere": No such file or directory');
  });

  it.each<[ArchiveFormatName, string, string]>([
    ['custom', '/nowhere', 'could not open input file "/nowhere": No such file or directory'],
    ['tar', '/nowhere', 'could not open TOC file "/nowhere" for input: No such file or directory'],
    ['directory', '/nowhere', 'could not open input file "/nowhere/toc.dat": No such file or directory'],
    ['directory', '/dev/null', 'could not open input file "/dev/null/toc.dat": Not a directory'],
  ])('told that it is %s, cannot open %s', async (format, path, message) => {
    expect((await failureOf(() => openArchive({ path }, { format }))).message).toBe(message);
  });

  it('says that a directory is none of its own', () =>
    withTempDir(async (directory) => {
      const failure = await failureOf(() => openArchive({ path: directory }));
      const message = `directory "${directory}" does not appear to be a valid archive ("toc.dat" does not exist)`;
      expect(failure.message).toBe(message);
    }));

  it.each<[ArchiveFormatName, string, string]>([
    ['custom', 'postgresql-15/archive.tar', 'did not find magic string in file header'],
    ['custom', 'postgresql-15/directory', 'Is a directory'],
    ['tar', 'postgresql-15/custom.dump', 'corrupt tar header found'],
    ['directory', 'postgresql-15/custom.dump', 'could not open input file'],
  ])('told that it is %s, refuses %s', async (format, name, message) => {
    expect((await failureOf(() => openArchive({ path: fixturePath(name) }, { format }))).message).toContain(message);
  });

  it('refuses a directory from a pipe and plain text', async () => {
    const stream = Readable.from([]);
    const fromPipe = await failureOf(() => openArchive({ stream, name: 'pipe' }, { format: 'directory' }));
    expect(fromPipe.message).toBe('the directory format cannot be read from a pipe');
    const plain = await failureOf(() => openArchive({ path: '/nowhere' }, { format: 'plain' }));
    expect(plain.message).toBe('archive format "plain" is not supported; please use psql');
  });

  it.each(['custom.dump', 'archive.tar'])('reads %s from a FIFO, once', (name) =>
    withTempDir(async (directory) => {
      const fifo = join(directory, 'fifo');
      await run('mkfifo', [fifo]);
      const writing = run('cp', [fixturePath(`postgresql-15/${name}`), fifo]);
      await using reader = await openArchive({ path: fifo });
      expect(reader.access).toBe('sequential');
      expect((await readArchive(reader)).data.size).toBe(3);
      await writing;
    }),
  );

  it('leaves a FIFO alone when it has what it wants', () =>
    withTempDir(async (directory) => {
      const fifo = join(directory, 'fifo');
      await run('mkfifo', [fifo]);
      const writing = spawn('sh', ['-c', 'cat "$1" - > "$2"', 'sh', fixturePath('postgresql-15/custom.dump'), fifo]);
      {
        await using reader = await openArchive({ path: fifo });
        expect(reader.entries.length).toBeGreaterThan(10);
      }
      writing.stdin.end();
      await once(writing, 'close');
    }));

  it('reads a directory whose table of contents was compressed', () =>
    withTempDir(async (directory) => {
      const toc = await readFile(fixturePath('postgresql-15/directory/toc.dat'));
      await writeFile(join(directory, 'toc.dat.gz'), gzipSync(toc));
      await using reader = await openArchive({ path: directory });
      expect(reader.entries.length).toBeGreaterThan(10);
    }));

  it('closes the file of an archive it refuses', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'cut');
      await copyFile(fixturePath('postgresql-15/custom.dump'), path);
      await writeFile(path, (await readFile(path)).subarray(0, 500));
      const open = readdirSync('/proc/self/fd').length;
      for (let round = 0; round < 50; round++) await failureOf(() => openArchive({ path }));
      expect(readdirSync('/proc/self/fd').length).toBeLessThan(open + 25);
    }));
});

describe('createArchive', () => {
  it('needs a name for a directory', async () => {
    const stream = process.stdout;
    const failure = await failureOf(async () => createArchive('directory', { stream }));
    expect(failure.message).toBe('no output directory specified');
  });

  it.each(['custom', 'directory', 'tar'] as const)('does not write %s archives of versions nobody needs', (format) =>
    withTempDir(async (directory) => {
      const { header, entries } = sampleArchive(12, noCompression);
      await using writer = createArchive(format, { path: join(directory, 'archive') });
      const failure = await failureOf(() => writer.begin(header, entries));
      expect(failure).toMatchObject({
        message: 'cannot write archive version 1.12',
        hint: 'Versions 1.13, 1.14, 1.15, 1.16 can be written.',
      });
    }),
  );

  it('does not compress tar archives', () =>
    withTempDir(async (directory) => {
      const { header, entries } = sampleArchive(14, { method: 'gzip', level: null });
      await using writer = createArchive('tar', { path: join(directory, 'archive') });
      const failure = await failureOf(() => writer.begin(header, entries));
      expect(failure.message).toBe('compression is not supported by tar archive format');
    }));

  it('says in tar’s words that a file cannot be opened', async () => {
    const { header, entries } = sampleArchive(14, noCompression);
    await using writer = createArchive('tar', { path: '/nowhere/archive' });
    const failure = await failureOf(() => writer.begin(header, entries));
    expect(failure.message).toBe('could not open TOC file "/nowhere/archive" for output: No such file or directory');
  });

  it('accepts an empty directory, and no other', () =>
    withTempDir(async (directory) => {
      const { header, entries } = sampleArchive(14, noCompression);
      const begin = async (path: string): Promise<void> => {
        await using writer = createArchive('directory', { path });
        await writer.begin(header, entries);
      };
      await mkdir(join(directory, 'empty'));
      await begin(join(directory, 'empty'));
      await mkdir(join(directory, 'full', 'of', 'files'), { recursive: true });
      await writeFile(join(directory, 'file'), '');
      for (const name of ['full', 'file']) {
        const path = join(directory, name);
        expect((await failureOf(() => begin(path))).message).toBe(`could not create directory "${path}": File exists`);
      }
    }));
});
