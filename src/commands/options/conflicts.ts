import { UserError } from '../../errors.ts';

/** Options that cannot be meant together. */
export interface Conflict<Given> {
  readonly when: (given: Given) => boolean;
  readonly message: string;
}

export const notTogether = <Given>(one: string, other: string, when: (given: Given) => boolean): Conflict<Given> => ({
  when,
  message: `options ${one} and ${other} cannot be used together`,
});

/** Of two mistakes the first in the list is told. */
export function refuseConflicts<Given>(given: Given, conflicts: readonly Conflict<Given>[]): void {
  const conflict = conflicts.find(({ when }) => when(given));
  if (conflict !== undefined) throw new UserError(conflict.message);
}
