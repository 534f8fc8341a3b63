import { shown } from '../model/text.ts';
import type { Verification, VerifiedEntry } from '../verify/verify.ts';
import { archiveFormatOf, archivePath, inputSource } from './archive-input.ts';
import type { Command, Io } from './command.ts';
import { readCommandLine } from './command-line.ts';
import { backupSetTask } from './options/backup-set.ts';
import { aligned } from './listing.ts';
import { failureStatus, forTerminal } from './messages.ts';
import { noVerifyGiven, verifyOptions } from './options/verify-options.ts';
import { print } from './print.ts';
import { withReporter } from './progress.ts';
import { counted, shownBytes, shownCount } from './quantities.ts';

export const verifyCommand: Command = {
  name: 'verify',
  usage: '[OPTION]... [FILE]',
  summary: 'read a whole archive and say whether it can be restored',
  description:
    'Reads everything and loads nothing: the table of contents, each block and file, what is compressed, the rows and ' +
    'their columns, and whether they end as they should. A line for each table; exit status 1 where something is wrong. ' +
    'Without FILE, standard input is read.',
  options: verifyOptions,
  tasks: [{ group: 'output', heading: 'How to print it' }, backupSetTask, { group: 'running', heading: 'General' }],
  examples: [
    { does: 'before the old server goes', command: 'gpferry verify shop.dump' },
    {
      does: 'rows of each table',
      command: `gpferry verify --json shop.dump |\n    jq -r '.entries[] | [.schema, .name, .rows] | @tsv'`,
    },
  ],
  run: runVerify,
};

async function runVerify(args: readonly string[], io: Io): Promise<number> {
  const read = await readCommandLine(verifyCommand, args, verifyOptions, noVerifyGiven, io);
  if (read === null) return 0;
  const { given } = read;
  const path = archivePath(read.operands);
  // Loaded when needed: help and option errors need none of it.
  const { openInput } = await import('../restore/open-input.ts');
  const { verifyArchive } = await import('../verify/verify.ts');
  await using reader = await openInput(inputSource(path, given, io), archiveFormatOf(given.format, io.program), {
    takesScripts: false,
    takesSets: true,
  });
  return await withReporter(given, io, async (reporter) => {
    const verification = await verifyArchive(reader, reporter, io.signal);
    reporter.close();
    await print(io, given.json ? forPrograms(verification) : forPeople(verification));
    if (!given.json) reporter.say(forTerminal(`gpferry: ${summary(verification, reader.entries.length)}\n`));
    return verification.isWhole ? 0 : failureStatus;
  });
}

const isRows = ({ entry }: VerifiedEntry): boolean => entry.desc === 'TABLE DATA';

function forPeople({ problems, entries }: Verification): string {
  const lines = aligned(
    entries.map(({ entry, count, bytes, problems: own }) => [
      '',
      own.length === 0 ? 'ok' : 'WRONG',
      entry.desc.toLowerCase(),
      shown(entry.namespace === null || entry.namespace === '' ? entry.tag : `${entry.namespace}.${entry.tag}`),
      countShown(entry.desc, entry.copyStatement === null, count),
      shownBytes(bytes),
      '',
    ]),
  ).split('\n');
  const told = entries.flatMap(({ problems: own }, i) => [lines[i]!, ...own.map((problem) => `         ${problem}`)]);
  return [...problems.map((problem) => `  WRONG  ${problem}`), ...told, ''].join('\n');
}

function countShown(desc: string, isCommands: boolean, count: number | null): string {
  if (count === null) return '';
  if (desc !== 'TABLE DATA') return desc.startsWith('BLOB') ? counted(count, 'large object') : '';
  return counted(count, isCommands ? 'command' : 'row');
}

function summary({ entries, problems, isWhole }: Verification, total: number): string {
  const bytes = entries.reduce((sum, each) => sum + each.bytes, 0);
  const rows = entries.filter(isRows).reduce((sum, { count }) => sum + (count ?? 0), 0);
  const what = `${counted(entries.filter(isRows).length, 'table')}, ${shownCount(rows)} rows, ${shownBytes(bytes)}`;
  const entry = total === 1 ? 'entry' : 'entries';
  if (isWhole) return `all is well: ${shownCount(total)} ${entry}, ${what}`;
  const wrong = problems.length + entries.reduce((sum, each) => sum + each.problems.length, 0);
  return `${counted(wrong, 'problem')} in ${shownCount(total)} ${entry}, ${what}`;
}

const forPrograms = ({ problems, entries, isWhole }: Verification): string =>
  `${JSON.stringify(
    {
      isWhole,
      problems,
      entries: entries.map(({ entry, count, bytes, problems: own }) => ({
        dumpId: entry.dumpId,
        kind: entry.desc,
        schema: entry.namespace === null ? null : shown(entry.namespace),
        name: shown(entry.tag),
        rows: entry.desc === 'TABLE DATA' && entry.copyStatement !== null ? count : null,
        count,
        bytes,
        problems: own,
      })),
    },
    null,
    2,
  )}\n`;
