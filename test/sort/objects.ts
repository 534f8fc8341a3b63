import type { DumpObject } from '../../src/model/dump-object.ts';
import type { RelationStatistics } from '../../src/model/relation-statistics.ts';
import type { Constraint, Relation, Rule } from '../../src/model/relation.ts';

/** A made-up object for the sort, a table unless said otherwise. */
export const objectNamed = (name: string, fields: Partial<DumpObject> = {}): DumpObject => ({
  type: 'table',
  catalogId: { tableoid: 1259, oid: fields.dumpId ?? 1 },
  name,
  namespace: 'public',
  owner: 'ann',
  ties: [],
  dumpId: 1,
  dump: 127,
  dependencies: [],
  postponed: false,
  ...fields,
});

export const relation = (name: string, relkind: string, fields: Partial<DumpObject>): Relation =>
  Object.assign(objectNamed(name, fields), { relkind, dummyView: false }) as Relation;

export const selectRule = (view: Relation, fields: Partial<DumpObject>): Rule =>
  Object.assign(objectNamed('_RETURN', { type: 'rule', ...fields }), {
    table: view.catalogId.oid,
    event: '1',
    isInstead: true,
    separate: false,
  }) as Rule;

export const statisticsOf = (of: Relation, fields: Partial<DumpObject>): RelationStatistics =>
  Object.assign(objectNamed(of.name, { type: 'relation-statistics', ...fields }), {
    relation: of,
    section: 'data',
  }) as DumpObject as RelationStatistics;

export const check = (table: Relation, fields: Partial<DumpObject>): Constraint =>
  Object.assign(objectNamed('positive', { type: 'constraint', ...fields }), {
    contype: 'c',
    table: table.catalogId.oid,
    domain: 0,
    separate: false,
  }) as Constraint;
