import type { Oid } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import { quoteQualified } from '../ddl/quote.ts';
import { defineDetail } from './kind.ts';

/** A member operator; those that order by distance name the family that sorts the distances. */
interface OperatorItem {
  readonly strategy: number;
  readonly operator: ByteString;
  readonly sortFamily: ByteString | null;
  readonly sortFamilyNamespace: ByteString | null;
}

interface FunctionRow {
  readonly owner: Oid;
  readonly number: number;
  readonly function: ByteString;
  readonly leftType: ByteString;
  readonly rightType: ByteString;
}

/**
 * OPERATOR items of operator classes, or of operator families: what belongs to a family's class is written there, so
 * pg_depend says whose an item is. Of a class only those in its own family count.
 */
const operatorItems = (catalog: 'pg_opclass' | 'pg_opfamily', family: string) =>
  defineDetail<OperatorItem & { readonly owner: Oid }, OperatorItem>({
    name: `operators of ${catalog}`,
    requires: 'pg_amop',
    query: () => `SELECT d.refobjid AS owner, ao.amopstrategy AS strategy,
  ao.amopopr::pg_catalog.regoperator AS operator, sf.opfname AS "sortFamily", sn.nspname AS "sortFamilyNamespace"
FROM pg_catalog.pg_amop ao
JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass AND d.objid = ao.oid
JOIN pg_catalog.${catalog} c ON c.oid = d.refobjid AND c.${family} = ao.amopfamily
LEFT JOIN pg_catalog.pg_opfamily sf ON sf.oid = ao.amopsortfamily
LEFT JOIN pg_catalog.pg_namespace sn ON sn.oid = sf.opfnamespace
WHERE d.refclassid = 'pg_catalog.${catalog}'::pg_catalog.regclass
ORDER BY d.refobjid, ao.amopstrategy, ao.oid`,
    owner: (row) => row.owner,
    toValue: ({ owner: _owner, ...item }) => item,
  });

/** FUNCTION items; their types are always named, for cross-type sort support functions do not tell them. */
const functionItems = (catalog: 'pg_opclass' | 'pg_opfamily') =>
  defineDetail<FunctionRow, ByteString>({
    name: `functions of ${catalog}`,
    requires: 'pg_amproc',
    query: () => `SELECT d.refobjid AS owner, ap.amprocnum AS number, ap.amproc::pg_catalog.regprocedure AS function,
  ap.amproclefttype::pg_catalog.regtype AS "leftType", ap.amprocrighttype::pg_catalog.regtype AS "rightType"
FROM pg_catalog.pg_amproc ap
JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass AND d.objid = ap.oid
WHERE d.refclassid = 'pg_catalog.${catalog}'::pg_catalog.regclass
ORDER BY d.refobjid, ap.amprocnum, ap.oid`,
    owner: (row) => row.owner,
    toValue: (row) => `FUNCTION ${row.number} (${row.leftType}, ${row.rightType}) ${row.function}`,
  });

export const classOperators = operatorItems('pg_opclass', 'opcfamily');
export const classFunctions = functionItems('pg_opclass');
export const familyOperators = operatorItems('pg_opfamily', 'oid');
export const familyFunctions = functionItems('pg_opfamily');

/** Items of a class or family as the commands list them. */
export const memberItems = (
  operators: readonly OperatorItem[],
  functions: readonly ByteString[],
): readonly ByteString[] => [...operators.map(operatorItem), ...functions];

function operatorItem({ strategy, operator, sortFamily, sortFamilyNamespace }: OperatorItem): ByteString {
  const order = sortFamily === null ? '' : ` FOR ORDER BY ${quoteQualified(sortFamilyNamespace, sortFamily)}`;
  return `OPERATOR ${strategy} ${operator}${order}`;
}

export const itemSeparator = ' ,\n    ';
