import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteLiteral, quoteQualified } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';
import { madeByUsers } from './made-by-users.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly owner: ByteString;
  readonly from: ByteString;
  readonly to: ByteString;
  readonly procedure: ByteString;
  readonly isDefault: boolean;
}

interface Conversion extends DumpObject {
  readonly type: 'conversion';
  /** Encoding names. */
  readonly from: ByteString;
  readonly to: ByteString;
  /** Quoted and qualified. */
  readonly procedure: ByteString;
  readonly isDefault: boolean;
}

export const conversion = defineKind<Row, Conversion>({
  type: 'conversion',
  requires: 'pg_conversion',
  query: () => `SELECT c.tableoid, c.oid, c.conname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(c.conowner) AS owner, pg_catalog.pg_encoding_to_char(c.conforencoding) AS from,
  pg_catalog.pg_encoding_to_char(c.contoencoding) AS to, c.conproc::pg_catalog.regproc AS procedure,
  c.condefault AS "isDefault"
FROM pg_catalog.pg_conversion c
JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
WHERE ${madeByUsers('c', 'n')}
ORDER BY c.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({ ...row, type: 'conversion', catalogId: { tableoid, oid } }),
  toEntries(conversion) {
    const name = quoteQualified(conversion.namespace, conversion.name);
    const encodings = `FOR ${quoteLiteral(conversion.from)} TO ${quoteLiteral(conversion.to)}`;
    return [
      {
        desc: 'CONVERSION',
        section: 'pre-data',
        definition: `CREATE ${conversion.isDefault ? 'DEFAULT ' : ''}CONVERSION ${name} ${encodings} FROM ${conversion.procedure};\n`,
        dropStatement: `DROP CONVERSION ${name};\n`,
      },
    ];
  },
  satellites: ({ name }) => ({ comments: [{ type: 'CONVERSION', name: quoteIdent(name), labels: false }] }),
});
