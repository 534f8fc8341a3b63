import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import { shown, type ByteString } from '../model/text.ts';
import { quoteIdent } from '../ddl/quote.ts';
import { defineKind, type DdlContext } from './kind.ts';
import { madeByUsers } from './made-by-users.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly owner: ByteString;
  /** pg_operator.oprkind: l prefix, b infix, r postfix (before 14). */
  readonly kind: string;
  readonly leftType: ByteString;
  readonly rightType: ByteString;
  readonly leftTypeNamespace: ByteString;
  readonly leftTypeName: ByteString;
  readonly rightTypeNamespace: ByteString;
  readonly rightTypeName: ByteString;
  /** regprocedure texts; '-' none. */
  readonly procedure: ByteString;
  readonly restrict: ByteString;
  readonly join: ByteString;
  /** pg_operator.oprcom and oprnegate; 0: none. The names are null where such an operator is gone. */
  readonly commutator: Oid;
  readonly commutatorNamespace: ByteString | null;
  readonly commutatorName: ByteString | null;
  readonly negator: Oid;
  readonly negatorNamespace: ByteString | null;
  readonly negatorName: ByteString | null;
  readonly canMerge: boolean;
  readonly canHash: boolean;
}

interface OperatorReference {
  readonly oid: Oid;
  readonly namespace: ByteString | null;
  readonly name: ByteString | null;
}

interface Operator extends DumpObject {
  readonly type: 'operator';
  readonly kind: string;
  readonly leftType: ByteString;
  readonly rightType: ByteString;
  readonly procedure: ByteString;
  readonly restrict: ByteString;
  readonly join: ByteString;
  readonly commutator: OperatorReference;
  readonly negator: OperatorReference;
  readonly canMerge: boolean;
  readonly canHash: boolean;
}

const type = (alias: string, column: string): string =>
  `LEFT JOIN pg_catalog.pg_type ${alias} ON ${alias}.oid = o.${column}
LEFT JOIN pg_catalog.pg_namespace ${alias}n ON ${alias}n.oid = ${alias}.typnamespace`;

const operatorJoin = (alias: string, column: string): string =>
  `LEFT JOIN pg_catalog.pg_operator ${alias} ON ${alias}.oid = o.${column}
LEFT JOIN pg_catalog.pg_namespace ${alias}n ON ${alias}n.oid = ${alias}.oprnamespace`;

export const operator = defineKind<Row, Operator>({
  type: 'operator',
  requires: 'pg_operator',
  query: () => `SELECT o.tableoid, o.oid, o.oprname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(o.oprowner) AS owner, o.oprkind AS kind,
  o.oprleft::pg_catalog.regtype AS "leftType", o.oprright::pg_catalog.regtype AS "rightType",
  coalesce(ltn.nspname, '') AS "leftTypeNamespace", coalesce(lt.typname, '') AS "leftTypeName",
  coalesce(rtn.nspname, '') AS "rightTypeNamespace", coalesce(rt.typname, '') AS "rightTypeName",
  o.oprcode::pg_catalog.regprocedure AS procedure, o.oprrest::pg_catalog.regprocedure AS restrict,
  o.oprjoin::pg_catalog.regprocedure AS join,
  o.oprcom AS commutator, comn.nspname AS "commutatorNamespace", com.oprname AS "commutatorName",
  o.oprnegate AS negator, negn.nspname AS "negatorNamespace", neg.oprname AS "negatorName",
  o.oprcanmerge AS "canMerge", o.oprcanhash AS "canHash"
FROM pg_catalog.pg_operator o
JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
${type('lt', 'oprleft')}
${type('rt', 'oprright')}
${operatorJoin('com', 'oprcom')}
${operatorJoin('neg', 'oprnegate')}
WHERE ${madeByUsers('o', 'n')}
ORDER BY o.oid`,
  toObject: (row) => ({
    type: 'operator',
    catalogId: { tableoid: row.tableoid, oid: row.oid },
    name: row.name,
    namespace: row.namespace,
    owner: row.owner,
    // Postfix, prefix, infix, then the argument types.
    ties: [-row.kind.charCodeAt(0), row.leftTypeNamespace, row.leftTypeName, row.rightTypeNamespace, row.rightTypeName],
    kind: row.kind,
    leftType: row.leftType,
    rightType: row.rightType,
    procedure: row.procedure,
    restrict: row.restrict,
    join: row.join,
    commutator: { oid: row.commutator, namespace: row.commutatorNamespace, name: row.commutatorName },
    negator: { oid: row.negator, namespace: row.negatorNamespace, name: row.negatorName },
    canMerge: row.canMerge,
    canHash: row.canHash,
  }),
  toEntries(operator, context) {
    if (isShell(operator)) return [];
    const schema = quoteIdent(operator.namespace ?? '');
    return [
      {
        desc: 'OPERATOR',
        section: 'pre-data',
        definition: `CREATE OPERATOR ${schema}.${operator.name} (\n    ${clauses(operator, context).join(',\n    ')}\n);\n`,
        dropStatement: `DROP OPERATOR ${schema}.${signature(operator)};\n`,
      },
    ];
  },
  satellites: (operator) => ({
    comments: isShell(operator) ? [] : [{ type: 'OPERATOR', name: signature(operator), labels: false }],
  }),
});

/** Named as a commutator or negator before it was defined: defining the other one makes it again. */
const isShell = (operator: Operator): boolean => operator.procedure === '-';

const takesLeft = ({ kind }: Operator): boolean => kind !== 'l';
const takesRight = ({ kind }: Operator): boolean => kind !== 'r';

const signature = (operator: Operator): ByteString =>
  `${operator.name} (${takesLeft(operator) ? operator.leftType : 'NONE'}, ${takesRight(operator) ? operator.rightType : 'NONE'})`;

function clauses(operator: Operator, context: DdlContext): ByteString[] {
  if (!takesRight(operator) && context.options.release.warnsOfPostfixOperators) {
    warn(operator, `postfix operators are not supported anymore (operator "${shown(operator.procedure)}")`, context);
  }
  const restrict = functionName(operator.restrict);
  const join = functionName(operator.join);
  return [
    `${context.options.release.operatorsNameFunction ? 'FUNCTION' : 'PROCEDURE'} = ${functionName(operator.procedure)}`,
    takesLeft(operator) ? `LEFTARG = ${operator.leftType}` : null,
    takesRight(operator) ? `RIGHTARG = ${operator.rightType}` : null,
    referenceClause('COMMUTATOR', operator, operator.commutator, context),
    referenceClause('NEGATOR', operator, operator.negator, context),
    operator.canMerge ? 'MERGES' : null,
    operator.canHash ? 'HASHES' : null,
    restrict === null ? null : `RESTRICT = ${restrict}`,
    join === null ? null : `JOIN = ${join}`,
  ].filter((clause) => clause !== null);
}

/** Always with the schema: the operator and its negator may be in different ones. */
function referenceClause(
  keyword: string,
  operator: Operator,
  { oid, namespace, name }: OperatorReference,
  context: DdlContext,
): ByteString | null {
  if (oid === 0) return null;
  if (namespace === null || name === null) {
    warn(operator, `could not find operator with OID ${oid}`, context);
    return null;
  }
  return `${keyword} = OPERATOR(${quoteIdent(namespace)}.${name})`;
}

function warn(operator: Operator, message: string, { report }: DdlContext): void {
  report({ severity: 'warning', subject: `operator "${shown(operator.name)}"`, message });
}

const upToArguments = /^(?:[^"(]|"[^"]*")*/;

/** A regprocedure's text without its argument types; null: none. */
const functionName = (procedure: ByteString): ByteString | null =>
  procedure === '-' ? null : upToArguments.exec(procedure)![0];
