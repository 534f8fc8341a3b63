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
  readonly init: ByteString | null;
  readonly lexize: ByteString;
}

interface TextSearchTemplate extends DumpObject {
  readonly type: 'text-search-template';
  readonly init: ByteString | null;
  readonly lexize: ByteString;
}

export const textSearchTemplate = defineKind<Row, TextSearchTemplate>({
  type: 'text-search-template',
  requires: 'pg_ts_template',
  query: () => `SELECT t.tableoid, t.oid, t.tmplname AS name, n.nspname AS namespace,
  CASE WHEN t.tmplinit::pg_catalog.oid <> 0 THEN t.tmplinit::pg_catalog.regproc END AS init,
  t.tmpllexize::pg_catalog.regproc AS lexize
FROM pg_catalog.pg_ts_template t
JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace
WHERE ${madeByUsers('t', 'n')}
ORDER BY t.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'text-search-template',
    catalogId: { tableoid, oid },
    owner: null,
  }),
  toEntries(template) {
    const name = quoteQualified(template.namespace, template.name);
    const init = template.init === null ? '' : `    INIT = ${template.init},\n`;
    return [
      {
        desc: 'TEXT SEARCH TEMPLATE',
        section: 'pre-data',
        definition: `CREATE TEXT SEARCH TEMPLATE ${name} (\n${init}    LEXIZE = ${template.lexize} );\n`,
        dropStatement: `DROP TEXT SEARCH TEMPLATE ${name};\n`,
      },
    ];
  },
  satellites: ({ name }) => ({
    comments: [{ type: 'TEXT SEARCH TEMPLATE', name: quoteIdent(name), labels: false }],
    owner: '',
  }),
});
