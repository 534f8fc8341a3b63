import type { InputSource } from '../restore/open-input.ts';
import { silentReporter } from '../log.ts';
import { bytesOf } from '../model/text.ts';
import type { RestoreSummary } from '../restore/tally.ts';
import { inputFormatOf, archivePath, inputSource } from './archive-input.ts';
import type { Command, Io } from './command.ts';
import { readCommandLine } from './command-line.ts';
import { backupSetTask } from './options/backup-set.ts';
import { listedEntries, tocListing } from './listing.ts';
import { failureStatus, forTerminal } from './messages.ts';
import { gprestoreTask } from './options/gprestore.ts';
import { noRestoreGiven, restoreOptions } from './options/restore-options.ts';
import type { RestoreGiven } from './options/restore-options.ts';
import { print } from './print.ts';
import { withReporter } from './progress.ts';
import type { ProgressReporter } from './progress.ts';
import { counted, shownBytes, shownCount, shownDuration } from './quantities.ts';
import { restoreOptionsOf, restoreTargetOf } from './restore-arguments.ts';

export const restoreCommand: Command = {
  name: 'restore',
  usage: '[OPTION]... [FILE]',
  summary: 'bring an archive into a database, or turn it into SQL',
  description:
    'Reads an archive made by gpferry or pg_dump and runs it in a database (-d), or writes it as an SQL script (-f). ' +
    'Options are those of pg_restore. Without FILE, standard input is read.',
  options: restoreOptions,
  tasks: [
    { group: 'target', heading: 'Where to, and from which format' },
    { group: 'selection', heading: 'What to restore' },
    { group: 'omissions', heading: 'What to leave out of it' },
    { group: 'owners', heading: 'Owners and privileges' },
    { group: 'statements', heading: 'How it is restored' },
    { group: 'jobs', heading: 'Speed and errors' },
    { group: 'connection', heading: 'Connection' },
    backupSetTask,
    gprestoreTask,
    { group: 'running', heading: 'General' },
  ],
  examples: [
    { does: 'into an empty database', command: 'createdb newshop && gpferry restore -d newshop shop.dump' },
    { does: 'create the database under its own name', command: 'gpferry restore -C -d postgres shop.dump' },
    { does: 'one table, with its rows', command: 'gpferry restore -d newshop -t orders shop.dump' },
    { does: 'as SQL on the terminal', command: 'gpferry restore -s -f - shop.dump | less' },
  ],
  run: runRestore,
};

async function runRestore(args: readonly string[], io: Io): Promise<number> {
  const read = await readCommandLine(restoreCommand, args, restoreOptions, noRestoreGiven, io);
  if (read === null) return 0;
  const { given } = read;
  const archive = inputSource(archivePath(read.operands), given, io);
  const target = restoreTargetOf(given, archive);
  const options = restoreOptionsOf(given, { archive, target, engine: io.program.genuine === null ? 'server' : null });
  const archiveFormat = inputFormatOf(given.format, io.program);
  // Loaded when needed: help and option errors need none of it.
  const takesScripts = io.program.genuine === null;
  const { openInput } = await import('../restore/open-input.ts');
  const { restore } = await import('../restore/command.ts');
  return await withReporter(given, io, async (reporter) => {
    for (const message of given.meaningless) reporter.diagnostic({ severity: 'info', subject: null, message });
    if (given.list) {
      await using reader = await openInput(archive, archiveFormat, { takesScripts, reporter });
      const all = given.verbose;
      const listed = await listedEntries(reader, { ...options, strictNames: false }, reporter, { all });
      const listing = tocListing(reader, listed, { dependencies: given.verbose, release: given.release });
      await print(io, bytesOf(listing), given.file);
      // Names that nothing has are told below the list.
      if (options.strictNames) await listedEntries(reader, options, silentReporter, { all });
      return 0;
    }
    const request = { ...options, archive, archiveFormat, target, takesScripts };
    const extras = { applicationName: io.program.name, signal: io.signal };
    const summary = await restore(request, reporter, extras);
    tellEnd(summary, { given, archive, reporter, io });
    return summary.errors > 0 ? failureStatus : 0;
  });
}

interface Told {
  readonly given: RestoreGiven;
  readonly archive: InputSource;
  readonly reporter: ProgressReporter;
  readonly io: Io;
}

function tellEnd(summary: RestoreSummary, { given, archive, reporter, io }: Told): void {
  const { program } = io;
  if (summary.errors > 0) {
    const message = `errors ignored on restore: ${summary.errors}`;
    reporter.diagnostic({ severity: 'warning', subject: null, message });
  }
  reporter.close();
  if (program.genuine === null && !given.quiet) reporter.say(forTerminal(closingLine(summary, given, archive)));
}

/** `gpferry: restored 17 tables, 204,113 rows, 31.2 MB from shop.dump into newshop in 2.1 s` */
function closingLine(summary: RestoreSummary, given: RestoreGiven, archive: InputSource): string {
  const { tables, rows, bytes, errors, seconds, rewrite } = summary;
  const carried = [
    counted(tables, 'table'),
    ...(rows === null ? [] : [counted(rows, 'row')]),
    shownBytes(bytes),
    ...(errors > 0 ? [counted(errors, 'error')] : []),
  ].join(', ');
  const from =
    'path' in archive
      ? ` from ${archive.path}`
      : 'backupSet' in archive
        ? ` from ${[archive.backupSet.pluginConfig ?? [], archive.backupSet.directories].flat().join(', ')}`
        : '';
  const target = given.dbname ?? (given.file === '-' ? undefined : given.file);
  const into = target === undefined ? '' : ` into ${target}`;
  const rewritten =
    rewrite === null || rewrite.changed + rewrite.leftOut === 0
      ? ''
      : `, ${shownCount(rewrite.changed)} of its entries rewritten${rewrite.target === null ? '' : ` for ${rewrite.target}`} and ${shownCount(rewrite.leftOut)} left out,`;
  return `gpferry: restored ${carried}${from}${into}${rewritten} in ${shownDuration(seconds)}\n`;
}
