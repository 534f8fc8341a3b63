import { component } from '../model/dump-object.ts';
import type { Oid } from '../model/catalog-id.ts';
import type { Relation } from '../model/relation.ts';
import type { RelationData } from '../model/table-data.ts';
import type { ByteString } from '../model/text.ts';
import { quoteLiteral, quoteQualified } from '../ddl/quote.ts';
import { defineDetail, defineKind } from './kind.ts';
import { contentsOf, dataComponents } from './table-data.ts';

export interface SequenceValue {
  readonly lastValue: string;
  readonly isCalled: boolean;
}

interface ValueRow extends SequenceValue {
  readonly owner: Oid;
}

/**
 * Where the sequences stand. The value is in the sequence itself, not in a catalog, so the query names them all: the
 * run splits the list (catalog/sequence-values.ts) and gives the answers under this detail.
 */
export const sequenceValues = defineDetail<ValueRow, SequenceValue>({
  name: 'sequence values',
  requires: 'pg_class',
  query: () => {
    throw new Error('sequence values are read by catalog/sequence-values.ts');
  },
  owner: (row) => row.owner,
  toValue: ({ lastValue, isCalled }) => ({ lastValue, isCalled }),
});

/** One statement for some sequences. */
export const sequenceValuesQuery = (sequences: readonly Relation[]): ByteString =>
  sequences
    .map(
      (sequence) =>
        `SELECT ${sequence.catalogId.oid}::pg_catalog.oid AS owner, last_value AS "lastValue", is_called AS "isCalled" FROM ${quoteQualified(sequence.namespace, sequence.name)}`,
    )
    .join('\nUNION ALL ');

/** setval() for every sequence. */
export const sequenceSet = defineKind<never, RelationData>({
  type: 'sequence-set',
  requires: 'pg_class',
  query: null,
  toObject: (row) => row,
  component: component.data,
  derive: (catalog, options, policy) => contentsOf('sequence-set', 'S', catalog, options, policy),
  select: ({ relation }, policy) => dataComponents(relation, policy),
  link: (data, _catalog, depend) => depend(data, data.relation),
  toEntries({ relation }, { catalog }) {
    const value = catalog.details(sequenceValues, relation.catalogId.oid)[0];
    if (value === undefined) throw new Error(`no value of sequence "${relation.name}" was read`);
    const name = quoteLiteral(quoteQualified(relation.namespace, relation.name));
    return [
      {
        desc: 'SEQUENCE SET',
        section: 'data',
        catalogId: { tableoid: 0, oid: 0 },
        ownDumpId: true,
        definition: `SELECT pg_catalog.setval(${name}, ${value.lastValue}, ${value.isCalled});\n`,
        dropStatement: null,
        dependencies: [relation.dumpId],
      },
    ];
  },
});
