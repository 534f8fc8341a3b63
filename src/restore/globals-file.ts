import { openOutput, type OutputTarget } from '../files/output.ts';
import type { Reporter } from '../log.ts';
import { type ByteString, bytesOf } from '../model/text.ts';

/** What belongs to the whole cluster, beside the archive. Roles and their passwords are for nobody but the owner of the file. */
export async function writeGlobals(
  globals: ByteString,
  output: OutputTarget,
  sync: boolean,
  reporter: Reporter,
): Promise<void> {
  if (globals === '') return;
  const note = (message: string, hint: string): void =>
    reporter.diagnostic({ severity: 'info', subject: null, message, hint });
  if (!('path' in output)) {
    note(
      'roles, tablespaces, resource queues and groups are left out',
      'Say -f, and they are written beside the archive.',
    );
    return;
  }
  const path = `${output.path.replace(/(?<=.)\/+$/, '')}.globals.sql`;
  await using file = await openOutput({ path }, { sync, mode: 0o600 });
  await file.write(bytesOf(globals));
  await file.finish();
  note(
    `roles, tablespaces, resource queues and groups are in "${path}"`,
    'An archive has no place for them: run it with psql before, where they are missing.',
  );
}
