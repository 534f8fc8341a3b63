import type { DumpOptions, DumpSummary } from '../dump/options.ts';
import { UserError } from '../errors.ts';
import type { Command, Io } from './command.ts';
import { readCommandLine } from './command-line.ts';
import { dumpOptionsOf } from './dump-arguments.ts';
import { forTerminal, tellDiagnostic } from './messages.ts';
import { dumpOptions, noDumpGiven } from './options/dump-options.ts';
import { withReporter } from './progress.ts';
import { counted, shownBytes, shownDuration } from './quantities.ts';

export const dumpCommand: Command = {
  name: 'dump',
  usage: '[OPTION]... [DBNAME]',
  summary: 'write a database to one archive or SQL script',
  description:
    'Writes one database to an archive that pg_restore and gpferry restore read, or to an SQL script for psql. ' +
    'Options are those of pg_dump.',
  options: dumpOptions,
  tasks: [
    { group: 'target', heading: 'Where to write, and in which format' },
    { group: 'selection', heading: 'What to dump' },
    { group: 'omissions', heading: 'What to leave out of it' },
    { group: 'owners', heading: 'Owners and privileges' },
    { group: 'statements', heading: 'How the SQL is written' },
    { group: 'rows', heading: 'How rows are written' },
    { group: 'snapshot', heading: 'Which state of the database is seen' },
    { group: 'connection', heading: 'Connection' },
    { group: 'jobs', heading: 'Speed' },
    { group: 'running', heading: 'General' },
  ],
  examples: [
    { does: 'the database shop as a compressed archive', command: 'gpferry dump -Fc -f shop.dump shop' },
    { does: 'two schemas, one file a table', command: 'gpferry dump -Fd -f shop.dir -n sales -n stock shop' },
    { does: 'the definitions alone, as SQL', command: 'gpferry dump -s shop > shop.sql' },
    {
      does: 'from another host, with encryption',
      command: 'gpferry dump -Fc -f shop.dump -d "host=db.example.com sslmode=require"',
    },
  ],
  run: runDump,
};

async function runDump(args: readonly string[], io: Io): Promise<number> {
  const read = await readCommandLine(dumpCommand, args, dumpOptions, noDumpGiven, io);
  if (read === null) return 0;
  const warn = (message: string): void => {
    io.stderr.write(tellDiagnostic({ severity: 'warning', subject: null, message }, io.program, false));
  };
  const options = dumpOptionsOf(read.given, read.operands, warn);
  if (io.program.genuine === null) refuseTerminal(options, io);
  // Loaded when needed: help and option errors need none of it.
  const { dump } = await import('../dump/dump.ts');
  await withReporter(read.given, io, async (reporter) => {
    const summary = await dump(options, reporter, { applicationName: io.program.name, signal: io.signal });
    reporter.close();
    if (io.program.genuine === null) reporter.say(forTerminal(closingLine(options, summary, reporter.warnings)));
  });
  return 0;
}

function refuseTerminal({ format, file }: DumpOptions, { stdout }: Io): void {
  if (format === 'plain' || file !== undefined || stdout.isTTY !== true) return;
  throw new UserError(`will not write a ${format} archive to a terminal`, {
    hint: 'Name a file with -f, or send standard output somewhere.',
  });
}

/** `gpferry: dumped 17 tables, 204,113 rows, 31.2 MB into shop.dump (8.4 MB) in 2.1 s` */
function closingLine(options: DumpOptions, summary: DumpSummary, warnings: number): string {
  const { tables, rows, bytes, largeObjects, seconds, archiveBytes } = summary;
  const carried = [
    counted(tables, 'table'),
    counted(rows, 'row'),
    ...(largeObjects > 0 ? [counted(largeObjects, 'large object')] : []),
    shownBytes(bytes),
  ].join(', ');
  const target = archiveBytes === null ? '' : ` into ${options.file} (${shownBytes(archiveBytes)})`;
  const warned = warnings > 0 ? `, with ${counted(warnings, 'warning')}` : '';
  return `gpferry: dumped ${carried}${target} in ${shownDuration(seconds)}${warned}\n`;
}
