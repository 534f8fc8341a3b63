import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { openBackupSet } from '../../src/gpbackup/open-set.ts';
import { type Diagnostic, silentReporter } from '../../src/log.ts';
import { tokensOf } from '../../src/sql/lexer.ts';
import { backupSet } from '../support/backup-sets.ts';
import { tempDir } from '../support/files.ts';
import { randomOf } from '../support/random.ts';
import {
  atLine,
  boundaryMoved,
  cut,
  doubled,
  entriesExchanged,
  entryDoubled,
  entryGone,
  flipped,
  inserted,
  lineDoubled,
  lineGone,
  offsetMoved,
  type Spoil,
  someGone,
  valueChanged,
  valuesExchanged,
} from '../support/spoilt-files.ts';

/** The words of a statement: blanks and the case of keywords make no difference. */
const wordsOf = (text: string | null): unknown => text && tokensOf(text).map(({ kind, value }) => [kind, value]);

interface Outcome {
  /** Of all that a restore would get. */
  readonly digest: string;
  readonly told: readonly string[];
}

async function outcomeOf(directory: string): Promise<Outcome> {
  const told: string[] = [];
  const reporter = {
    ...silentReporter,
    diagnostic: ({ message, detail = '' }: Diagnostic) => void told.push(`${message} ${detail}`),
  };
  await using reader = await openBackupSet({ directories: [directory] }, reporter);
  const hash = createHash('sha1').update(JSON.stringify([reader.header, wordsOf(reader.contents.globals)]));
  for (const entry of reader.entries) {
    const { definition, dropStatement, copyStatement, ...rest } = entry;
    hash.update(JSON.stringify([rest, ...[definition, dropStatement, copyStatement].map(wordsOf)]));
    if (entry.hasData) for await (const chunk of reader.readData(entry)) hash.update(chunk);
  }
  return { digest: hash.digest('hex'), told };
}

/** Everything that a set is made of, but what is not read of it. */
const files: Readonly<Record<string, RegExp>> = {
  'config.yaml': /gpbackup_\d{14}_config\.yaml$/,
  'toc.yaml': /gpbackup_\d{14}_toc\.yaml$/,
  'metadata.sql': /_metadata\.sql$/,
  report: /_report$/,
  "a segment's file": /gpbackup_\d+_\d{14}(?:_\d+)?(?:\.gz|\.zst)?$/,
  "a segment's table of contents": /gpbackup_\d+_\d{14}_toc\.yaml$/,
};

const ofBytes: readonly Spoil[] = [cut, atLine, inserted, someGone, doubled];
const ofLines: readonly Spoil[] = [lineGone, lineDoubled, valueChanged, valuesExchanged];
const ofEntries: readonly Spoil[] = [entryGone, entryDoubled, entriesExchanged, offsetMoved, boundaryMoved];

/** A letter in metadata.sql may be any other in what stands there once: what is told of that, another test says. */
const spoils: Readonly<Record<string, readonly Spoil[]>> = {
  'config.yaml': [...ofBytes, ...ofLines, flipped],
  'toc.yaml': [...ofBytes, ...ofLines, ...ofEntries, ...ofEntries, flipped],
  'metadata.sql': [...ofBytes, lineGone, lineDoubled],
  report: [...ofBytes, ...ofLines, flipped],
  "a segment's file": [...ofBytes, flipped],
  "a segment's table of contents": [...ofBytes, ...ofLines, flipped],
};

const cases: Readonly<Record<string, number>> = { 'toc.yaml': 90, 'config.yaml': 45, "a segment's file": 30 };

describe.each(['greenplum-6/latin1', 'greenplum-6/schemas', 'greenplum-7/latin1-single-zstd'])('of set %s', (name) => {
  it.each(Object.keys(files))(
    '%s that is spoilt is told, or makes no difference',
    { timeout: 60_000 },
    async (kind) => {
      await using directory = await tempDir();
      await cp(backupSet(name), directory.path, { recursive: true });
      const all = (await readdir(directory.path, { recursive: true }))
        .filter((file) => files[kind]!.test(file))
        .toSorted();
      if (all.length === 0) return;
      const whole = await outcomeOf(directory.path);
      const random = randomOf(all.length + name.length);
      for (let i = 0; i < (cases[kind] ?? 20); i += 1) {
        const path = join(directory.path, all[random(all.length)]!);
        const bytes = await readFile(path);
        const spoil = spoils[kind]![i % spoils[kind]!.length]!;
        const spoilt = spoil(bytes, random);
        await rm(path);
        await writeFile(path, spoilt);
        const what = `${basename(path)}, case ${i}, ${spoil.name}`;
        await expectToldOrSame(directory.path, whole, what);
        await rm(path);
        await writeFile(path, bytes);
      }
    },
  );

  it('any file that is missing, or there twice, is told, or makes no difference', { timeout: 60_000 }, async () => {
    await using directory = await tempDir();
    await cp(backupSet(name), directory.path, { recursive: true });
    const whole = await outcomeOf(directory.path);
    for (const file of await readdir(directory.path, { recursive: true })) {
      if (!Object.values(files).some((pattern) => pattern.test(file))) continue;
      const path = join(directory.path, file);
      const bytes = await readFile(path);
      const other = join(directory.path, 'other');
      await mkdir(other, { recursive: true });
      await writeFile(join(other, basename(file)), bytes);
      await expect(outcomeOf(directory.path), file).rejects.toThrow('there twice');
      await rm(other, { recursive: true });
      await rm(path);
      await expectToldOrSame(directory.path, whole, `${file} missing`);
      await writeFile(path, bytes);
    }
  });
});

async function expectToldOrSame(directory: string, whole: Outcome, what: string): Promise<void> {
  let found: Outcome;
  try {
    found = await outcomeOf(directory);
  } catch (error) {
    expect(error, what).toBeInstanceOf(UserError);
    return;
  }
  if (found.told.every((each) => whole.told.includes(each))) expect(found.digest, what).toBe(whole.digest);
}

/**
 * The limit of all comparing: what stands in one place only, and is as good a text as the one before. These are constants and
 * numbers (comments, labels of enums, bodies of functions, bounds, settings), and what queries of views say.
 */
describe('a letter of the metadata that is another', () => {
  it.each([
    ['greenplum-6/latin1', 0.05],
    ['greenplum-6/schemas', 0.05],
    ['greenplum-7/latin1-single-zstd', 0.05],
  ])('of set %s goes untold in a few of a hundred, in constants mostly', { timeout: 60_000 }, async (name, share) => {
    await using directory = await tempDir();
    await cp(backupSet(name), directory.path, { recursive: true });
    const file = (await readdir(directory.path, { recursive: true })).find((each) => files['metadata.sql']!.test(each));
    const path = join(directory.path, file!);
    const bytes = await readFile(path);
    const tokens = tokensOf(bytes.toString('latin1'));
    const whole = await outcomeOf(directory.path);
    const random = randomOf(7);
    const silent: string[] = [];
    const tried = 200;
    for (let i = 0; i < tried; i += 1) {
      const at = random(bytes.length);
      const spoilt = Buffer.from(bytes);
      spoilt[at]! ^= 1 << random(8);
      await rm(path);
      await writeFile(path, spoilt);
      const found = await outcomeOf(directory.path).catch((error: unknown) => {
        expect(error).toBeInstanceOf(UserError);
        return null;
      });
      if (found === null || found.digest === whole.digest) continue;
      if (!found.told.every((each) => whole.told.includes(each))) continue;
      const token = tokens.find(({ start, end }) => start <= at && at < end);
      silent.push(`${token?.kind ?? 'blank'} ${bytes.toString('latin1', at - 40, at + 20)}`);
    }
    expect(silent.length, silent.join('\n')).toBeLessThanOrEqual(tried * share);
    const elsewhere = silent.filter((text) => !/^(?:string|number) /.test(text));
    expect(elsewhere.length, elsewhere.join('\n')).toBeLessThanOrEqual(tried * 0.02);
  });
});
