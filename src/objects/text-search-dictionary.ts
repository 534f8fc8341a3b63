import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';
import { madeByUsers } from './made-by-users.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly owner: ByteString;
  readonly templateNamespace: ByteString;
  readonly template: ByteString;
  readonly options: ByteString | null;
}

interface TextSearchDictionary extends DumpObject {
  readonly type: 'text-search-dictionary';
  readonly templateNamespace: ByteString;
  readonly template: ByteString;
  /** `name = 'value', …`, as the server keeps them. */
  readonly options: ByteString | null;
}

export const textSearchDictionary = defineKind<Row, TextSearchDictionary>({
  type: 'text-search-dictionary',
  requires: 'pg_ts_dict',
  query: () => `SELECT d.tableoid, d.oid, d.dictname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(d.dictowner) AS owner, tn.nspname AS "templateNamespace", t.tmplname AS template,
  d.dictinitoption AS options
FROM pg_catalog.pg_ts_dict d
JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace
JOIN pg_catalog.pg_ts_template t ON t.oid = d.dicttemplate
JOIN pg_catalog.pg_namespace tn ON tn.oid = t.tmplnamespace
WHERE ${madeByUsers('d', 'n')}
ORDER BY d.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'text-search-dictionary',
    catalogId: { tableoid, oid },
  }),
  toEntries(dictionary) {
    const name = quoteQualified(dictionary.namespace, dictionary.name);
    const template = quoteQualified(dictionary.templateNamespace, dictionary.template);
    const options = dictionary.options === null ? '' : `,\n    ${dictionary.options}`;
    return [
      {
        desc: 'TEXT SEARCH DICTIONARY',
        section: 'pre-data',
        definition: `CREATE TEXT SEARCH DICTIONARY ${name} (\n    TEMPLATE = ${template}${options} );\n`,
        dropStatement: `DROP TEXT SEARCH DICTIONARY ${name};\n`,
      },
    ];
  },
  satellites: ({ name }) => ({
    comments: [{ type: 'TEXT SEARCH DICTIONARY', name: quoteIdent(name), labels: false }],
  }),
});
