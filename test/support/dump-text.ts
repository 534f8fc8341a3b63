/** A plain dump without what differs from run to run and from program to program. */
export const withoutRunMarks = (dump: string): string =>
  dump
    .replaceAll(/^-- (?:Dumped (?:from database|by pg_dump) version|Started on|Completed on) .*\n/gm, '')
    .replaceAll(/^\\(?:un)?restrict \w+\n\n?/gm, '');

export interface DumpedEntry {
  readonly type: string;
  /** Its header and statements, without the blank lines around. */
  readonly text: string;
}

const header = /^--\n-- (?:(?:Data|Statistics) for )?Name: .*; Type: (.*?); Schema: .*; Owner: .*\n--\n/gm;

/** The entries of a plain dump; `SET default_…` lines between them belong to none. */
export function entriesOf(dump: string): readonly DumpedEntry[] {
  const body = dump.replace(/\n--\n-- (?:PostgreSQL|Greenplum Database) database dump complete\n--\n[^]*$/, '\n');
  const headers = [...body.matchAll(header)];
  return headers.map((match, i) => {
    const text = body.slice(match.index, headers[i + 1]?.index ?? body.length);
    return { type: match[1]!, text: text.replace(/(?:\n(?:SET default_[a-z_]+ = .*;)?)+$/, '') };
  });
}
