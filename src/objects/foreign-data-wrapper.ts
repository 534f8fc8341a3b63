import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';
import { optionsClause, optionsColumn } from './foreign-options.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly owner: ByteString;
  readonly handler: ByteString | null;
  readonly validator: ByteString | null;
  readonly options: ByteString;
  readonly acl: readonly ByteString[] | null;
  readonly defaultAcl: readonly ByteString[];
}

interface ForeignDataWrapper extends DumpObject {
  readonly type: 'foreign-data-wrapper';
  /** Functions, quoted and qualified. */
  readonly handler: ByteString | null;
  readonly validator: ByteString | null;
  /** Quoted `name 'value'` items, ready to print; '' none. */
  readonly options: ByteString;
  readonly acl: readonly ByteString[] | null;
  readonly defaultAcl: readonly ByteString[];
}

export const foreignDataWrapper = defineKind<Row, ForeignDataWrapper>({
  type: 'foreign-data-wrapper',
  requires: 'pg_foreign_data_wrapper',
  query: () => `SELECT w.tableoid, w.oid, w.fdwname AS name, pg_catalog.pg_get_userbyid(w.fdwowner) AS owner,
  CASE WHEN w.fdwhandler <> 0 THEN w.fdwhandler::pg_catalog.regproc END AS handler,
  CASE WHEN w.fdwvalidator <> 0 THEN w.fdwvalidator::pg_catalog.regproc END AS validator,
  ${optionsColumn('w.fdwoptions')} AS options, w.fdwacl AS acl,
  pg_catalog.acldefault('F', w.fdwowner) AS "defaultAcl"
FROM pg_catalog.pg_foreign_data_wrapper w
ORDER BY w.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'foreign-data-wrapper',
    catalogId: { tableoid, oid },
    namespace: null,
  }),
  toEntries(wrapper) {
    const name = quoteIdent(wrapper.name);
    const handler = wrapper.handler === null ? '' : ` HANDLER ${wrapper.handler}`;
    const validator = wrapper.validator === null ? '' : ` VALIDATOR ${wrapper.validator}`;
    return [
      {
        desc: 'FOREIGN DATA WRAPPER',
        section: 'pre-data',
        definition: `CREATE FOREIGN DATA WRAPPER ${name}${handler}${validator}${optionsClause(wrapper.options)};\n`,
        dropStatement: `DROP FOREIGN DATA WRAPPER ${name};\n`,
      },
    ];
  },
  satellites: ({ name, acl, defaultAcl }) => ({
    comments: [{ type: 'FOREIGN DATA WRAPPER', name: quoteIdent(name), labels: false }],
    acl: { type: 'FOREIGN DATA WRAPPER', name: quoteIdent(name), acl, defaultAcl },
  }),
});
