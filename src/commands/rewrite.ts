import { archiveFormatOf, archivePath, inputSource } from './archive-input.ts';
import type { Command, Io } from './command.ts';
import { readCommandLine } from './command-line.ts';
import { backupSetTask } from './options/backup-set.ts';
import { forTerminal } from './messages.ts';
import { compressionArgument } from './options/compression.ts';
import { namedEngine } from './options/engine.ts';
import { noRewriteGiven, rewriteOptions } from './options/rewrite-options.ts';
import { withReporter } from './progress.ts';
import { counted, shownBytes, shownCount, shownDuration } from './quantities.ts';

export const rewriteCommand: Command = {
  name: 'rewrite',
  usage: '--target=ENGINE [OPTION]... [FILE]',
  summary: 'write an archive anew for another engine',
  description:
    "Reads an archive and writes one that the other engine's own pg_restore takes; no server is needed. " +
    'What that will have otherwise, or not at all, is told with the reason. Without FILE, standard input is read.',
  options: rewriteOptions,
  tasks: [
    { group: 'target', heading: 'For what' },
    { group: 'output', heading: 'Where to, and in which format' },
    backupSetTask,
    { group: 'running', heading: 'General' },
  ],
  examples: [
    {
      does: 'for Greenplum 7',
      command: 'gpferry rewrite --target=greenplum7 -f shop7.dump shop.dump',
    },
    {
      does: 'under other names',
      command: 'gpferry rewrite --map-schema=sales=archive -f new.dump shop.dump',
    },
    {
      does: 'as a directory',
      command: 'gpferry rewrite --target=greenplum7 -Fd -f shop7.dir shop.dump',
    },
  ],
  run: runRewrite,
};

async function runRewrite(args: readonly string[], io: Io): Promise<number> {
  const read = await readCommandLine(rewriteCommand, args, rewriteOptions, noRewriteGiven, io);
  if (read === null) return 0;
  const { given } = read;
  const path = archivePath(read.operands);
  const request = {
    archive: inputSource(path, given, io),
    engine: namedEngine(given),
    preferences: given.preferences,
    output: given.file === undefined || given.file === '-' ? { stream: io.stdout } : { path: given.file },
    format: archiveFormatOf(given.format, io.program),
    compression: given.compress === undefined ? undefined : compressionArgument(given.compress).compression,
    sync: !given.noSync,
  };
  // Loaded when needed: help and option errors need none of it.
  const { rewriteArchive } = await import('../restore/rewrite-archive.ts');
  await withReporter(given, io, async (reporter) => {
    const { target, changed, leftOut, tables, bytes, seconds } = await rewriteArchive(request, reporter, io.signal);
    reporter.close();
    const what = `${shownCount(changed)} entries changed and ${shownCount(leftOut)} left out${target === null ? '' : ` for ${target}`}`;
    const carried = `${counted(tables, 'table')}, ${shownBytes(bytes)}`;
    reporter.say(forTerminal(`gpferry: ${what}; ${carried} carried in ${shownDuration(seconds)}\n`));
  });
  return 0;
}
