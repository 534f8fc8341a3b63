import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';
import { madeByUsers } from './made-by-users.ts';
import { familyFunctions, familyOperators, itemSeparator, memberItems } from './operator-members.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly owner: ByteString;
  readonly accessMethod: ByteString;
}

interface OperatorFamily extends DumpObject {
  readonly type: 'operator-family';
  readonly accessMethod: ByteString;
}

/** Operator families, and those of their members that belong to no operator class. */
export const operatorFamily = defineKind<Row, OperatorFamily>({
  type: 'operator-family',
  requires: 'pg_opfamily',
  query: () => `SELECT f.tableoid, f.oid, f.opfname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(f.opfowner) AS owner, am.amname AS "accessMethod"
FROM pg_catalog.pg_opfamily f
JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
JOIN pg_catalog.pg_am am ON am.oid = f.opfmethod
WHERE ${madeByUsers('f', 'n')}
ORDER BY f.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'operator-family',
    catalogId: { tableoid, oid },
    ties: [row.accessMethod],
  }),
  details: [familyOperators, familyFunctions],
  toEntries(family, { catalog }) {
    const name = `${quoteQualified(family.namespace, family.name)} USING ${quoteIdent(family.accessMethod)}`;
    const { oid } = family.catalogId;
    const members = memberItems(catalog.details(familyOperators, oid), catalog.details(familyFunctions, oid));
    const add = members.length > 0 ? `ALTER OPERATOR FAMILY ${name} ADD\n    ${members.join(itemSeparator)};\n` : '';
    return [
      {
        desc: 'OPERATOR FAMILY',
        section: 'pre-data',
        definition: `CREATE OPERATOR FAMILY ${name};\n${add}`,
        dropStatement: `DROP OPERATOR FAMILY ${name};\n`,
      },
    ];
  },
  satellites: ({ name, accessMethod }) => ({
    comments: [
      { type: 'OPERATOR FAMILY', name: `${quoteIdent(name)} USING ${quoteIdent(accessMethod)}`, labels: false },
    ],
  }),
});
