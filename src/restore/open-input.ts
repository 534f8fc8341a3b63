import type { ArchiveReader } from '../archive/archive.ts';
import { openArchive, type ArchiveFormatName, type ArchiveSource } from '../archive/formats.ts';
import { UserError } from '../errors.ts';
import type { BackupSetSource } from '../gpbackup/open-set.ts';
import type { SetCounts } from '../gpbackup/set-contents.ts';
import { holdsSets, openSet } from '../gpcrondump/open-set.ts';
import { silentReporter, type Reporter } from '../log.ts';
import { shown } from '../model/text.ts';
import { openScript } from '../script/open-script.ts';
import { ScriptReader, type Script } from '../script/script-reader.ts';
import type { ScriptSection } from '../script/section.ts';
import { isSettingsEntry } from './archive-settings.ts';

/** An archive, a script, or a backup set. */
export type InputSource = ArchiveSource | { readonly backupSet: BackupSetSource };

interface InputOptions {
  /** What is no archive but a script is seen as one. */
  readonly takesScripts: boolean;
  /** A directory with files of gpbackup's is seen as the newest set in it; the default is as for scripts. */
  readonly takesSets?: boolean;
  /** How a backup set is read. */
  readonly ofSets?: Partial<BackupSetSource>;
  /** Is told what a backup set is without. */
  readonly reporter?: Reporter;
  /** Its statements are going to be run, so that nothing of it may be passed over. */
  readonly isRun?: boolean;
}

/** An archive whose format the user may have named, or where scripts are taken, one or a directory of backup sets. */
export async function openInput(
  source: InputSource,
  format: ArchiveFormatName | undefined,
  { takesScripts, takesSets = takesScripts, isRun = false, ofSets = {}, reporter = silentReporter }: InputOptions,
): Promise<ArchiveReader & Partial<SetCounts>> {
  if ('backupSet' in source) return await openSet({ ...ofSets, ...source.backupSet }, reporter);
  if (takesSets && format === undefined && 'path' in source && (await holdsSets(source.path))) {
    return await openSet({ ...ofSets, directories: [source.path] }, reporter);
  }
  const script = takesScripts && format === undefined ? await openScript(source) : null;
  return script === null ? openArchive(source, { format }) : await readerOf(script, { isRun, isWhole: isRun });
}

/** What a script says of its only database. The script is closed with the reader. */
export async function readerOf(script: Script, { isRun = false, isWhole = false } = {}): Promise<ArchiveReader> {
  const said = script.sections.filter(({ entries }) => !entries.every(isSettingsEntry));
  const [section = script.sections[0]!, other] = said;
  try {
    if (other !== undefined) throw severalDatabases(said);
    if (isRun) checkConnection(section);
    if (isWhole) checkWhole(section);
  } catch (error) {
    await script[Symbol.asyncDispose]();
    throw error;
  }
  return new ScriptReader(script.file, section, async () => await script[Symbol.asyncDispose]());
}

const severalDatabases = (sections: readonly ScriptSection[]): UserError => {
  const names = sections.map(({ database }) => (database === null ? 'the one it is run in' : `"${shown(database)}"`));
  return new UserError('the script is about several databases', {
    detail: `Its databases are ${names.join(', ')}.`,
    hint: 'Rewrite it with "gpferry rewrite", which takes all of them, and run it with psql.',
  });
};

/** How many of them are told. */
const toldLength = 5;

const hint = 'Run it with psql; "gpferry rewrite" leaves such parts of a script as they are.';

function checkConnection({ database }: ScriptSection): void {
  if (database !== null) throw new UserError(`the script connects to database "${shown(database)}"`, { hint });
}

/** What psql would do by itself is not done here, and not left out without a word either. */
function checkWhole({ passedOver }: ScriptSection): void {
  if (passedOver.length === 0) return;
  const told = passedOver.slice(0, toldLength).map(({ start, what }) => `at byte ${start}: ${shown(what)}`);
  const more = passedOver.length > toldLength ? [`and ${passedOver.length - toldLength} more`] : [];
  throw new UserError('the script has parts that only psql can run', { detail: [...told, ...more].join('\n'), hint });
}
