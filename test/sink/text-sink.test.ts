import { chmod, lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createGzip, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openTextSink } from '../../src/sink/text-sink.ts';
import { withTempDir } from '../support/files.ts';
import { entryOf } from '../toc/entries.ts';

async function* bytes(...chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function usedHeap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

async function written(directory: string): Promise<string[]> {
  return (await readdir(directory)).toSorted();
}

describe('a script in a file', () => {
  it('has its name only when it is complete', async () => {
    await withTempDir(async (directory) => {
      const path = join(directory, 'a.sql');
      await using sink = await openTextSink({ path });
      await sink.statement('SELECT 1;\n');
      expect(await written(directory)).not.toContain('a.sql');
      await sink.finish();
      expect(await written(directory)).toEqual(['a.sql']);
      expect(await readFile(path, 'latin1')).toBe('SELECT 1;\n');
    });
  });

  it('leaves what was there when it is given up', async () => {
    await withTempDir(async (directory) => {
      const path = join(directory, 'a.sql');
      await writeFile(path, 'before');
      {
        await using sink = await openTextSink({ path });
        await sink.statement('x'.repeat(100_000));
      }
      expect(await written(directory)).toEqual(['a.sql']);
      expect(await readFile(path, 'latin1')).toBe('before');
    });
  });

  it('leaves nothing when it cannot get its name', async () => {
    await withTempDir(async (directory) => {
      const path = join(directory, 'a.sql');
      await using sink = await openTextSink({ path });
      await mkdir(path);
      await expect(sink.finish()).rejects.toThrow(`could not close output file "${path}": Is a directory`);
      await sink[Symbol.asyncDispose]();
      expect(await written(directory)).toEqual(['a.sql']);
    });
  });

  it('needs a name', async () => {
    await expect(openTextSink({ path: '' })).rejects.toThrow(
      'could not open output file "": No such file or directory',
    );
  });

  it('replaces what a link points to, and keeps its permissions', async () => {
    await withTempDir(async (directory) => {
      await mkdir(join(directory, 'real'));
      const [file, link] = [join(directory, 'real', 'a.sql'), join(directory, 'link')];
      await writeFile(file, 'before');
      await chmod(file, 0o640);
      await symlink(file, link);
      await using sink = await openTextSink({ path: link, sync: false });
      await sink.comment('-- é\n'.replace('é', '\xe9'));
      await sink.finish();
      expect((await lstat(link)).isSymbolicLink()).toBe(true);
      expect((await stat(file)).mode & 0o777).toBe(0o640);
      expect(await readFile(file)).toEqual(Buffer.from('-- \xe9\n', 'latin1'));
    });
  });

  it('says why it cannot be opened', async () => {
    await withTempDir(async (directory) => {
      const path = join(directory, 'none', 'a.sql');
      await expect(openTextSink({ path })).rejects.toThrow(
        `could not open output file "${path}": No such file or directory`,
      );
      const refused = openTextSink({ path: directory });
      await expect(refused).rejects.toThrow(`could not open output file "${directory}": `);
    });
  });

  it('says that the disk is full', async () => {
    const sink = await openTextSink({ path: '/dev/full' });
    await sink.statement('SELECT 1;\n');
    await expect(sink.finish()).rejects.toThrow('could not write to output file "/dev/full": No space left on device');
    await sink[Symbol.asyncDispose]();
  });

  it('passes through a compressor', async () => {
    await withTempDir(async (directory) => {
      const path = join(directory, 'a.sql.gz');
      await using sink = await openTextSink({ path, transform: createGzip() });
      const entry = entryOf({ dumpId: 1 });
      await sink.copy(entry, 'COPY t FROM stdin;\n', bytes('1\n'.repeat(300_000), '\\.\n\n\n'));
      await sink.finish();
      const text = gunzipSync(await readFile(path)).toString('latin1');
      expect(text).toBe(`COPY t FROM stdin;\n${'1\n'.repeat(300_000)}\\.\n\n\n`);
    });
  });

  it('keeps nothing of what the compressor has taken', async () => {
    await withTempDir(async (directory) => {
      await using sink = await openTextSink({ path: join(directory, 'a.sql.gz'), transform: createGzip({ level: 1 }) });
      await sink.statement('SELECT 1;\n');
      const before = usedHeap();
      for (let count = 0; count < 30_000; count++) await sink.statement('SELECT 1;\n');
      // A hundred bytes a statement would be 3 MB, and for a large database more than there is.
      expect(usedHeap() - before).toBeLessThan(2_000_000);
    });
  });

  it('ends with the error of the file under the compressor', async () => {
    const sink = await openTextSink({ path: '/dev/full', transform: createGzip({ level: 0 }) });
    const entry = entryOf({ dumpId: 1 });
    const writing = (async () => {
      await sink.commands(entry, bytes(...Array.from({ length: 50 }, () => 'x'.repeat(100_000))));
      await sink.finish();
    })();
    await expect(writing).rejects.toThrow('could not write to output file "/dev/full": No space left on device');
    await sink[Symbol.asyncDispose]();
  });
});

describe('a script in a stream', () => {
  it('leaves the stream open, and keeps the order of statements and payloads', async () => {
    const stream = new PassThrough();
    await using sink = await openTextSink({ stream });
    const entry = entryOf({ dumpId: 1 });
    await sink.statement('BEGIN;\n\n');
    await sink.copy(entry, 'COPY t FROM stdin;\n', bytes('1\n', '\\.\n\n\n'));
    await sink.commands(entry, bytes('INSERT 1;\n'));
    await sink.connect('a b', 'key');
    await sink.connect('Plain', 'key');
    await sink.finish();
    expect(stream.writableEnded).toBe(false);
    expect(String(stream.read())).toBe(
      'BEGIN;\n\nCOPY t FROM stdin;\n1\n\\.\n\n\nINSERT 1;\n' +
        `\\unrestrict key\n\\encoding SQL_ASCII\n\\connect -reuse-previous=on "dbname='a b'"\n\\restrict key\n\n` +
        '\\unrestrict key\n\\connect "Plain"\n\\restrict key\n\n',
    );
  });

  it('writes large objects in pieces of 16 kB, whatever the chunks', async () => {
    const chunks: Buffer[] = [];
    const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => (chunks.push(chunk), done()) });
    const sink = await openTextSink({ stream });
    const manner = { create: false, standardStrings: true };
    await sink.largeObject(4_000_000_000, bytes('a'.repeat(16_383), 'bc', 'd'), manner);
    await sink.largeObject(7, bytes(), { create: true, standardStrings: false });
    await sink.finish();
    expect(
      Buffer.concat(chunks)
        .toString()
        .replaceAll(/(61){9,}/g, '61…'),
    ).toBe(
      `SELECT pg_catalog.lo_open('4000000000', 131072);\n` +
        `SELECT pg_catalog.lowrite(0, '\\x61…62');\nSELECT pg_catalog.lowrite(0, '\\x6364');\n` +
        'SELECT pg_catalog.lo_close(0);\n\n' +
        `SELECT pg_catalog.lo_open(pg_catalog.lo_create('7'), 131072);\nSELECT pg_catalog.lo_close(0);\n\n`,
    );
  });

  it('says that nobody reads any more', async () => {
    const error = Object.assign(new Error('write EPIPE'), { code: 'EPIPE', errno: -32, syscall: 'write' });
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(error) });
    const sink = await openTextSink({ stream });
    await sink.statement('SELECT 1;\n');
    await expect(sink.finish()).rejects.toThrow('could not write to output stream: Broken pipe');
  });

  it('refuses to connect to a database whose name has two lines', async () => {
    const sink = await openTextSink({ stream: new PassThrough() });
    await expect(sink.connect('a\nb', 'key')).rejects.toThrow(
      'database name contains a newline or carriage return: "a\nb"',
    );
  });
});
