import type { ArchiveReader } from '../archive/archive.ts';
import type { ArchiveFormatName } from '../archive/formats.ts';
import { type Reporter, silentReporter } from '../log.ts';
import { ScriptReader } from '../script/script-reader.ts';
import { connect, connectAgain, type RunExtras } from '../server/connect.ts';
import { connectionWarnings } from '../server/connection-warnings.ts';
import type { ConnectionOptions } from '../server/conninfo.ts';
import { serverErrorText } from '../server/error-text.ts';
import type { Session } from '../server/session.ts';
import { openDatabaseSink } from '../sink/database-sink.ts';
import type { Sink } from '../sink/sink.ts';
import { openTextSink } from '../sink/text-sink.ts';
import { openInput, type InputSource } from './open-input.ts';
import { checkRestoreOptions, defaultRestoreOptions, type RestoreOptions } from './options.ts';
import { intoOwnDatabase, type OwnDatabase } from './own-database.ts';
import { checkParallel } from './parallel.ts';
import { restoreArchive } from './restore.ts';
import type { RestoreSummary } from './tally.ts';

/** A database, or a script: a file, or `-` for standard output. */
export type RestoreTarget =
  { readonly connection: ConnectionOptions } | { readonly ownDatabase: OwnDatabase } | { readonly file: string };

/** What is restored where; options left out are pg_restore's defaults. */
export interface RestoreRequest extends Partial<RestoreOptions> {
  readonly archive: InputSource;
  /** undefined: found out from the archive. */
  readonly archiveFormat?: ArchiveFormatName | undefined;
  readonly target: RestoreTarget;
  /** SQL scripts and backup sets are restored as archives are; the default is yes. */
  readonly takesScripts?: boolean;
}

/**
 * Brings an archive into a database or a script. Statements that the server refuses are told to the reporter and
 * counted in the summary, unless `exitOnError`. Rejects with the signal's reason once that aborts.
 */
export async function restore(
  request: RestoreRequest,
  reporter: Reporter = silentReporter,
  extras: RunExtras = {},
): Promise<RestoreSummary> {
  const asked = { ...defaultRestoreOptions, ...request };
  checkRestoreOptions(asked);
  extras.signal?.throwIfAborted();
  await using reader = await openInput(request.archive, request.archiveFormat, {
    takesScripts: request.takesScripts ?? true,
    isRun: true,
    reporter,
  });
  const stops = reader instanceof ScriptReader && reader.stopsAtErrors;
  const jobs = jobsFor(reader, asked, reporter);
  const options = { ...asked, jobs, exitOnError: asked.exitOnError || stops };
  const { target } = request;
  const settled =
    'ownDatabase' in target ? intoOwnDatabase(target.ownDatabase, reader.header, options) : { ...target, options };
  // Before a connection is tried, as pg_restore does.
  if (options.jobs > 1 && !('file' in target)) checkParallel(reader);
  await using sink = await openSink(settled, options, reporter, extras);
  return await restoreArchive(reader, sink, settled.options, reporter, extras.signal);
}

/** A set with all of a segment's rows in one file has them one after the other; gprestore's --jobs is about definitions. */
function jobsFor({ format, access }: ArchiveReader, { jobs }: RestoreOptions, reporter: Reporter): number {
  if (jobs === 1 || format !== 'backup-set' || access === 'random') return jobs;
  const message = 'one job restores all: the set has the rows of all tables in one file for each segment';
  reporter.diagnostic({ severity: 'info', subject: null, message });
  return 1;
}

/** Opens a target. All sessions of a database are to the server that the first one has found. */
async function openSink(
  target: Exclude<RestoreTarget, { readonly ownDatabase: OwnDatabase }>,
  options: RestoreOptions,
  reporter: Reporter,
  { signal, ...extras }: RunExtras,
): Promise<Sink> {
  if ('file' in target) return openTextSink({ path: target.file, sync: options.sync });
  reporter.verbose('connecting to database for restore');
  let first: Session | undefined;
  return openDatabaseSink({
    async open(database) {
      if (first !== undefined) return connectAgain(first, database ?? undefined);
      return (first = await connect(target.connection, {
        onNotice: (notice) => reporter.verbose(serverErrorText(notice, 'notice').trimEnd()),
        onWarning: connectionWarnings(reporter),
        signal,
        ...extras,
      }));
    },
    exitOnError: stopsAtFirstError(options),
    reporter,
    signal,
  });
}

/** Within one transaction nothing can be done after an error. */
const stopsAtFirstError = (options: RestoreOptions): boolean =>
  options.exitOnError || options.singleTransaction || options.transactionSize !== undefined;
