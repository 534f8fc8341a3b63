import { bytesOf } from '../model/text.ts';
import { defaultRestoreOptions } from '../restore/options.ts';
import { inputFormatOf, archivePath, inputSource } from './archive-input.ts';
import type { Command, Io } from './command.ts';
import { readCommandLine } from './command-line.ts';
import { backupSetTask } from './options/backup-set.ts';
import { jsonListing, listedEntries, tableListing, tocListing } from './listing.ts';
import { listOptions, noListGiven } from './options/list-options.ts';
import type { ListGiven } from './options/list-options.ts';
import { partsOf } from './options/parts.ts';
import { print } from './print.ts';
import { withReporter } from './progress.ts';

export const listCommand: Command = {
  name: 'list',
  usage: '[OPTION]... [FILE]',
  summary: 'show what an archive holds',
  description:
    'Prints the table of contents of an archive, by default as pg_restore --list does: with lines taken out or put ' +
    'into another order it can be given back to "gpferry restore -L". Without FILE, standard input is read.',
  options: listOptions,
  tasks: [
    { group: 'output', heading: 'How to print it' },
    { group: 'selection', heading: 'What to list' },
    backupSetTask,
    { group: 'running', heading: 'General' },
  ],
  examples: [
    { does: 'for reading', command: 'gpferry list --table shop.dump' },
    { does: 'which sets gpbackup or gpcrondump has left', command: 'gpferry list --backup-dir /backups' },
    {
      does: 'restore all but some entries',
      command: 'gpferry list shop.dump | grep -v invoice > toc\n  gpferry restore -L toc -d newshop shop.dump',
    },
    {
      does: 'names of all tables',
      command: `gpferry list --json shop.dump |\n    jq -r '.entries[] | select(.kind == "TABLE").name'`,
    },
  ],
  run: runList,
};

async function runList(args: readonly string[], io: Io): Promise<number> {
  const read = await readCommandLine(listCommand, args, listOptions, noListGiven, io);
  if (read === null) return 0;
  const { given } = read;
  const path = archivePath(read.operands);
  if ((given.backupDirs.length > 0 || given.history !== undefined) && given.timestamp === undefined)
    return await listBackupSets(given, io);
  // Loaded when needed: help and option errors need none of it.
  const { openInput } = await import('../restore/open-input.ts');
  await using reader = await openInput(inputSource(path, given, io), inputFormatOf(given.format, io.program), {
    takesScripts: true,
  });
  await withReporter(given, io, async (reporter) => {
    const selection = { ...defaultRestoreOptions, ...given, ...partsOf(given, { statistics: true }) };
    const listed = await listedEntries(reader, selection, reporter, { all: given.verbose });
    if (given.output === 'json') await print(io, jsonListing(reader, listed));
    else if (given.output === 'table') await print(io, tableListing(reader, listed));
    else await print(io, bytesOf(tocListing(reader, listed, { dependencies: given.verbose })));
  });
  return 0;
}

/** Of directories that hold several sets, which they are. */
async function listBackupSets({ backupDirs, output, history: said, prefix }: ListGiven, io: Io): Promise<number> {
  const { listSets } = await import('../gpbackup/list-sets.ts');
  const { listDumps } = await import('../gpcrondump/list-dumps.ts');
  const { jsonSetListing, setListing } = await import('./set-listing.ts');
  const { findHistory, readHistory } = await import('../gpbackup/history.ts');
  const history = said ?? (await findHistory(backupDirs));
  const noted = history === null ? undefined : await readHistory(history);
  const sets = await listSets(backupDirs, noted, undefined, prefix);
  const all = [...(await listDumps(backupDirs, undefined, prefix)), ...sets].toSorted((one, other) =>
    one.timestamp < other.timestamp ? -1 : 1,
  );
  await print(io, output === 'json' ? jsonSetListing(all) : setListing(all));
  return 0;
}
