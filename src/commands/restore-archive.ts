import type { ArchiveReader } from '../archive/archive.ts';
import type { ArchiveFormatName, ArchiveSource } from '../archive/formats.ts';
import { silentReporter } from '../log.ts';
import type { Reporter } from '../log.ts';
import { defaultRestoreOptions } from '../restore/options.ts';
import type { RestoreOptions } from '../restore/options.ts';
import type { RestoreSummary } from '../restore/tally.ts';
import type { ConnectionOptions } from '../server/conninfo.ts';
import { serverErrorText } from '../server/error-text.ts';
import type { Session } from '../server/session.ts';
import type { Sink } from '../sink/sink.ts';
import { interruptibleReader, interruptibleSession } from './interruptible.ts';

/** A database, or a script: a file, or `-` for standard output. */
export type RestoreTarget = { readonly connection: ConnectionOptions } | { readonly file: string };

export interface RestoreRequest extends Partial<RestoreOptions> {
  readonly archive: ArchiveSource;
  /** undefined: found out from the archive. */
  readonly archiveFormat?: ArchiveFormatName | undefined;
  readonly target: RestoreTarget;
  /** What the server shows of the session, unless PGAPPNAME names another. */
  readonly applicationName?: string;
}

/**
 * Brings an archive into a database or a script. Statements that the server refuses are told to the reporter and
 * counted in the summary, unless `exitOnError`. Rejects with the signal's reason once that aborts.
 */
export async function restore(
  request: RestoreRequest,
  reporter: Reporter = silentReporter,
  signal: AbortSignal = new AbortController().signal,
): Promise<RestoreSummary> {
  // Loaded when needed: the command line's help and errors need none of it.
  const { restoreArchive } = await import('../restore/restore.ts');
  const options = { ...defaultRestoreOptions, ...request };
  await using reader = await openArchiveSource(request.archive, request.archiveFormat);
  await using sink = await openTarget(request, options, reporter, signal);
  return await restoreArchive(interruptibleReader(reader, signal), sink, options, reporter);
}

export async function openArchiveSource(
  source: ArchiveSource,
  format: ArchiveFormatName | undefined,
): Promise<ArchiveReader> {
  const { openArchive } = await import('../archive/formats.ts');
  return openArchive(source, format === undefined ? {} : { format });
}

async function openTarget(
  { target, applicationName = 'gpferry' }: RestoreRequest,
  { exitOnError, sync }: RestoreOptions,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<Sink> {
  if ('file' in target) {
    const { openTextSink } = await import('../sink/text-sink.ts');
    return openTextSink({ path: target.file, sync });
  }
  reporter.verbose('connecting to database for restore');
  const { connect, connectAgain } = await import('../server/connect.ts');
  const { openDatabaseSink } = await import('../sink/database-sink.ts');
  let first: Session | undefined;
  return openDatabaseSink({
    async open(database) {
      const session =
        first === undefined
          ? await connect(target.connection, {
              applicationName,
              onNotice: (notice) => reporter.verbose(serverErrorText(notice, 'notice').replace(/\n$/, '')),
              onWarning: (message) => reporter.diagnostic({ severity: 'warning', subject: null, message }),
            })
          : await connectAgain(first, database ?? undefined);
      first ??= session;
      return interruptibleSession(session, signal);
    },
    exitOnError,
    reporter,
  });
}
