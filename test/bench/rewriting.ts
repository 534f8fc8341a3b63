import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArchiveFormatName, createArchive } from '../../src/archive/formats.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { entryOf, headerOf } from '../archive/sample-archive.ts';
import { repository } from '../support/repository.ts';
import { byTurns } from './by-turns.ts';
import { measure } from './measure.ts';
import type { Result, Settings } from './report.ts';

/** An archive is rewritten for Greenplum, and beside that copied and synced: data blocks are to pass as they are. */
interface RewriteCase {
  readonly name: string;
  readonly format: ArchiveFormatName;
  /** Of the archive; 0: tables without rows, so that the program's start is what is measured. */
  readonly megabytes: (settings: Settings) => number;
}

export const rewriteCases: readonly RewriteCase[] = [
  { name: 'rewrite custom', format: 'custom', megabytes: ({ archive }) => archive },
  { name: 'rewrite directory', format: 'directory', megabytes: ({ archive }) => archive },
  { name: 'rewrite, no rows', format: 'custom', megabytes: () => 0 },
];

const tables = 8;

export async function rewriteResults(
  { name, format, megabytes }: RewriteCase,
  directory: string,
  settings: Settings,
  note: (text: string) => void,
): Promise<readonly Result[]> {
  const source = join(directory, 'source');
  const target = join(directory, 'target');
  note(`${name}: making the archive`);
  await makeArchive(source, format, megabytes(settings));
  const rewrite = ['rewrite', '--target=greenplum7', '-f', target, source];
  const copy = 'cp -r -- "$1" "$2" && find "$2" -type f -exec sync {} +';
  const contenders = {
    gpferry: () => measure(process.execPath, [join(repository, 'dist', 'cli.js'), ...rewrite], process.env),
    copy: () => measure('bash', ['-c', copy, 'bash', source, target], process.env),
  };
  const results = await byTurns({ case: name, action: 'rewrite', contenders, target }, settings, note);
  await rm(source, { recursive: true });
  return results;
}

/**
 * Tables with keys, so that nobody needs to look at rows to know how they are best distributed. Rows that gzip makes a quarter
 * shorter; they are made of what is far enough away from itself not to be noticed.
 */
async function makeArchive(path: string, format: ArchiveFormatName, megabytes: number): Promise<void> {
  const blocks = Math.ceil((megabytes * 4) / 3 / tables / 8);
  const text = randomBytes(6_000_000).toString('base64');
  const block = Buffer.from(text.replace(/.{1,199}/g, (row, at) => `${String(at)}\t${row}\n`));
  async function* rows(): AsyncGenerator<Uint8Array, void, undefined> {
    for (let index = 0; index < blocks; index += 1) yield block;
    yield Buffer.from('\\.\n\n\n');
  }
  const numbers = Array.from({ length: tables }, (_, index) => index + 1);
  const definitions = numbers.map((number) => tableOf(number));
  const data = numbers.map((number) => dataOf(number));
  await using writer = createArchive(format, { path }, { sync: false });
  const keys = numbers.map((number) => keyOf(number));
  await writer.begin(headerOf(14, { method: 'gzip', level: 1 }), [...definitions, ...data, ...keys]);
  for (const entry of data) await writer.writeData(entry, rows());
  await writer.finish();
}

const tableOf = (number: number): TocEntry =>
  entryOf(number, 'TABLE', {
    tag: `t${number}`,
    namespace: 'public',
    definition: `CREATE TABLE public.t${number} (\n    id integer,\n    body text\n);\n`,
    dropStatement: `DROP TABLE public.t${number};\n`,
  });

const dataOf = (number: number): TocEntry =>
  entryOf(tables + number, 'TABLE DATA', {
    tag: `t${number}`,
    namespace: 'public',
    section: 'data',
    copyStatement: `COPY public.t${number} (id, body) FROM stdin;\n`,
    dependencies: [number],
    hasData: true,
  });

const keyOf = (number: number): TocEntry =>
  entryOf(2 * tables + number, 'CONSTRAINT', {
    tag: `t${number} t${number}_pkey`,
    namespace: 'public',
    section: 'post-data',
    definition: `ALTER TABLE ONLY public.t${number}\n    ADD CONSTRAINT t${number}_pkey PRIMARY KEY (id);\n`,
    dropStatement: `ALTER TABLE ONLY public.t${number} DROP CONSTRAINT t${number}_pkey;\n`,
    dependencies: [number],
  });
