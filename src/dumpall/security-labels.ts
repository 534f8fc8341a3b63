import { portableLiteral, quoteIdent } from '../ddl/quote.ts';
import type { ByteString } from '../model/text.ts';
import type { Globals } from './globals.ts';

/** A column for a query of `catalog`'s rows: provider and label of each security label, in turn. */
export const labelsOf = ({ server, options }: Globals, catalog: string, oid: string): string =>
  !server.has('pg_shseclabel') || options.noSecurityLabels
    ? "'{}'::pg_catalog.text[]"
    : `ARRAY(SELECT pg_catalog.unnest(ARRAY[l.provider, l.label])
    FROM pg_catalog.pg_shseclabel l
    WHERE l.classoid = '${catalog}'::pg_catalog.regclass AND l.objoid = ${oid})`;

export function labelCommands(type: string, name: ByteString, labels: readonly ByteString[]): ByteString {
  let text = '';
  for (let i = 0; i + 1 < labels.length; i += 2) {
    const [provider = '', label = ''] = labels.slice(i, i + 2);
    text += `SECURITY LABEL FOR ${quoteIdent(provider)} ON ${type} ${name} IS ${portableLiteral(label)};\n`;
  }
  return text;
}
