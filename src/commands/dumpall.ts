import type { DumpAllOptions, DumpAllSummary } from '../dumpall/options.ts';
import type { Command, Io } from './command.ts';
import { readCommandLine } from './command-line.ts';
import { dumpAllOptionsOf } from './dumpall-arguments.ts';
import { forTerminal } from './messages.ts';
import { dumpAllOptions, noDumpAllGiven } from './options/dumpall-options.ts';
import { withReporter } from './progress.ts';
import { counted, shownBytes, shownDuration } from './quantities.ts';

export const dumpAllCommand: Command = {
  name: 'dumpall',
  usage: '[OPTION]...',
  summary: 'write a whole server, with its roles, to one SQL script',
  description:
    'Writes roles, tablespaces and every database of a server to one SQL script for psql. Options are those of ' +
    'pg_dumpall.',
  options: dumpAllOptions,
  tasks: [
    { group: 'target', heading: 'Where to write' },
    { group: 'selection', heading: 'What to dump' },
    { group: 'omissions', heading: 'What to leave out of it' },
    { group: 'owners', heading: 'Owners and privileges' },
    { group: 'statements', heading: 'How the SQL is written' },
    { group: 'rows', heading: 'How rows are written' },
    { group: 'snapshot', heading: 'For other programs' },
    { group: 'connection', heading: 'Connection' },
    { group: 'running', heading: 'General' },
  ],
  examples: [
    { does: 'a whole server', command: 'gpferry dumpall -f server.sql' },
    { does: 'roles and tablespaces, for archives of single databases', command: 'gpferry dumpall -g -f globals.sql' },
    { does: 'all but the scratch databases', command: 'gpferry dumpall --exclude-database="scratch*" -f server.sql' },
  ],
  run: runDumpAll,
};

async function runDumpAll(args: readonly string[], io: Io): Promise<number> {
  const read = await readCommandLine(dumpAllCommand, args, dumpAllOptions, noDumpAllGiven, io);
  if (read === null) return 0;
  const options = dumpAllOptionsOf(read.given, read.operands);
  // Loaded when needed: help and option errors need none of it.
  const { dumpAll } = await import('../dumpall/dump-all.ts');
  await withReporter(read.given, io, async (reporter) => {
    const summary = await dumpAll(options, reporter, { applicationName: io.program.name, signal: io.signal });
    reporter.close();
    if (io.program.genuine === null) reporter.say(forTerminal(closingLine(options, summary, reporter.warnings)));
  });
  return 0;
}

/** `gpferry: dumped 3 databases, 17 tables, 204,113 rows, 31.2 MB into server.sql (31.4 MB) in 2.1 s` */
function closingLine(options: DumpAllOptions, summary: DumpAllSummary, warnings: number): string {
  const { databases, tables, rows, bytes, largeObjects, seconds, archiveBytes } = summary;
  const carried = [
    ...(options.only === undefined ? [counted(databases, 'database')] : [`the ${options.only}`]),
    ...(tables > 0 ? [counted(tables, 'table'), counted(rows, 'row')] : []),
    ...(largeObjects > 0 ? [counted(largeObjects, 'large object')] : []),
    ...(bytes > 0 ? [shownBytes(bytes)] : []),
  ].join(', ');
  const target = archiveBytes === null ? '' : ` into ${options.file} (${shownBytes(archiveBytes)})`;
  const warned = warnings > 0 ? `, with ${counted(warnings, 'warning')}` : '';
  return `gpferry: dumped ${carried}${target} in ${shownDuration(seconds)}${warned}\n`;
}
