import type { ByteString } from '../model/text.ts';

/**
 * The database that `\connect` goes to: `\connect shop`, `\c "Shop"`, or in pg_dump's words for other names
 * `\connect -reuse-previous=on "dbname='…'"`. null: the one at hand.
 */
export function databaseOf(command: ByteString): ByteString | null {
  const conninfo = /^\\c(?:onnect)?\s+(?:-reuse-previous=\w+\s+)?"dbname='((?:[^'\\]|\\.)*)'"/.exec(command)?.[1];
  if (conninfo !== undefined) return conninfo.replaceAll('""', '"').replace(/\\(.)/g, '$1');
  const [, quoted, single, plain] = /^\\c(?:onnect)?\s+(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|(\S+))/.exec(command) ?? [];
  const name = quoted?.replaceAll('""', '"') ?? single?.replaceAll("''", "'") ?? plain;
  return name === undefined || name === '-' ? null : name;
}
