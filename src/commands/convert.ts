import type { FormatName } from '../archive/archive.ts';
import type { ConvertRequest, ConvertSummary } from '../convert/convert.ts';
import { UserError } from '../errors.ts';
import type { Reporter } from '../log.ts';
import { archiveFormatOf, checkPluginOptions } from './archive-input.ts';
import type { Command, Io } from './command.ts';
import { readCommandLine } from './command-line.ts';
import { failureStatus, forTerminal } from './messages.ts';
import { compressionArgument } from './options/compression.ts';
import { notTogether, refuseConflicts } from './options/conflicts.ts';
import { convertOptions, noConvertGiven } from './options/convert-options.ts';
import type { ConvertGiven } from './options/convert-options.ts';
import { filtersOf, gprestoreTask, redirected } from './options/gprestore.ts';
import { fileName } from './options/definition.ts';
import { UsageError } from './options/usage-error.ts';
import { defaultRestoreOptions, type RestoreSelection } from '../restore/options.ts';
import { parseArchiveVersion } from '../toc/archive-versions.ts';
import { noPreferences } from '../rewrite/preferences.ts';
import type { Program } from './program.ts';
import { type ProgressReporter, withReporter } from './progress.ts';
import { counted, shownBytes, shownCount, shownDuration } from './quantities.ts';

export const convertCommand: Command = {
  name: 'convert',
  usage: '--backup-dir=DIRECTORY [OPTION]...',
  summary: 'merge a parallel backup of Greenplum into one archive',
  description:
    'Reads what gpbackup, or gpcrondump before it, has written on all segments and writes one archive, which pg_restore ' +
    'and "gpferry restore" load through the coordinator of a cluster of any size; no server is needed. Files are found ' +
    'by their names, wherever they lie below the directories.',
  options: convertOptions,
  tasks: [
    { group: 'source', heading: 'Which set' },
    { group: 'output', heading: 'Where to, and in which format' },
    gprestoreTask,
    { group: 'running', heading: 'General' },
  ],
  examples: [
    {
      does: 'the newest set of a directory',
      command: 'gpferry convert --backup-dir /backups -f shop.dump',
    },
    {
      does: 'gathered from two hosts, for PostgreSQL',
      command:
        'gpferry convert --backup-dir sdw1 --backup-dir sdw2 |\n' + '    gpferry restore --target=postgresql -d shop',
    },
  ],
  run: runConvert,
};

async function runConvert(args: readonly string[], io: Io): Promise<number> {
  const read = await readCommandLine(convertCommand, args, convertOptions, noConvertGiven, io);
  if (read === null) return 0;
  const { given, operands } = read;
  const directories = [...given.backupDirs, ...operands.map(fileName)];
  const { timestamp, pluginConfig, prefix, segmentCount } = given;
  if (pluginConfig !== undefined) checkPluginOptions(directories, timestamp, prefix);
  else if (directories.length === 0) throw new UsageError('no backup directory specified');
  const format = outputFormat(given.format, io.program);
  if (format === 'plain' && given.compress !== undefined) {
    throw new UserError('a script cannot be compressed here', { hint: 'Pipe it through gzip or another program.' });
  }
  if (given.archiveVersion !== undefined) parseArchiveVersion(given.archiveVersion);
  const request: ConvertRequest = {
    source: {
      directories,
      timestamp,
      prefix,
      segmentCount,
      pluginConfig,
      signal: io.signal,
      keepsCsv: given.keepCsv,
      incremental: given.incremental,
      checksPlacement: given.checkPlacement,
      checksReplicas: given.checkReplicas,
    },
    output: given.file === undefined || given.file === '-' ? { stream: io.stdout } : { path: given.file },
    format,
    compression: given.compress === undefined ? undefined : compressionArgument(given.compress).compression,
    archiveVersion: given.archiveVersion,
    sync: !given.noSync,
    skipsBroken: given.skipBrokenTables,
    selection: selectionOf(given),
    preferences: redirected(given, noPreferences),
  };
  // Loaded when needed: help and option errors need none of it.
  const { convert } = await import('../convert/convert.ts');
  return await withReporter(given, io, async (reporter) => {
    for (const message of given.meaningless) reporter.diagnostic({ severity: 'info', subject: null, message });
    const { contents, tables, rows, broken, bytes, seconds } = await reported(
      { given, args, io, reporter },
      request,
      convert,
    );
    reporter.close();
    const what = `backup ${contents.timestamp} of ${counted(contents.segments, 'segment')}`;
    const carried = `${counted(tables.length, 'table')}, ${shownCount(rows)} rows, ${shownBytes(bytes)}`;
    if (!given.quiet) reporter.say(forTerminal(`gpferry: ${what}: ${carried} carried in ${shownDuration(seconds)}\n`));
    return broken > 0 ? failureStatus : 0;
  });
}

interface Run {
  readonly given: ConvertGiven;
  readonly args: readonly string[];
  readonly io: Io;
  readonly reporter: ProgressReporter;
}

/** With the report that was asked for: nobody expects another file, or something to be written where the archive goes. */
async function reported(
  { given, args, io, reporter }: Run,
  request: ConvertRequest,
  convert: (request: ConvertRequest, reporter: Reporter, signal: AbortSignal) => Promise<ConvertSummary>,
): Promise<ConvertSummary> {
  const { report: file, json } = given;
  if (file === undefined && !json) return await convert(request, reporter, io.signal);
  const { withReport } = await import('./convert-report.ts');
  const { output, format } = request;
  const isJson = json || file?.endsWith('.json') === true;
  return await withReport({ file, isJson, args, output, format }, io, reporter, ({ reporter: told, onOpened }) =>
    convert({ ...request, onOpened }, told, io.signal),
  );
}

function selectionOf(given: ConvertGiven): RestoreSelection {
  const { dataOnly, metadataOnly } = given;
  refuseConflicts(given, [notTogether('--data-only', '--metadata-only', () => dataOnly && metadataOnly)]);
  const filters = filtersOf(given, given.excludeSchemas);
  return { ...defaultRestoreOptions, filters, schema: !dataOnly, data: !metadataOnly, sequenceData: metadataOnly };
}

const outputFormat = (typed: string | undefined, program: Program): FormatName =>
  typed === 'p' || typed === 'plain' ? 'plain' : (archiveFormatOf(typed, program) ?? 'custom');
