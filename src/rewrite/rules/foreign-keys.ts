import type { Rule } from '../rule.ts';

/** Foreign keys, which each Greenplum takes with a warning and never looks at again. */
export const foreignKeys: Rule = {
  name: 'foreign-keys',
  descs: ['FK CONSTRAINT'],
  pattern: /^/,
  together: (count) => `${count === 1 ? '1 foreign key is' : `${count} foreign keys are`} not enforced by the target`,
  rewrite: () => ({ changes: {}, notes: [] }),
};

/** Foreign keys that nobody has looked at yet: there may be rows that do not satisfy them. */
export const enforcedForeignKeys: Rule = {
  name: 'enforced-foreign-keys',
  descs: ['FK CONSTRAINT'],
  pattern: /^/,
  together: (count) =>
    `${count === 1 ? '1 foreign key is' : `${count} foreign keys are`} enforced by the target, as Greenplum has not done: ` +
    'one that rows do not satisfy is refused',
  rewrite({ definition, namespace }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('alter', 'table')) return null;
    cursor.take('only');
    const source = archive.source(cursor.takeQualifiedName() ?? [], namespace);
    const isDistributed = source !== undefined && (archive.read(source)?.table.distribution ?? null) !== null;
    return isDistributed ? { changes: {}, notes: [] } : null;
  },
};

/** Foreign keys that nobody wants. */
export const droppedForeignKeys: Rule = {
  name: 'dropped-foreign-keys',
  descs: ['FK CONSTRAINT'],
  pattern: /^/,
  together: (count) =>
    `${count === 1 ? '1 foreign key is' : `${count} foreign keys are`} left out, as --foreign-keys says`,
  rewrite: () => ({ leftOut: 'foreign keys are not wanted' }),
};
