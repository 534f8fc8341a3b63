import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { defineKind, type DdlContext } from './kind.ts';
import { madeByUsers } from './made-by-users.ts';
import { classFunctions, classOperators, itemSeparator, memberItems } from './operator-members.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly owner: ByteString;
  readonly accessMethod: ByteString;
  readonly isDefault: boolean;
  readonly inputType: ByteString;
  readonly keyType: ByteString | null;
  readonly family: ByteString | null;
  readonly familyNamespace: ByteString | null;
}

interface OperatorClass extends DumpObject {
  readonly type: 'operator-class';
  readonly accessMethod: ByteString;
  readonly isDefault: boolean;
  readonly inputType: ByteString;
  /** null: that of the column. */
  readonly keyType: ByteString | null;
  readonly family: ByteString | null;
  readonly familyNamespace: ByteString | null;
}

export const operatorClass = defineKind<Row, OperatorClass>({
  type: 'operator-class',
  requires: 'pg_opclass',
  query: () => `SELECT c.tableoid, c.oid, c.opcname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(c.opcowner) AS owner, am.amname AS "accessMethod", c.opcdefault AS "isDefault",
  c.opcintype::pg_catalog.regtype AS "inputType",
  CASE WHEN c.opckeytype <> 0 THEN c.opckeytype::pg_catalog.regtype END AS "keyType",
  f.opfname AS family, fn.nspname AS "familyNamespace"
FROM pg_catalog.pg_opclass c
JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace
JOIN pg_catalog.pg_am am ON am.oid = c.opcmethod
LEFT JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily
LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace
WHERE ${madeByUsers('c', 'n')}
ORDER BY c.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'operator-class',
    catalogId: { tableoid, oid },
    ties: [row.accessMethod],
  }),
  details: [classOperators, classFunctions],
  toEntries(operatorClass, context) {
    const name = quoteQualified(operatorClass.namespace, operatorClass.name);
    const accessMethod = quoteIdent(operatorClass.accessMethod);
    const { family, familyNamespace, inputType } = operatorClass;
    const inFamily = family === null ? '' : ` FAMILY ${quoteQualified(familyNamespace, family)}`;
    return [
      {
        desc: 'OPERATOR CLASS',
        section: 'pre-data',
        definition:
          `CREATE OPERATOR CLASS ${name}\n    ${operatorClass.isDefault ? 'DEFAULT ' : ''}FOR TYPE ${inputType}` +
          ` USING ${accessMethod}${inFamily} AS\n    ${items(operatorClass, context).join(itemSeparator)};\n`,
        dropStatement: `DROP OPERATOR CLASS ${name} USING ${accessMethod};\n`,
      },
    ];
  },
  satellites: ({ name, accessMethod }) => ({
    comments: [
      { type: 'OPERATOR CLASS', name: `${quoteIdent(name)} USING ${quoteIdent(accessMethod)}`, labels: false },
    ],
  }),
});

/** At least one: a STORAGE of the input type itself says nothing and keeps the command whole. */
function items({ catalogId, keyType, inputType }: OperatorClass, { catalog }: DdlContext): readonly ByteString[] {
  const members = memberItems(
    catalog.details(classOperators, catalogId.oid),
    catalog.details(classFunctions, catalogId.oid),
  );
  if (keyType !== null) return [`STORAGE ${keyType}`, ...members];
  return members.length > 0 ? members : [`STORAGE ${inputType}`];
}
