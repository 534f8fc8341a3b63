import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { openSet } from '../../src/gpcrondump/open-set.ts';
import { type Diagnostic, silentReporter } from '../../src/log.ts';
import { withTempDir } from '../support/files.ts';
import { type DumpShape, writeGpDump } from '../support/gp-dump.ts';
import { shop } from '../support/made-database.ts';
import { randomOf, type Random } from '../support/random.ts';

const full = '20160714030405';
const later = '20160715030405';

/** All that an archive of the newest dump would have, its rows in any order. */
async function contentsOf(directory: string, notes: Diagnostic[] = []): Promise<unknown> {
  const reporter = { ...silentReporter, diagnostic: (note: Diagnostic) => void notes.push(note) };
  await using reader = await openSet({ directories: [directory] }, reporter);
  const rows: unknown[] = [];
  for (const entry of reader.entries.filter(({ hasData }) => hasData)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of reader.readData(entry)) chunks.push(chunk);
    rows.push([entry.namespace, entry.tag, Buffer.concat(chunks).toString('latin1').split('\n').toSorted()]);
  }
  return [reader.header, reader.entries, rows];
}

type Mutation = (file: string, random: Random) => Promise<void>;

const mutations: Readonly<Record<string, Mutation>> = {
  removed: async (file) => await rm(file),
  'there twice': async (file) => {
    const other = join(dirname(file), 'other');
    await mkdir(other);
    await copyFile(file, join(other, basename(file)));
  },
  'twice in itself': async (file) => {
    const bytes = await readFile(file);
    await writeFile(file, Buffer.concat([bytes, bytes]));
  },
  cut: async (file, random) => {
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, random(bytes.length)));
  },
  'changed in a byte': async (file, random) => {
    const bytes = await readFile(file);
    const at = random(bytes.length);
    bytes[at] = bytes[at]! ^ (1 << random(8));
    await writeFile(file, bytes);
  },
  'in the place of another': async (file, random) => {
    const others = (await readdir(join(file, '../../../..'), { recursive: true, withFileTypes: true }))
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name))
      .toSorted();
    await copyFile(others[random(others.length)]!, file);
  },
};

/** A script that is not compressed has no checksum, and nothing tells a value from another. */
const isChecked = (file: string): boolean => /\.gz$|\.rpt$|_list$|_increments$/.test(file);

const shapes: readonly (readonly [string, DumpShape])[] = [
  ['compressed', { segments: 2 }],
  ['of Greenplum 4', { segments: 2, naming: 'old', gzip: false }],
  ['of INSERT commands', { segments: 2, rows: 'inserts', gzip: false }],
];

describe('a spoilt dump is told, or as good as it was', () => {
  it.each(
    shapes.flatMap(([name, shape], i) =>
      Object.keys(mutations).map((how, j) => [name, how, shape, 100 * i + j] as const),
    ),
  )('%s: a file %s', (_, how, shape, seed) =>
    withTempDir(async (directory) => {
      const random = randomOf(seed);
      const whole = join(directory, 'whole');
      await writeGpDump(whole, shop, { timestamp: full }, shape);
      await writeGpDump(
        whole,
        shop,
        { timestamp: later, upon: { full, changed: ['shop.item', 'public.item'] } },
        shape,
      );
      const truth = await contentsOf(whole);
      const files = (await readdir(whole, { recursive: true }))
        .filter((file) => basename(file).includes('gp_'))
        .toSorted();
      for (const file of files.filter((each) => how !== 'changed in a byte' || isChecked(each))) {
        const spoilt = join(directory, 'spoilt');
        for (const each of files) {
          if ((await stat(join(whole, each))).isDirectory()) continue;
          await mkdir(dirname(join(spoilt, each)), { recursive: true });
          await copyFile(join(whole, each), join(spoilt, each));
        }
        await mutations[how]!(join(spoilt, file), random);
        const notes: Diagnostic[] = [];
        const found = await contentsOf(spoilt, notes).catch((error: unknown) => error);
        if (found instanceof Error) expect(found, `${file} ${how}`).toBeInstanceOf(UserError);
        else if (notes.length === 0) expect(found, `${file} ${how}`).toEqual(truth);
        await rm(spoilt, { recursive: true });
      }
    }),
  );

  it.each([/gp_dump_-1_1_\d+$/, /_post_data$/, /gp_dump_0_2_\d+$/])('a script %s cut near its end', (pattern) =>
    withTempDir(async (directory) => {
      await writeGpDump(directory, shop, { timestamp: full }, { gzip: false });
      const truth = await contentsOf(directory);
      const files = await readdir(directory, { recursive: true });
      const script = join(
        directory,
        files.find((file) => pattern.test(file))!,
      );
      const bytes = await readFile(script);
      for (let left = bytes.length - 1; left > bytes.length - 150; left -= 1) {
        await writeFile(script, bytes.subarray(0, left));
        const found = await contentsOf(directory).catch((error: unknown) => error);
        if (found instanceof Error) expect(found, `${left}`).toBeInstanceOf(UserError);
        else expect(found, `${left}`).toEqual(truth);
      }
    }),
  );
});
