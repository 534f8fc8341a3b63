import { UserError } from '../../errors.ts';
import { shown } from '../../model/text.ts';
import type { UniqueKey } from '../../sql/unique-key.ts';
import { by, randomly, replicated, type KeyChoice, type UniqueConflict } from './choice.ts';
import { canBeReplicated, type Family, type Member } from './families.ts';
import type { Wish } from './wishes.ts';

/** What the user has said. Keys that it cannot serve are lost where that has been allowed. */
export function wished(
  { pattern, distribution }: Wish,
  family: Family,
  uniqueConflict: UniqueConflict | null,
): KeyChoice | null {
  const why = `the map says so of ${pattern}`;
  const { members } = family;
  const [{ entry, columns }] = members as readonly [Member];
  const table = shown(`${entry.namespace ?? ''}.${entry.tag}`);
  const keys = members.flatMap((member) => member.keys);
  const losing = (choice: KeyChoice, lost: readonly UniqueKey[]): KeyChoice | null =>
    lost.length > 0 && uniqueConflict !== 'demote' && uniqueConflict !== 'drop' ? null : { ...choice, lost };
  if (distribution === 'replicated') {
    if (canBeReplicated(family)) return replicated(why);
    throw new UserError(
      `the distribution map has table "${table}" replicated, which is a materialized view or has partitions, parents or children`,
    );
  }
  if (distribution === 'randomly') return losing(randomly(why), keys);
  const missing = distribution.by.find((column) => columns?.every(({ name }) => name !== column) ?? false);
  if (missing !== undefined) {
    throw new UserError(`the distribution map names column "${shown(missing)}", which table "${table}" does not have`);
  }
  const computed = distribution.by.find((column) =>
    columns?.some(({ name, isGenerated }) => isGenerated && name === column),
  );
  if (computed !== undefined) {
    throw new UserError(
      `the distribution map names column "${shown(computed)}" of table "${table}", which is computed from others`,
    );
  }
  const cannotServe = keys.filter((key) => !distribution.by.every((column) => key.columns.includes(column)));
  return losing(by(distribution.by, why), cannotServe);
}
