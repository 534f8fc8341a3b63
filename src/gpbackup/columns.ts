import type { ByteString } from '../model/text.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import { qualified } from './names.ts';
import type { DataEntry } from './table-of-contents.ts';

const columnNames = ({ columns }: DataEntry): readonly ByteString[] =>
  new TokenCursor(columns).takeList()?.items.map((item) => item.textOf(item.rest)) ?? [];

/** null: they are not said. Before Greenplum 7 a partition's columns are not, though it has some. */
export function columnCount(entry: DataEntry): number | null {
  if (entry.columns !== '') return columnNames(entry).length;
  return entry.partitionRoot === '' && !/_prt_/.test(entry.name) ? 0 : null;
}

/** Of rows in COPY's text format, or as CSV. */
export function copyStatement(entry: DataEntry, { isCsv }: { readonly isCsv: boolean }): ByteString {
  const names = columnNames(entry);
  return `COPY ${qualified(entry)} ${names.length === 0 ? '' : `(${names.join(', ')}) `}FROM stdin${isCsv ? ' WITH CSV' : ''};\n`;
}
