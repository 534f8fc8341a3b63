import type { DumpId } from '../model/catalog-id.ts';
import type { DumpObject, ObjectType } from '../model/dump-object.ts';
import type { RelationStatistics } from '../model/relation-statistics.ts';
import type { ColumnDefault, Constraint, Index, Relation, Rule } from '../model/relation.ts';
import type { DumpType } from '../model/type.ts';
import type { Diagnostic } from '../log.ts';
import { shown } from '../model/text.ts';

export interface LoopContext {
  readonly postDataBoundary: DumpId;
  byDumpId(id: DumpId): DumpObject | undefined;
  report(diagnostic: Diagnostic): void;
}

/** Tries one repair; false: this loop is not of its sort. */
type Repair = (loop: readonly DumpObject[], context: LoopContext) => boolean;

const isRelation = (object: DumpObject): object is Relation => object.type === 'table';
const isType = (object: DumpObject): object is DumpType => object.type === 'type';
const isConstraint = (object: DumpObject): object is Constraint => object.type === 'constraint';
const isViewStatistics = (object: DumpObject): object is RelationStatistics => {
  if (object.type !== 'relation-statistics') return false;
  const { relation } = object as RelationStatistics;
  return relation.type === 'table' && relation.relkind === 'm';
};
const isColumnDefault = (object: DumpObject): object is ColumnDefault => object.type === 'column-default';

function forget(object: DumpObject, dependency: DumpObject): void {
  object.dependencies = object.dependencies.filter((id) => id !== dependency.dumpId);
}

const isSelectRuleOf = (rule: DumpObject, view: DumpObject): rule is Rule =>
  rule.type === 'rule' &&
  (rule as Rule).event === '1' &&
  (rule as Rule).isInstead &&
  (rule as Rule).table === view.catalogId.oid;

const isCheckOfTable = (constraint: DumpObject, table: DumpObject): constraint is Constraint =>
  isConstraint(constraint) && constraint.contype === 'c' && constraint.table === table.catalogId.oid;

const isConstraintOfDomain = (constraint: DumpObject, domain: DumpObject): constraint is Constraint =>
  isConstraint(constraint) && constraint.domain === domain.catalogId.oid;

const isDefaultOf = (object: DumpObject, table: DumpObject): object is ColumnDefault =>
  isColumnDefault(object) && object.table === table.catalogId.oid;

/** The pair in either order, if the loop is two objects that `matches` accepts. */
function pairOf(
  loop: readonly DumpObject[],
  matches: (a: DumpObject, b: DumpObject) => boolean,
): readonly [DumpObject, DumpObject] | null {
  if (loop.length !== 2) return null;
  const [a, b] = loop as [DumpObject, DumpObject];
  return matches(a, b) ? [a, b] : matches(b, a) ? [b, a] : null;
}

/** First owner and part of it among the members of a longer loop. Loops are long, parts in them few. */
function pairIn(
  loop: readonly DumpObject[],
  partType: ObjectType,
  matches: (owner: DumpObject, part: DumpObject) => boolean,
): readonly [DumpObject, DumpObject] | null {
  const parts = loop.length > 2 ? loop.filter((object) => object.type === partType) : [];
  if (parts.length === 0) return null;
  for (const owner of loop) {
    const part = parts.find((candidate) => matches(owner, candidate));
    if (part !== undefined) return [owner, part];
  }
  return null;
}

/** A type and one of its input, output or canonical functions: the function needs only the shell type. */
const typeAndFunction: Repair = (loop, context) => {
  const pair = pairOf(loop, (a, b) => isType(a) && b.type === 'function');
  if (pair === null) return false;
  const [type, routine] = pair;
  forget(routine, type);
  const shell = context.byDumpId((type as DumpType).shellType ?? 0);
  if (shell !== undefined) {
    routine.dependencies.push(shell.dumpId);
    if (routine.dump !== 0) shell.dump = routine.dump | 1;
  }
  return true;
};

/** A view and its ON SELECT rule alone: the rule is the view's definition. */
const viewAndRule: Repair = (loop) => {
  const pair = pairOf(
    loop,
    (a, b) => isRelation(a) && (a.relkind === 'v' || a.relkind === 'm') && isSelectRuleOf(b, a),
  );
  if (pair === null) return false;
  forget(pair[1], pair[0]);
  return true;
};

/** A view in a longer loop: created with NULL columns first, its definition follows as a rule after the data. */
const viewInLoop: Repair = (loop, context) => {
  const pair = pairIn(loop, 'rule', (a, b) => isRelation(a) && a.relkind === 'v' && isSelectRuleOf(b, a));
  if (pair === null) return false;
  const [view, rule] = pair as [Relation, Rule];
  forget(view, rule);
  view.dummyView = true;
  rule.separate = true;
  rule.dependencies.push(view.dumpId, context.postDataBoundary);
  return true;
};

/**
 * A materialized view or a function that needs something after the data, a unique index that a GROUP BY relies on for
 * instance: it moves there. The object after the boundary need not be the one itself, its row type for example; then
 * this runs again for the next loop until all links are gone.
 */
function pastTheData(belongs: (object: DumpObject) => boolean): Repair {
  return (loop) => {
    if (loop.length <= 2 || !loop.some(belongs)) return false;
    const position = loop.findIndex((object) => object.type === 'pre-data-boundary');
    if (position < 0) return false;
    const next = loop[(position + 1) % loop.length]!;
    forget(loop[position]!, next);
    if (belongs(next)) next.postponed = true;
    return true;
  };
}

/** Statistics of a materialized view that is itself behind the data follow it there. */
const statisticsPastTheData: Repair = (loop) => {
  const position = loop.findIndex((object) => object.type === 'post-data-boundary');
  if (loop.length <= 2 || position < 0 || !loop.some(isViewStatistics)) return false;
  const next = loop[(position + 1) % loop.length]!;
  forget(loop[position]!, next);
  if (isViewStatistics(next)) next.section = 'post-data';
  else if (isRelation(next) && next.relkind === 'm') next.postponed = true;
  return true;
};

/** An owner and a part that is written inside its definition: drop the part's need of the owner. */
const partInside =
  (matches: (owner: DumpObject, part: DumpObject) => boolean): Repair =>
  (loop) => {
    const pair = pairOf(loop, matches);
    if (pair === null) return false;
    forget(pair[1], pair[0]);
    return true;
  };

/** In a longer loop the part gets a command of its own, after the data if `afterData`. */
const partApart =
  (partType: ObjectType, matches: (owner: DumpObject, part: DumpObject) => boolean, afterData: boolean): Repair =>
  (loop, context) => {
    const pair = pairIn(loop, partType, matches);
    if (pair === null) return false;
    const [owner, part] = pair as [DumpObject, Constraint | ColumnDefault];
    forget(owner, part);
    part.separate = true;
    part.dependencies.push(owner.dumpId);
    if (afterData) part.dependencies.push(context.postDataBoundary);
    return true;
  };

/** The index of a partitioned table and that of a partition: the parent is created first. */
const partitionedIndex: Repair = (loop) => {
  const pair = pairOf(
    loop,
    (a, b) => a.type === 'index' && b.type === 'index' && (a as Index).parentIndex === b.catalogId.oid,
  );
  if (pair === null) return false;
  forget(pair[0], pair[1]);
  return true;
};

/** A column that depends on another of the same table: pg_depend's column numbers are not looked at. */
const tableItself: Repair = (loop) => {
  if (loop.length !== 1 || !isRelation(loop[0]!)) return false;
  forget(loop[0], loop[0]);
  return true;
};

const breakAnywhere = (loop: readonly DumpObject[]): void => forget(loop[0]!, loop[1] ?? loop[0]!);

/** Data only, and foreign keys in a circle: no order satisfies them all. */
const circularForeignKeys: Repair = (loop, context) => {
  if (loop.some((object) => object.type !== 'table-data')) return false;
  context.report({
    severity: 'warning',
    subject: null,
    message: `there are circular foreign-key constraints ${loop.length === 1 ? 'on this table' : 'among these tables'}:`,
    detail: loop.map((object) => shown(object.name)).join('\n'),
    hint:
      'You might not be able to restore the dump without using --disable-triggers or temporarily dropping the constraints.\n' +
      'Consider using a full dump instead of a --data-only dump to avoid this problem.',
  });
  breakAnywhere(loop);
  return true;
};

const unknownLoop: Repair = (loop, context) => {
  context.report({
    severity: 'warning',
    subject: null,
    message: 'could not resolve dependency loop among these items:',
    detail: loop.map(describe).join('\n'),
  });
  breakAnywhere(loop);
  return true;
};

const describe = (object: DumpObject): string =>
  `${object.type.toUpperCase().replaceAll('-', ' ')} ${shown(object.name)}  (ID ${object.dumpId} OID ${object.catalogId.oid})`;

/** In the order pg_dump tries them (repairDependencyLoop in pg_dump_sort.c). */
const repairs: readonly Repair[] = [
  typeAndFunction,
  viewAndRule,
  viewInLoop,
  pastTheData((object) => isRelation(object) && object.relkind === 'm'),
  statisticsPastTheData,
  pastTheData((object) => object.type === 'function'),
  partInside((a, b) => isRelation(a) && isCheckOfTable(b, a)),
  partApart('constraint', (a, b) => isRelation(a) && isCheckOfTable(b, a), true),
  partInside((a, b) => isRelation(a) && isDefaultOf(b, a)),
  partitionedIndex,
  partApart('column-default', (a, b) => isRelation(a) && isDefaultOf(b, a), false),
  partInside((a, b) => isType(a) && isConstraintOfDomain(b, a)),
  partApart('constraint', (a, b) => isType(a) && isConstraintOfDomain(b, a), true),
  tableItself,
  circularForeignKeys,
  unknownLoop,
];

/** Breaks one loop of dependencies; says so where that can hurt. */
export function repairLoop(loop: readonly DumpObject[], context: LoopContext): void {
  repairs.some((repair) => repair(loop, context));
}
