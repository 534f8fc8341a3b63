export interface Column {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

/** Rows of text under their headings, two spaces apart. */
export function alignedTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const headings = columns.map((column) => column.heading);
  const widths = columns.map((_, index) => Math.max(...[headings, ...rows].map((row) => width(row[index] ?? ''))));
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => pad(cells[index] ?? '', widths[index] ?? 0, align))
      .join('  ')
      .trimEnd();
  return [headings, widths.map((count) => '-'.repeat(count)), ...rows].map((row) => `${line(row)}\n`).join('');
}

/** Characters, not UTF-16 units; wide East Asian characters do not occur in these tables. */
const width = (text: string): number => [...text].length;

function pad(text: string, columns: number, align: Column['align']): string {
  const space = ' '.repeat(Math.max(0, columns - width(text)));
  return align === 'left' ? text + space : space + text;
}
