import type { ByteString } from '../model/text.ts';
import type { OfKind } from './classify.ts';
import type { EntryBuilder } from './entry-builder.ts';
import type { CommandPiece, StatementPiece } from './piece.ts';

/** INSERTs that hold more than constants in quotes, by whatever looks like it. */
export const notPlain = /--|\/\*|\$\w*\$|\b[eE]'/;

/** Whether a statement that may stand for itself belongs to the one ahead. */
export function joins(
  { text }: StatementPiece,
  { desc, namespace, tag }: OfKind<'object'>,
  entry: EntryBuilder,
): boolean {
  if (!entry.isHeaded) return desc === 'ACL' && entry.desc === 'ACL' && entry.isNamed({ desc, namespace, tag });
  if (entry.hasData) return false;
  // Greenplum's pg_dump makes external partitions beside their table.
  return desc === entry.desc || !/^create\b/i.test(text) || (entry.desc === 'TABLE' && desc === 'EXTERNAL TABLE');
}

/** Whether `ALTER … OWNER TO` of a kind of object may be of an entry. */
export const isSaidOf = (desc: string, of: string): boolean =>
  desc === of || (desc === 'BLOB METADATA' && of === 'BLOB');

const quietVariable =
  /^\\set\s+(?:(?:COMP_KEYWORD_CASE|ECHO\w*|FETCH_COUNT|HIDE_\w+|HIST\w+|IGNOREEOF|PROMPT\d|QUIET|SHOW_\w+|VERBOSITY)(?:\s|$)|AUTOCOMMIT\s+'?on\b|ON_ERROR_\w+\s+'?off\b)/i;

/** Of which nothing depends on what psql does with it. */
export const isQuiet = ({ name, text }: CommandPiece): boolean =>
  quietVariable.test(text) || /^(?:echo|qecho|warn|timing|pset|x|t|a|f|H|r|p|z|d\w*\+?)$/.test(name);

/** `\set ON_ERROR_STOP on`, or what psql takes for that. */
export const stopsAtErrors = ({ text }: CommandPiece): boolean =>
  /^\\set\s+ON_ERROR_STOP\s+'?(?:on|true|yes|1)\b/i.test(text) || /^\\set\s+ON_ERROR_STOP\s*$/.test(text);

/** `CREATE ROLE shop_owner`, for people. */
export const subjectOf = (text: ByteString): ByteString =>
  /^\s*(?:[A-Za-z]+\s+){1,2}(?:"(?:[^"]|"")*"|[^\s;(]+)/.exec(text)?.[0].replace(/\s+/g, ' ') ?? text.slice(0, 30);

/** A command of psql, for people; passwords may stand in variables and connection strings. */
export const toldOf = ({ name, text }: CommandPiece): ByteString => {
  const line = text.slice(text.indexOf(`\\${name}`)).split('\n', 1)[0]!;
  return `psql's command ${/^\\set\s+\S+|^\\c(?:onnect)?(?![^\s])/.exec(line)?.[0] ?? line}`;
};
