import { createReadStream } from 'node:fs';
import { cp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createArchive, openArchive } from '../../src/archive/formats.ts';
import { transferArchive } from '../../src/archive/transfer.ts';
import { UserError } from '../../src/errors.ts';
import type { CompressionMethod } from '../../src/toc/entry.ts';
import { withTempDir } from '../support/files.ts';
import { fixturePath } from '../toc/genuine-archives.ts';
import { flipped, isCorruption, randomNumbers, readArchive, sampleArchive, writeArchive } from './sample-archive.ts';

/** All payloads, sorted: damage to a name or number in the table of contents cannot be seen in what it names. */
async function payloads(path: string, pipe = false): Promise<string[]> {
  const source = pipe ? { stream: createReadStream(path), name: path } : { path };
  await using reader = await openArchive(source);
  const { data, largeObjects } = await readArchive(reader);
  const objects = [...largeObjects.values()].flatMap((ofEntry) => [...ofEntry.values()]);
  return [...data.values(), ...objects].toSorted();
}

type Outcome = readonly string[] | UserError;

/** A table of contents that lies may make any error of the user's sort, and no other. */
async function outcomeOf(path: string, pipe = false): Promise<Outcome> {
  try {
    return await payloads(path, pipe);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

const files = ['postgresql-15/custom.dump', 'postgresql-15/custom-pipe.dump', 'postgresql-18/custom.dump'];

describe.each(files)('%s', (name) => {
  it.each([false, true])('cut anywhere is corrupt (pipe: %s)', (pipe) =>
    withTempDir(async (directory) => {
      const bytes = await readFile(fixturePath(name));
      const random = randomNumbers(1);
      const path = join(directory, 'cut');
      for (let round = 0; round < 200; round++) {
        const length = random(bytes.length);
        await writeFile(path, bytes.subarray(0, length));
        const outcome = await outcomeOf(path, pipe);
        expect(outcome, `cut to ${length} bytes`).toBeInstanceOf(UserError);
        if (length > 5) expect(isCorruption(outcome), `cut to ${length} bytes`).toBe(true);
      }
    }),
  );

  it.each([false, true])('with any byte changed gives the right data or is refused (pipe: %s)', (pipe) =>
    withTempDir(async (directory) => {
      const bytes = await readFile(fixturePath(name));
      const expected = await payloads(fixturePath(name));
      const random = randomNumbers(2);
      const path = join(directory, 'flipped');
      for (let round = 0; round < 200; round++) {
        const { damaged, at } = flipped(bytes, random);
        await writeFile(path, damaged);
        const outcome = await outcomeOf(path, pipe);
        if (!(outcome instanceof UserError)) expect(outcome, `byte ${at}`).toEqual(expected);
      }
    }),
  );
});

describe.each(['postgresql-15/archive.tar', 'postgresql-18/archive.tar'])('%s', (name) => {
  it('cut anywhere before restore.sql is corrupt, behind it whole', () =>
    withTempDir(async (directory) => {
      const bytes = await readFile(fixturePath(name));
      const expected = await payloads(fixturePath(name));
      const script = bytes.indexOf('restore.sql\0');
      const random = randomNumbers(3);
      const path = join(directory, 'cut');
      for (let round = 0; round < 200; round++) {
        const length = random(bytes.length);
        await writeFile(path, bytes.subarray(0, length));
        const outcome = await outcomeOf(path);
        // The padding of the last data member may be missing.
        if (length < script - 512) expect(outcome, `cut to ${length} bytes`).toBeInstanceOf(UserError);
        else if (length >= script) expect(outcome, `cut to ${length} bytes`).toEqual(expected);
      }
    }));

  it('with any byte changed gives the right amount of data or is refused', () =>
    withTempDir(async (directory) => {
      const bytes = await readFile(fixturePath(name));
      const expected = await payloads(fixturePath(name));
      const lengths = (of: readonly string[]) => of.map(({ length }) => length).toSorted((a, b) => a - b);
      const random = randomNumbers(4);
      const path = join(directory, 'flipped');
      for (let round = 0; round < 200; round++) {
        const { damaged, at } = flipped(bytes, random);
        await writeFile(path, damaged);
        const outcome = await outcomeOf(path);
        // A tar file has no checksum but for its headers.
        if (!(outcome instanceof UserError)) expect(lengths(outcome), `byte ${at}`).toEqual(lengths(expected));
      }
    }));
});

describe.each(['postgresql-15/directory', 'postgresql-15/directory-plain', 'postgresql-18/directory'])('%s', (name) => {
  const isPlain = name.endsWith('plain');

  it('with any file cut is corrupt', () =>
    withTempDir(async (parent) => {
      const directory = join(parent, 'archive');
      await cp(fixturePath(name), directory, { recursive: true });
      const names = (await readdir(directory)).filter((file) => !isPlain || !file.startsWith('blob_'));
      const expected = await payloads(directory);
      const random = randomNumbers(5);
      for (let round = 0; round < 200; round++) {
        const path = join(directory, names[random(names.length)] ?? '');
        const whole = await readFile(path);
        const length = random(whole.length);
        await writeFile(path, whole.subarray(0, length));
        const outcome = await outcomeOf(directory);
        // Blank lines after the marker, and the list's last line feed, mean nothing.
        const blank = whole.subarray(length).toString('latin1').trim() === '';
        if (!blank) expect(outcome, `${path} cut to ${length} bytes`).toSatisfy(isCorruption);
        if (!(outcome instanceof UserError) && !isPlain) expect(outcome, `${path} ${length}`).toEqual(expected);
        await writeFile(path, whole);
      }
    }));

  it('with any byte of any file changed gives the right data or is refused', () =>
    withTempDir(async (parent) => {
      const directory = join(parent, 'archive');
      await cp(fixturePath(name), directory, { recursive: true });
      const names = (await readdir(directory)).filter(
        (file) => !isPlain || !file.endsWith('.dat') || file === 'toc.dat',
      );
      const expected = await payloads(directory);
      const random = randomNumbers(6);
      for (let round = 0; round < 200; round++) {
        const path = join(directory, names[random(names.length)] ?? '');
        const whole = await readFile(path);
        if (whole.length === 0) continue;
        const { damaged, at } = flipped(whole, random);
        await writeFile(path, damaged);
        const outcome = await outcomeOf(directory);
        if (!(outcome instanceof UserError)) expect(outcome, `${path} byte ${at}`).toEqual(expected);
        await writeFile(path, whole);
      }
    }));
});

describe.each(['lz4', 'zstd'] satisfies CompressionMethod[])('%s', (method) => {
  it.each(['custom', 'directory'] as const)('in the %s format: a frame that is cut or changed is corrupt', (format) =>
    withTempDir(async (parent) => {
      const archive = join(parent, 'archive');
      const sample = sampleArchive(16, { method, level: null });
      await writeArchive(createArchive(format, { path: archive }), sample);
      const expected = await payloads(archive);
      const suffix = method === 'lz4' ? '.lz4' : '.zst';
      const path = format === 'custom' ? archive : join(archive, `21.dat${suffix}`);
      const whole = await readFile(path);
      const random = randomNumbers(7);
      for (let round = 0; round < 15; round++) {
        await writeFile(path, whole.subarray(0, 6 + random(whole.length - 6)));
        expect(await outcomeOf(archive)).toSatisfy(isCorruption);
        const { damaged, at } = flipped(whole, random);
        await writeFile(path, damaged);
        const outcome = await outcomeOf(archive);
        if (!(outcome instanceof UserError)) expect(outcome, `byte ${at}`).toEqual(expected);
      }
      await writeFile(path, Buffer.concat([whole, Buffer.from('more')]));
      if (format === 'directory') expect(await outcomeOf(archive)).toSatisfy(isCorruption);
      expect((await stat(path)).size).toBe(whole.length + 4);
    }),
  );
});

/** Copies an archive as it is stored; null: it was refused. */
async function copied(path: string, copy: string): Promise<Outcome | null> {
  try {
    await using reader = await openArchive({ path });
    if (reader.format !== 'custom' && reader.format !== 'directory' && reader.format !== 'tar') throw new Error(path);
    await using writer = createArchive(reader.format, { path: copy }, { keepsStored: true, sync: false });
    await transferArchive(reader, writer);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await expect(stat(copy)).rejects.toThrow('ENOENT');
    return null;
  }
  return await outcomeOf(copy);
}

describe.each([...files, 'postgresql-15/archive.tar', 'postgresql-15/directory', 'postgresql-15/directory-plain'])(
  '%s, damaged and copied as it is stored',
  (name) => {
    it('is refused, or gives in its copy what it gives itself', () =>
      withTempDir(async (parent) => {
        const archive = join(parent, 'archive');
        const copy = join(parent, 'copy');
        await cp(fixturePath(name), archive, { recursive: true });
        const isDirectory = (await stat(archive)).isDirectory();
        const names = isDirectory ? await readdir(archive) : [''];
        const random = randomNumbers(8);
        for (let round = 0; round < 200; round++) {
          const path = join(archive, names[random(names.length)] ?? '');
          const whole = await readFile(path);
          if (whole.length === 0) continue;
          const cut = random(2) === 0;
          const { damaged, at } = cut ? { damaged: whole, at: random(whole.length) } : flipped(whole, random);
          await writeFile(path, cut ? whole.subarray(0, at) : damaged);
          const outcome = await copied(archive, copy);
          const own = await outcomeOf(archive);
          const what = `${path} ${cut ? 'cut to' : 'changed at'} ${at}`;
          if (own instanceof UserError) expect(outcome === null || outcome instanceof UserError, what).toBe(true);
          else expect(outcome, what).toEqual(own);
          await rm(copy, { recursive: true, force: true });
          await writeFile(path, whole);
        }
      }));
  },
);
