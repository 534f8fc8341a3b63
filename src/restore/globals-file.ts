import { openOutput, type OutputTarget } from '../files/output.ts';
import type { Reporter } from '../log.ts';
import { type ByteString, bytesOf } from '../model/text.ts';
import type { ArchiveHeader, TocEntry } from '../toc/entry.ts';

/** Whether its programs run what is said of the database on whatever has its name, and without --create: Greenplum 6's do. */
export const runsAnyway = ({ version }: ArchiveHeader): boolean => version.minor <= 13;

/** Puts what is said of the database behind the globals, since it would be run at the wrong time, or never. */
export function databaseApart(
  entries: readonly TocEntry[],
  globals: ByteString,
): { readonly kept: readonly TocEntry[]; readonly globals: ByteString } {
  const apart = entries.filter(isOfDatabase);
  if (apart.length === 0) return { kept: entries, globals };
  const statements = ['-- Once the database is there.\n', ...apart.map(({ definition }) => definition ?? '')];
  return {
    kept: entries.filter((entry) => !isOfDatabase(entry)),
    globals: [globals, ...statements].filter(Boolean).join('\n'),
  };
}

const isOfDatabase = ({ desc, tag }: TocEntry): boolean =>
  desc === 'DATABASE PROPERTIES' || (satellites.has(desc) && tag.startsWith('DATABASE '));

const satellites = new Set(['ACL', 'COMMENT', 'SECURITY LABEL']);

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
