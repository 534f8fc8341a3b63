import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../support/repository.ts';
import { makeBackupSet, type MadeSet, type MadeTable } from './backup-set.ts';
import { byTurns } from './by-turns.ts';
import { measure } from './measure.ts';
import type { Result, Settings } from './report.ts';

/** A backup set is converted, and beside that its data files go through the programs that do the least of the same. */
interface ConvertCase {
  readonly name: string;
  readonly set: (settings: Settings) => MadeSet;
  readonly options: readonly string[];
  /** null: nothing else does the same. */
  readonly pipe: Pipe | null;
}

/** A command of bash, with the data files of each table, or all. */
type Pipe = (files: readonly (readonly string[])[], target: string) => string;

const joinedPerTable: Pipe = (files, target) =>
  [`mkdir ${target}`, ...files.map((of, i) => `cat ${of.join(' ')} > ${target}/${i}`), `sync ${target}/*`].join(' && ');

const through =
  (...programs: readonly [string, ...string[]]): Pipe =>
  (files, target) => {
    const [reading, ...others] = programs;
    return `${[`${reading} ${files.flat().join(' ')}`, ...others].join(' | ')} > ${target} && sync ${target}`;
  };

const ofRows =
  (compression: MadeSet['compression'], singleDataFile = false): ConvertCase['set'] =>
  ({ segments, segment }) => ({ segments, compression, singleDataFile, tables: largeTables(segment) });

const ofManyTables: ConvertCase['set'] = ({ setTables }) => ({
  segments: 3,
  compression: 'gzip',
  singleDataFile: false,
  tables: smallTables(setTables),
});

export const convertCases: readonly ConvertCase[] = [
  { name: 'convert directory, zero-copy', set: ofRows('gzip'), options: ['-Fd', '--keep-csv'], pipe: joinedPerTable },
  ...[1, 6].map((level) => ({
    name: `convert custom -Z${level}`,
    set: ofRows('gzip'),
    options: ['-Fc', `-Z${level}`],
    pipe: through('zcat', `gzip -${level}`),
  })),
  {
    name: 'convert single files, custom -Z1',
    set: ofRows('gzip', true),
    options: ['-Fc', '-Z1'],
    pipe: through('zcat', 'gzip -1'),
  },
  {
    name: 'convert zstd, custom -Z1',
    set: ofRows('zstd'),
    options: ['-Fc', '-Z1'],
    pipe: through('zstd -dcq', 'gzip -1'),
  },
  { name: 'convert uncompressed, plain', set: ofRows('none'), options: ['-Fp'], pipe: through('cat') },
  { name: 'convert many tables', set: ofManyTables, options: ['-Fc'], pipe: null },
];

export async function convertResults(
  { name, set, options, pipe }: ConvertCase,
  directory: string,
  settings: Settings,
  note: (text: string) => void,
): Promise<readonly Result[]> {
  const source = join(directory, 'source');
  const target = join(directory, 'target');
  note(`${name}: making the backup set`);
  const files = await makeBackupSet(source, set(settings));
  const convert = [join(repository, 'dist', 'cli.js'), 'convert', ...options, '-f', target, source];
  const contenders = {
    gpferry: () => measure(process.execPath, convert, process.env),
    ...(pipe !== null && {
      pipe: () => measure('bash', ['-c', `set -o pipefail; ${pipe(files, target)}`], process.env),
    }),
  };
  const results = await byTurns({ case: name, action: 'convert', contenders, target }, settings, note);
  await rm(source, { recursive: true });
  return results;
}

const largeTable: Pick<MadeTable, 'columns'> = {
  columns: [
    { name: 'id', type: 'bigint NOT NULL' },
    { name: 'customer', type: 'integer' },
    { name: 'amount', type: 'numeric(12,2)' },
    { name: 'at', type: 'timestamp without time zone' },
    { name: 'email', type: 'text' },
    { name: 'note', type: 'text' },
  ],
};

const words = 'order shipped to the customer after a call about stock that was late and paid in cash'.split(' ');

/** Eight of so many megabytes together; each row is like no other, a third has no note and a tenth has one in quotes. */
function largeTables(megabytes: number): readonly MadeTable[] {
  const tables = 8;
  const times = Math.ceil(megabytes / tables / 8);
  const rowsOfBlock = Math.ceil((megabytes * 1_000_000) / tables / times / 97);
  return Array.from({ length: tables }, (_, i) => {
    const row = rowsLike(i + 1);
    const block = Buffer.from(Array.from({ length: rowsOfBlock }, (_, at) => row(at)).join(''));
    return { ...largeTable, schema: 'public', name: `orders_${i}`, block, rowsOfBlock, times };
  });
}

function smallTables(count: number): readonly MadeTable[] {
  const row = rowsLike(1);
  return Array.from({ length: count }, (_, i) => ({
    ...largeTable,
    schema: `area_${Math.floor(i / 1000)}`,
    name: `orders_of_shop_${i}`,
    block: Buffer.from([0, 1, 2].map((at) => row(3 * i + at)).join('')),
    rowsOfBlock: 3,
    times: 1,
  }));
}

function rowsLike(seed: number): (at: number) => string {
  let state = seed;
  // Numbers that are the same in each run (Lehmer's generator).
  const below = (limit: number): number => (state = (state * 48271) % 0x7fffffff) % limit;
  const digits = (limit: number): string => `${1 + below(limit)}`.padStart(2, '0');
  const text = (): string => Array.from({ length: 3 + below(6) }, () => words[below(words.length)]).join(' ');
  return (at) => {
    const note = at % 3 === 0 ? '' : at % 10 === 0 ? `"${text()}, ""${text()}"""` : text();
    const time = `2026-${digits(12)}-${digits(28)} ${digits(23)}:${digits(59)}:${digits(59)}`;
    const email = `${words[below(words.length)]}.${below(100_000)}@example.com`;
    return `${seed * 1_000_000 + at},${below(1_000_000)},${below(100_000)}.${digits(99)},${time},${email},${note}\n`;
  };
}
