import type { Diagnostic } from '../log.ts';
import { shown } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';
import type { Backup } from './backup.ts';
import { backedUpServer } from './server-version.ts';

/** What a person should know of a set: what is not in it, and what must be there where it goes. */
export function notesOf(
  { config, toc, files }: Backup,
  entries: readonly TocEntry[],
  unknown: ReadonlySet<string>,
): readonly Diagnostic[] {
  const notes: Diagnostic[] = [];
  const subject = `backup ${files.timestamp}`;
  const note = (severity: Diagnostic['severity'], message: string, hint?: string): void =>
    void notes.push({ severity, subject, message, ...(hint === undefined ? {} : { hint }) });
  if (config.status === 'In Progress') note('warning', 'it says that it is still being made, or was never finished');
  for (const type of unknown) note('warning', `objects of type "${type}" are not known and left out`);
  if (toc.hasStatistics) note('info', "the planner's statistics are left out", 'Run ANALYZE after the restore.');
  if (config.dataOnly) {
    const isUnsaid = toc.data.some(({ isReplicated }) => isReplicated === null);
    if (isUnsaid && backedUpServer(config.databaseVersion).major > 5) {
      note(
        'warning',
        'it says of no table whether it is replicated: rows of those that are come once for each segment',
        'Take them of a backup that has definitions, or leave these tables out.',
      );
    }
    note('info', 'it has rows alone: tables must be there, and sequences keep the values that they have');
  } else if (config.includesTables) {
    note('info', 'it has some tables alone: schemas, types, functions and sequences they need must be there');
  } else if (config.includesSchemas) {
    note('info', 'it has some schemas alone: what their objects need of others must be there');
  } else if (config.excludes) {
    note('info', 'some tables or schemas were left out when it was made: what needs them will fail');
  }
  const identities = entries.filter(
    ({ desc, definition }) => desc === 'SEQUENCE' && definition?.startsWith('ALTER TABLE '),
  );
  if (identities.length > 0) {
    const names = identities.map(({ tag }) => shown(tag)).join(', ');
    note('info', `values of identity columns' sequences are in no such set: they begin anew (${names})`);
  }
  const views = entries.filter(({ desc }) => desc === 'MATERIALIZED VIEW').length;
  if (views > 0) note('info', `materialized views (${views}) have no rows until they are refreshed`);
  return notes;
}
