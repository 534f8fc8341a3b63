import type { FormatName } from '../archive/archive.ts';
import { openArchive } from '../archive/formats.ts';
import type { Reporter } from '../log.ts';
import { connect, connectAgain, type ConnectExtras } from '../server/connect.ts';
import type { ConnectionOptions } from '../server/conninfo.ts';
import { serverErrorText } from '../server/error-text.ts';
import type { Session } from '../server/session.ts';
import { openDatabaseSink } from '../sink/database-sink.ts';
import type { Sink } from '../sink/sink.ts';
import { openTextSink } from '../sink/text-sink.ts';
import { checkRestoreOptions, type RestoreOptions } from './options.ts';
import { restoreArchive, type RestoreSummary } from './restore.ts';

/** Where an archive is restored to. */
export type RestoreTarget =
  | { readonly kind: 'database'; readonly connection: ConnectionOptions }
  /** A script; without a path, or with `-`, on standard output. */
  | { readonly kind: 'file'; readonly path: string | undefined };

export interface RestoreTask {
  /** A file or directory; undefined: standard input. */
  readonly input: string | undefined;
  readonly target: RestoreTarget;
  /** undefined: found out. */
  readonly format?: Exclude<FormatName, 'plain'>;
}

export interface RestoreExtras extends ConnectExtras {
  /** Once it aborts the restore stops, and rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The whole of pg_restore, but for --list: opens the archive and the target, and closes both. */
export async function restore(
  options: RestoreOptions & RestoreTask,
  reporter: Reporter,
  extras: RestoreExtras = {},
): Promise<RestoreSummary> {
  checkRestoreOptions(options);
  const { input, target, format } = options;
  const source = input === undefined ? { stream: process.stdin, name: 'standard input' } : { path: input };
  await using reader = await openArchive(source, format === undefined ? {} : { format });
  await using sink = await openSink(target, options, reporter, extras);
  return await restoreArchive(reader, sink, options, reporter, extras.signal);
}

/** Opens a target. All sessions of a database are to the server that the first one has found. */
export async function openSink(
  target: RestoreTarget,
  options: RestoreOptions,
  reporter: Reporter,
  { signal, ...extras }: RestoreExtras = {},
): Promise<Sink> {
  if (target.kind === 'file') return openTextSink({ path: target.path, sync: options.sync });
  reporter.verbose('connecting to database for restore');
  let first: Session | undefined;
  const onNotice: ConnectExtras['onNotice'] = (notice) => reporter.verbose(serverErrorText(notice, 'notice').trimEnd());
  return openDatabaseSink({
    async open(database) {
      if (first !== undefined) return connectAgain(first, database ?? undefined);
      return (first = await connect(target.connection, { onNotice, ...extras }));
    },
    exitOnError: stopsAtFirstError(options),
    reporter,
    signal,
  });
}

/** Within one transaction nothing can be done after an error. */
export const stopsAtFirstError = (options: RestoreOptions): boolean =>
  options.exitOnError || options.singleTransaction || options.transactionSize !== undefined;
