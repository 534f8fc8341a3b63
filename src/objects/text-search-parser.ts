import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';
import { madeByUsers } from './made-by-users.ts';

/** Functions are regproc texts, quoted and qualified. */
interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly start: ByteString;
  readonly getToken: ByteString;
  readonly end: ByteString;
  readonly headline: ByteString | null;
  readonly lexTypes: ByteString;
}

interface TextSearchParser extends DumpObject {
  readonly type: 'text-search-parser';
  readonly start: ByteString;
  readonly getToken: ByteString;
  readonly end: ByteString;
  readonly headline: ByteString | null;
  readonly lexTypes: ByteString;
}

export const textSearchParser = defineKind<Row, TextSearchParser>({
  type: 'text-search-parser',
  requires: 'pg_ts_parser',
  query: () => `SELECT p.tableoid, p.oid, p.prsname AS name, n.nspname AS namespace,
  p.prsstart::pg_catalog.regproc AS start, p.prstoken::pg_catalog.regproc AS "getToken",
  p.prsend::pg_catalog.regproc AS end,
  CASE WHEN p.prsheadline::pg_catalog.oid <> 0 THEN p.prsheadline::pg_catalog.regproc END AS headline,
  p.prslextype::pg_catalog.regproc AS "lexTypes"
FROM pg_catalog.pg_ts_parser p
JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace
WHERE ${madeByUsers('p', 'n')}
ORDER BY p.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'text-search-parser',
    catalogId: { tableoid, oid },
    owner: null,
  }),
  toEntries(parser) {
    const name = quoteQualified(parser.namespace, parser.name);
    const headline = parser.headline === null ? '' : `    HEADLINE = ${parser.headline},\n`;
    return [
      {
        desc: 'TEXT SEARCH PARSER',
        section: 'pre-data',
        definition: `CREATE TEXT SEARCH PARSER ${name} (
    START = ${parser.start},
    GETTOKEN = ${parser.getToken},
    END = ${parser.end},
${headline}    LEXTYPES = ${parser.lexTypes} );\n`,
        dropStatement: `DROP TEXT SEARCH PARSER ${name};\n`,
      },
    ];
  },
  satellites: ({ name }) => ({
    comments: [{ type: 'TEXT SEARCH PARSER', name: quoteIdent(name), labels: false }],
    owner: '',
  }),
});
