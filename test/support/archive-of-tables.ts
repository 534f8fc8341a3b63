import { createArchive, type ArchiveFormatName } from '../../src/archive/formats.ts';
import { entryOf, headerOf, noCompression, writeArchive } from '../archive/sample-archive.ts';
import type { TocEntry } from '../../src/toc/entry.ts';

/** A table of schema `s` as a dump of PostgreSQL 15 has it, with its rows. */
export interface TableGiven {
  readonly name: string;
  /** `id integer, v text`. */
  readonly columns: string;
  /** Behind the columns: `PARTITION BY …`. */
  readonly tail?: string;
  /** Values as COPY has them, null for NULL; undefined: there are none in the archive. */
  readonly rows?: readonly (readonly (string | number | null)[])[];
  /** Rows are INSERT commands. */
  readonly inserts?: boolean;
  /** Statements behind the rows: `ALTER TABLE …`. */
  readonly after?: readonly (readonly [desc: string, tag: string, definition: string])[];
}

/** Writes an archive of these tables. */
export async function writeTables(
  path: string,
  tables: readonly TableGiven[],
  format: ArchiveFormatName = 'custom',
): Promise<string> {
  const entries: TocEntry[] = [];
  const data = new Map<number, string>();
  const add = (desc: string, tag: string, rest: Partial<TocEntry>): number => {
    const dumpId = entries.length + 1;
    entries.push(entryOf(dumpId, desc, { tag, namespace: 's', owner: 'postgres', ...rest }));
    return dumpId;
  };
  for (const { name, columns, tail = '' } of tables) {
    add('TABLE', name, { definition: `CREATE TABLE s.${name} (${columns})${tail};\n` });
  }
  for (const { name, columns, rows, inserts = false } of tables) {
    if (rows === undefined) continue;
    const names = columns
      .split(/,(?![^(]*\))/)
      .flatMap((column) => (/GENERATED/.test(column) ? [] : [column.trim().split(' ')[0]]));
    const copyStatement = inserts ? '' : `COPY s.${name} (${names.join(', ')}) FROM stdin;\n`;
    const id = add('TABLE DATA', name, { section: 'data', hasData: true, copyStatement, definition: '' });
    const line = (row: (typeof rows)[number]): string =>
      inserts
        ? `INSERT INTO s.${name} VALUES (${row.join(', ')});\n`
        : `${row.map((value) => value ?? '\\N').join('\t')}\n`;
    data.set(id, `${rows.map(line).join('')}${inserts ? '\n\n' : '\\.\n\n\n'}`);
  }
  for (const [desc, tag, definition] of tables.flatMap(({ after = [] }) => after)) {
    add(desc, tag, { section: 'post-data', definition: `${definition};\n` });
  }
  const sample = { header: headerOf(14, noCompression), entries, data, largeObjects: new Map() };
  await writeArchive(createArchive(format, { path }, { sync: false }), sample);
  return path;
}

export const primaryKey = (table: string, columns: string): readonly [string, string, string] => [
  'CONSTRAINT',
  `${table} ${table}_pkey`,
  `ALTER TABLE ONLY s.${table}\n    ADD CONSTRAINT ${table}_pkey PRIMARY KEY (${columns})`,
];
