import type { Reporter } from '../log.ts';
import type { RestoreOptions } from '../restore/options.ts';
import { serverErrorText } from '../server/error-text.ts';
import type { Session } from '../server/session.ts';
import type { Sink } from '../sink/sink.ts';
import type { Io } from './command.ts';
import { interruptibleSession } from './interruptible.ts';
import { connectionTo } from './options/connection.ts';
import type { RestoreGiven } from './options/restore-options.ts';

/** Opens the database that -d names, or the script that -f names. */
export async function openRestoreTarget(
  given: RestoreGiven,
  options: RestoreOptions,
  reporter: Reporter,
  io: Io,
): Promise<Sink> {
  if (given.dbname === undefined) {
    const { openTextSink } = await import('../sink/text-sink.ts');
    return openTextSink({ path: given.file });
  }
  reporter.verbose('connecting to database for restore');
  const { connect, connectAgain } = await import('../server/connect.ts');
  const { openDatabaseSink } = await import('../sink/database-sink.ts');
  let first: Session | undefined;
  return openDatabaseSink({
    async open(database) {
      const session =
        first === undefined
          ? await connect(connectionTo(given), {
              applicationName: io.program.name,
              onNotice: (notice) => reporter.verbose(serverErrorText(notice, 'notice').replace(/\n$/, '')),
              onWarning: (message) => reporter.diagnostic({ severity: 'warning', subject: null, message }),
            })
          : await connectAgain(first, database ?? undefined);
      first ??= session;
      return interruptibleSession(session, io.signal);
    },
    exitOnError: options.exitOnError,
    reporter,
  });
}
