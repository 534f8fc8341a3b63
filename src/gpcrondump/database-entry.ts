import { noCatalogId, type DumpId } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
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
    dumpId,
    catalogId: noCatalogId,
    desc: 'DATABASE',
    tag: bare(name),
    namespace: null,
    tablespace: null,
    tableAccessMethod: null,
    relkind: null,
    owner: owner ?? null,
    section: 'pre-data',
    definition: `CREATE DATABASE ${name} ${how}${tablespace === undefined ? '' : ` TABLESPACE = ${tablespace}`};\n`,
    dropStatement: `DROP DATABASE ${name};\n`,
    copyStatement: null,
    withOids: false,
    dependencies: [],
    hasData: false,
  };
}

const bare = (name: ByteString): ByteString => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);
