import type { ObjectDraft } from '../model/dump-object.ts';
import type { Aggregate, AggregateState } from '../model/routine.ts';
import type { Oid } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import type { Server } from '../server/server.ts';
import { quoteIdent, quoteLiteral } from '../ddl/quote.ts';
import { clausesIn } from './dialect.ts';
import { defineKind, type Scope, type DdlContext } from './kind.ts';
import {
  isAggregate,
  parallelWord,
  quotedSignature,
  routineColumns,
  routineFields,
  routineIsOfInterest,
  routineTables,
  type RoutineRow,
} from './routine.ts';

interface Row extends RoutineRow {
  readonly kind: string;
  readonly transitionFunction: ByteString;
  readonly transitionType: ByteString;
  readonly space: number;
  readonly initialValue: ByteString | null;
  readonly finalFunction: ByteString;
  readonly finalExtra: boolean;
  readonly finalModify: string;
  readonly movingFunction: ByteString;
  readonly movingInverse: ByteString;
  readonly movingType: ByteString;
  readonly movingSpace: number;
  readonly movingInitialValue: ByteString | null;
  readonly movingFinalFunction: ByteString;
  readonly movingFinalExtra: boolean;
  readonly movingFinalModify: string;
  readonly combineFunction: ByteString;
  readonly serialFunction: ByteString;
  readonly deserialFunction: ByteString;
  readonly sortOperator: Oid;
  readonly sortOperatorSchema: ByteString | null;
  readonly sortOperatorName: ByteString | null;
}

export const aggregate = defineKind<Row, Aggregate>({
  type: 'aggregate',
  requires: 'pg_aggregate',
  query,
  toObject,
  toEntries: (aggregate, context) => [
    {
      desc: 'AGGREGATE',
      tag: `${aggregate.name}(${aggregate.argumentTypes.length === 0 ? '*' : aggregate.argumentTypes.join(', ')})`,
      section: 'pre-data',
      definition: `CREATE AGGREGATE ${qualified(aggregate, aggregate.argumentList)} (\n    ${clauses(aggregate, context).join(',\n    ')}\n);\n`,
      dropStatement: `DROP AGGREGATE ${qualified(aggregate, aggregate.identityArguments)};\n`,
    },
  ],
  satellites: (aggregate) => ({
    comments: [{ type: 'AGGREGATE', name: withArguments(aggregate, aggregate.identityArguments) }],
    // There is no GRANT ON AGGREGATE: it takes an aggregate for a function, without `*` and ORDER BY.
    acl: {
      type: 'FUNCTION',
      name: quotedSignature(aggregate),
      acl: aggregate.acl,
      defaultAcl: aggregate.defaultAcl,
    },
  }),
});

function query(server: Server, scope: Scope): ByteString {
  const has = (column: string, otherwise: string): string =>
    server.has(`pg_aggregate.${column}`) ? `a.${column}` : otherwise;
  return `SELECT ${routineColumns(server)},
  ${has('aggkind', "'n'")} AS kind, a.aggtransfn AS "transitionFunction",
  a.aggtranstype::pg_catalog.regtype AS "transitionType", ${has('aggtransspace', '0')} AS space,
  a.agginitval AS "initialValue", a.aggfinalfn AS "finalFunction", ${has('aggfinalextra', 'false')} AS "finalExtra",
  ${has('aggfinalmodify', "'0'")} AS "finalModify", ${has('aggmtransfn', "'-'")} AS "movingFunction",
  ${has('aggminvtransfn', "'-'")} AS "movingInverse",
  ${has('aggmtranstype', '0')}::pg_catalog.regtype AS "movingType", ${has('aggmtransspace', '0')} AS "movingSpace",
  ${has('aggminitval', 'NULL')} AS "movingInitialValue", ${has('aggmfinalfn', "'-'")} AS "movingFinalFunction",
  ${has('aggmfinalextra', 'false')} AS "movingFinalExtra", ${has('aggmfinalmodify', "'0'")} AS "movingFinalModify",
  ${has('aggcombinefn', "'-'")} AS "combineFunction", ${has('aggserialfn', "'-'")} AS "serialFunction",
  ${has('aggdeserialfn', "'-'")} AS "deserialFunction", a.aggsortop AS "sortOperator",
  opn.nspname AS "sortOperatorSchema", op.oprname AS "sortOperatorName"
FROM ${routineTables(server)}
JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
LEFT JOIN pg_catalog.pg_operator op ON op.oid = a.aggsortop
LEFT JOIN pg_catalog.pg_namespace opn ON opn.oid = op.oprnamespace
WHERE ${isAggregate(server)} AND (${routineIsOfInterest(server, scope)})
ORDER BY p.oid`;
}

function toObject(row: Row): ObjectDraft<Aggregate> {
  const { sortOperatorSchema, sortOperatorName } = row;
  return {
    ...routineFields(row),
    type: 'aggregate',
    kind: row.kind,
    plain: {
      transitionFunction: row.transitionFunction,
      transitionType: row.transitionType,
      space: row.space,
      initialValue: row.initialValue,
      finalFunction: row.finalFunction,
      finalExtra: row.finalExtra,
      finalModify: row.finalModify,
    },
    moving: {
      transitionFunction: row.movingFunction,
      inverseFunction: row.movingInverse,
      transitionType: row.movingType,
      space: row.movingSpace,
      initialValue: row.movingInitialValue,
      finalFunction: row.movingFinalFunction,
      finalExtra: row.movingFinalExtra,
      finalModify: row.movingFinalModify,
    },
    combineFunction: row.combineFunction,
    serialFunction: row.serialFunction,
    deserialFunction: row.deserialFunction,
    sortOperator:
      sortOperatorSchema === null || sortOperatorName === null
        ? null
        : { oid: row.sortOperator, namespace: sortOperatorSchema, name: sortOperatorName },
  };
}

const withArguments = (aggregate: Aggregate, list: ByteString): ByteString =>
  `${quoteIdent(aggregate.name)}(${aggregate.argumentTypes.length === 0 ? '*' : list})`;

const qualified = (aggregate: Aggregate, list: ByteString): ByteString =>
  `${quoteIdent(aggregate.namespace ?? '')}.${withArguments(aggregate, list)}`;

function clauses(aggregate: Aggregate, context: DdlContext): readonly ByteString[] {
  const { plain, moving, sortOperator } = aggregate;
  const parallel = parallelWord(aggregate);
  return [
    `SFUNC = ${plain.transitionFunction}`,
    `STYPE = ${plain.transitionType}`,
    ...stateClauses(plain, '', aggregate.kind),
    ...named('COMBINEFUNC', aggregate.combineFunction),
    ...named('SERIALFUNC', aggregate.serialFunction),
    ...named('DESERIALFUNC', aggregate.deserialFunction),
    ...(moving.transitionFunction === '-'
      ? []
      : [
          `MSFUNC = ${moving.transitionFunction}`,
          `MINVFUNC = ${moving.inverseFunction}`,
          `MSTYPE = ${moving.transitionType}`,
        ]),
    ...stateClauses(moving, 'M', aggregate.kind),
    ...clausesIn('aggregate-parts', aggregate, context),
    ...(sortOperator === null ? [] : [`SORTOP = OPERATOR(${quoteIdent(sortOperator.namespace)}.${sortOperator.name})`]),
    ...(aggregate.kind === 'h' ? ['HYPOTHETICAL'] : []),
    ...(parallel === null ? [] : [`PARALLEL = ${parallel.toLowerCase()}`]),
  ];
}

const named = (keyword: string, name: ByteString): ByteString[] => (name === '-' ? [] : [`${keyword} = ${name}`]);

const modifyWords: Readonly<Record<string, string>> = { r: 'READ_ONLY', s: 'SHAREABLE', w: 'READ_WRITE' };

function stateClauses(state: AggregateState, prefix: '' | 'M', kind: string): ByteString[] {
  const clauses: ByteString[] = [];
  if (state.space !== 0) clauses.push(`${prefix}SSPACE = ${state.space}`);
  if (state.initialValue !== null) clauses.push(`${prefix}INITCOND = ${quoteLiteral(state.initialValue)}`);
  if (state.finalFunction === '-') return clauses;
  clauses.push(`${prefix}FINALFUNC = ${state.finalFunction}`);
  if (state.finalExtra) clauses.push(`${prefix}FINALFUNC_EXTRA`);
  const word = state.finalModify === (kind === 'n' ? 'r' : 'w') ? undefined : modifyWords[state.finalModify];
  if (word !== undefined) clauses.push(`${prefix}FINALFUNC_MODIFY = ${word}`);
  return clauses;
}
