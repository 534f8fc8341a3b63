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
  if (name === undefined || name === '-') return null;
  return /=|^postgres(?:ql)?:\/\//.test(name) ? databaseIn(name) : name;
}

/** Of a connection string, which may hold a password, nothing else is told. */
function databaseIn(conninfo: ByteString): ByteString | null {
  const [, quoted, plain] = /\bdbname\s*=\s*(?:'((?:[^'\\]|\\.)*)'|([^\s&]+))/.exec(conninfo) ?? [];
  return quoted?.replace(/\\(.)/g, '$1') ?? plain ?? /^\w+:\/\/[^/]*\/([^?]+)/.exec(conninfo)?.[1] ?? null;
}
