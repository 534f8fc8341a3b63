import type { ArchiveFormatName } from '../archive/formats.ts';
import { countInSet } from './set-counts.ts';
import type { TableCount } from '../gpbackup/table-count.ts';
import type { Reporter } from '../log.ts';
import type { Script } from '../script/script-reader.ts';
import type { InputSource } from '../restore/open-input.ts';
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
    'their columns, and whether they end as they should; of a backup set also how many rows it says there are, all ' +
    'copies of replicated tables, and whether each row is on the segment that it belongs to. FILE is an archive, an SQL script or the directory of a set. A line for each table; ' +
    'exit status 1 where something is wrong. Without FILE, standard input is read.',
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
  const source = inputSource(path, given, io);
  const format = archiveFormatOf(given.format, io.program);
  return await withReporter(given, io, async (reporter) => {
    const verification = await verified(source, format, { reporter, io });
    reporter.close();
    await print(io, given.json ? forPrograms(verification) : forPeople(verification));
    if (!given.json) reporter.say(forTerminal(`gpferry: ${summary(verification)}\n`));
    return verification.isWhole ? 0 : failureStatus;
  });
}

/** What it is: a script, an archive or a set. */
async function verified(
  source: InputSource,
  format: ArchiveFormatName | undefined,
  { reporter, io }: { readonly reporter: Reporter; readonly io: Io },
): Promise<Verification> {
  // Loaded when needed: help and option errors need none of it.
  const { openInput } = await import('../restore/open-input.ts');
  const { verifyArchive } = await import('../verify/verify.ts');
  if (format === undefined && !('backupSet' in source)) {
    const { openScript } = await import('../script/open-script.ts');
    await using script = await openScript(source);
    if (script !== null && saysSomething(script)) {
      const { verifyScript } = await import('../verify/verify-script.ts');
      return await verifyScript(script, reporter, io.signal);
    }
  }
  const ofSet: string[] = [];
  await using reader = await openInput(source, format, {
    takesScripts: false,
    takesSets: true,
    // All is read anyway, and a table whose file is missing keeps nobody from reading the others.
    ofSets: { checksReplicas: true, toleratesMissing: true, checksPlacement: true },
    reporter: {
      ...reporter,
      diagnostic(said) {
        const { severity, subject, message, detail } = said;
        // What a set is without by its nature is nothing wrong with it.
        if (severity === 'info') return;
        if (subject === null) reporter.diagnostic(said);
        else ofSet.push(`${subject}: ${message}${detail === undefined ? '' : ` (${detail})`}`);
      },
    },
  });
  const { problems, isWhole, ...verification } = await verifyArchive(reader, reporter, io.signal);
  for (const message of reader.placement?.notes ?? [])
    reporter.diagnostic({ severity: 'info', subject: null, message });
  return { ...verification, problems: [...ofSet, ...problems], isWhole: isWhole && ofSet.length === 0 };
}

/** Any text may be a script: what can be looked at are dumps, and rows. */
const saysSomething = ({ sections }: Script): boolean =>
  sections.some(({ product, entries }) => product !== null || entries.some(({ hasData }) => hasData));

const isRows = ({ entry }: VerifiedEntry): boolean => entry.desc === 'TABLE DATA';

function forPeople({ problems, entries }: Verification): string {
  const lines = aligned(
    entries.map(({ entry, count, bytes, inSet, problems: own }) => [
      '',
      own.length === 0 ? 'ok' : 'WRONG',
      entry.desc.toLowerCase(),
      shown(entry.namespace === null || entry.namespace === '' ? entry.tag : `${entry.namespace}.${entry.tag}`),
      countShown(entry.desc, entry.copyStatement === null, count),
      shownBytes(bytes),
      inSet === null ? '' : setShown(inSet),
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

/** `60 in the set: 21 + 20 + 19`. */
function setShown({ said, segments, isReplicated }: TableCount): string {
  const counts = segments?.map(({ rows }) => rows) ?? [];
  const ofEach =
    counts.length > segmentsShown
      ? `${shownCount(Math.min(...counts))} to ${shownCount(Math.max(...counts))} on ${counts.length} segments`
      : counts.map(shownCount).join(' + ');
  return `${said === null ? '' : `${shownCount(said)} in the set: `}${isReplicated ? 'replicated' : ofEach}`;
}

/** How many segments' rows are told one by one. */
const segmentsShown = 8;

function summary({ entries, problems, isWhole, entryCount: total }: Verification): string {
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
      entries: entries.map(({ entry, count, bytes, inSet, problems: own }) => ({
        dumpId: entry.dumpId,
        kind: entry.desc,
        schema: entry.namespace === null ? null : shown(entry.namespace),
        name: shown(entry.tag),
        rows: entry.desc === 'TABLE DATA' && entry.copyStatement !== null ? count : null,
        count,
        bytes,
        ...(inSet === null ? {} : countInSet(inSet)),
        problems: own,
      })),
    },
    null,
    2,
  )}\n`;
