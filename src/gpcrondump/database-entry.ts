import { unquoted } from '../gpbackup/names.ts';
import type { DumpId } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import { blankEntry } from '../toc/blank-entry.ts';
import type { TocEntry } from '../toc/entry.ts';

/** gp_dump's own statement, in which the owner's name is not quoted. */
const createDatabase =
  /^CREATE DATABASE ("(?:[^"]|"")*"|\S+) (WITH TEMPLATE = .*?)(?: OWNER = (.*?))?( TABLESPACE = ("(?:[^"]|"")*"|\S+))?;\s*$/ms;

/** The database of a gp_cdatabase file; null: the file says something else. */
export function databaseEntry(text: ByteString, dumpId: DumpId): TocEntry | null {
  const match = createDatabase.exec(text);
  if (match === null) return null;
  const [, name = '', how, owner, , tablespace] = match;
  return {
    ...blankEntry,
    dumpId,
    desc: 'DATABASE',
    tag: unquoted(name),
    owner: owner ?? null,
    section: 'pre-data',
    definition: `CREATE DATABASE ${name} ${how}${tablespace === undefined ? '' : ` TABLESPACE = ${tablespace}`};\n`,
    dropStatement: `DROP DATABASE ${name};\n`,
  };
}
