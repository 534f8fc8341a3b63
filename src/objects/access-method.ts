import { firstNormalOid, type Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import { shown, type ByteString } from '../model/text.ts';
import { quoteIdent } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly amtype: string;
  readonly handler: ByteString;
}

interface AccessMethod extends DumpObject {
  readonly type: 'access-method';
  /** pg_am.amtype: i index, t table. */
  readonly amtype: string;
  /** Quoted and qualified. */
  readonly handler: ByteString;
}

/** CREATE ACCESS METHOD is as old as pg_am.amhandler (9.6). */
export const accessMethod = defineKind<Row, AccessMethod>({
  type: 'access-method',
  requires: 'pg_am.amhandler',
  query: () => `SELECT a.tableoid, a.oid, a.amname AS name, a.amtype,
  a.amhandler::pg_catalog.regproc AS handler
FROM pg_catalog.pg_am a
WHERE a.oid >= ${firstNormalOid}
ORDER BY a.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'access-method',
    catalogId: { tableoid, oid },
    namespace: null,
    owner: null,
  }),
  select: (accessMethod, policy) => policy.global(accessMethod),
  toEntries({ name, amtype, handler }, { report }) {
    const quoted = quoteIdent(name);
    const typeWord = typeWords[amtype];
    if (typeWord === undefined) {
      const message = `invalid type "${amtype}" of access method "${shown(quoted)}"`;
      report({ severity: 'warning', subject: `access method "${shown(name)}"`, message });
      return [];
    }
    return [
      {
        desc: 'ACCESS METHOD',
        section: 'pre-data',
        definition: `CREATE ACCESS METHOD ${quoted} TYPE ${typeWord} HANDLER ${handler};\n`,
        dropStatement: `DROP ACCESS METHOD ${quoted};\n`,
      },
    ];
  },
  satellites: ({ name, amtype }) => ({
    comments: amtype in typeWords ? [{ type: 'ACCESS METHOD', name: quoteIdent(name), labels: false }] : [],
    owner: '',
  }),
});

const typeWords: Readonly<Record<string, string>> = { i: 'INDEX', t: 'TABLE' };
