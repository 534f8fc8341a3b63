import type { Reporter } from '../log.ts';
import { shown } from '../model/text.ts';
import type { RestoreOptions } from '../restore/options.ts';
import type { Sink } from '../sink/sink.ts';
import type { Io } from './command.ts';
import { connectionTo } from './options/connection.ts';
import type { RestoreGiven } from './options/restore-options.ts';

/** Opens the database that -d names, or the script that -f names. */
export async function openRestoreTarget(
  given: RestoreGiven,
  options: RestoreOptions,
  reporter: Reporter,
  { program }: Io,
): Promise<Sink> {
  if (given.dbname === undefined) {
    const { openTextSink } = await import('../sink/text-sink.ts');
    return openTextSink({ path: given.file });
  }
  const { connect } = await import('../server/connect.ts');
  const { promptPassword } = await import('../server/password-prompt.ts');
  const { openDatabaseSink } = await import('../sink/database-sink.ts');
  const connection = connectionTo(given);
  return openDatabaseSink({
    open: (database) =>
      connect(database === null ? connection : { ...connection, overrides: { dbname: shown(database) } }, {
        applicationName: program.name,
        promptPassword,
      }),
    exitOnError: options.exitOnError,
    reporter,
  });
}
