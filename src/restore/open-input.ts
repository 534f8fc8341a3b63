import type { ArchiveReader } from '../archive/archive.ts';
import { openArchive, type ArchiveFormatName, type ArchiveSource } from '../archive/formats.ts';
import { UserError } from '../errors.ts';
import { shown } from '../model/text.ts';
import { openScript } from '../script/open-script.ts';
import { ScriptReader, type Script } from '../script/script-reader.ts';

/** An archive whose format the user may have named; where `takesScripts`, also what a script says of one database. */
export async function openInput(
  source: ArchiveSource,
  format: ArchiveFormatName | undefined,
  { takesScripts }: { readonly takesScripts: boolean },
): Promise<ArchiveReader> {
  const script = takesScripts && format === undefined ? await openScript(source) : null;
  return script === null ? openArchive(source, { format }) : readerOf(script);
}

/** What a script says of its only database. */
export function readerOf(script: Script): ArchiveReader {
  const said = script.sections.filter(({ entries }) => entries.some(({ desc }) => !isAnyones(desc)));
  const [section = script.sections[0]!, other] = said;
  if (other !== undefined) {
    const names = said.map(({ database }) => (database === null ? 'where it is run' : `"${shown(database)}"`));
    throw new UserError('the script is about several databases', {
      detail: `It connects to ${names.join(', ')}.`,
      hint: 'Rewrite it with "gpferry rewrite", and run it with psql.',
    });
  }
  return new ScriptReader(script.file, section, async () => await script[Symbol.asyncDispose]());
}

/** What a section has although it says nothing of a database. */
const isAnyones = (desc: string): boolean => ['ENCODING', 'STDSTRINGS', 'SEARCHPATH'].includes(desc);
