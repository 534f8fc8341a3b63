import type { ByteString } from '../model/text.ts';
import type { Heading } from './part.ts';

/** What pg_dump says above an entry. */
export interface EntryComment {
  /** Where it begins in the text that it stands in. */
  readonly start: number;
  /** The line that names the entry. */
  readonly line: Heading;
  /** What stands behind it and ahead of the first statement. */
  readonly after: ByteString;
  readonly desc: string;
  readonly tag: ByteString;
  readonly namespace: ByteString | null;
  readonly owner: ByteString | null;
  readonly tablespace: ByteString | null;
}

const entryComment =
  /^-- ?\n(?:-- TOC entry [^\n]*\n)?(?:-- Dependencies: [^\n]*\n)?-- (?:Data for |Statistics for )?Name: ([^\n]*); Type: ([^\n;]*); Schema: ([^\n]*?); Owner: ([^\n]*?)(?:; Tablespace: ([^\n]*))?\n(?:-- [^\n]*\n)*?-- ?\n/gm;

/** All of them that a stretch of blanks and comments has. */
export function entryComments(text: ByteString): readonly EntryComment[] {
  // Tags may end with a blank, as Greenplum's of comments do.
  const hasReturns = text.includes('\r\n');
  const lines = hasReturns ? text.replaceAll('\r\n', ' \n') : text;
  const found = [...lines.matchAll(entryComment)];
  return found.map((match, i) => {
    const [whole, tag = '', desc = '', namespace = '', owner = '', tablespace] = match.map((part) =>
      hasReturns ? part?.replace(/ $/, '') : part,
    );
    const end = match.index + match[0].length;
    const line = match.index + match[0].search(/^-- (?:Data for |Statistics for )?Name: /m);
    const after = text.slice(end, found[i + 1]?.index ?? text.length).trim();
    return {
      start: match.index,
      line: { start: line, text: /^[^\r\n]*/.exec(text.slice(line, end))![0] },
      after: whole === undefined ? '' : after,
      desc,
      tag,
      namespace: namespace === '-' ? null : namespace,
      owner: owner === '-' ? null : owner,
      tablespace: tablespace ?? null,
    };
  });
}

/** What pg_dump says of a whole dump, above and below it. */
export interface DumpComment {
  /** Where a dump's head begins; null: there is none. */
  readonly begins: number | null;
  /** `PostgreSQL`, or what another product calls itself; null: it is not said. */
  readonly product: string | null;
  readonly serverVersion: ByteString | null;
  readonly dumperVersion: ByteString | null;
  /** Nothing belongs to the entry ahead any more. */
  readonly isBorder: boolean;
}

export function dumpComment(text: ByteString): DumpComment {
  const head = /^--\r?\n-- (.*) database (?:cluster )?dump\r?\n--\r?$/m.exec(text);
  const line = (pattern: RegExp): ByteString | null => pattern.exec(text)?.[1] ?? null;
  return {
    begins: head?.index ?? null,
    product: head?.[1] ?? null,
    serverVersion: line(/^-- Dumped from database version (.*?)\r?$/m),
    dumperVersion: line(/^-- Dumped by pg_dump version (.*?)\r?$/m),
    isBorder: head !== null || /^-- (?:.* (?:database|cluster) dump complete|Completed on .*)\r?$/m.test(text),
  };
}

/** Blanks ahead of the first comment. */
export const leadingBlanks = (text: ByteString): number => /^\s*/.exec(text)![0].length;
