import type { Rule } from '../rule.ts';

/** Foreign keys, which each Greenplum takes with a warning and never looks at again. */
export const foreignKeys: Rule = {
  name: 'foreign-keys',
  descs: ['FK CONSTRAINT'],
  pattern: /^/,
  together: (count) => `${count === 1 ? '1 foreign key is' : `${count} foreign keys are`} not enforced by the target`,
  rewrite: () => ({ changes: {}, notes: [] }),
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
