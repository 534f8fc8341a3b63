import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from './repository.ts';

/** Sets that genuine gpbackup has made, each with what its tables held. */
export const backupSet = (name: string): string => join(repository, 'fixtures', 'gpbackup', name, 'backup');

/** A line of truth.tsv. */
export interface TableTruth {
  /** As quote_ident has it. */
  readonly table: string;
  readonly rows: number;
  /** Of the sorted md5s of the rows, each cast to text and converted to UTF-8. */
  readonly md5: string;
}

export async function tablesIn(name: string): Promise<readonly TableTruth[]> {
  const text = await readFile(join(backupSet(name), '..', 'truth.tsv'), 'utf8');
  const [head = [], ...lines] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  const field = (line: readonly string[], column: string): string => line[head.indexOf(column)] ?? '';
  return lines
    .filter((line) => field(line, 'in_set') === 't')
    .map((line) => ({
      table: field(line, 'table'),
      rows: Number(field(line, 'rows')),
      md5: field(line, 'md5'),
    }));
}

/** Asks a database for the same of a table. */
export const digestQuery = (table: string): string =>
  `SELECT count(*)::int AS rows, coalesce(md5(string_agg(m, '' ORDER BY m COLLATE "C")), '') AS md5 ` +
  `FROM (SELECT md5(convert_to(t::text, 'UTF8')) AS m FROM ${table} t) digests`;
