import { UserError } from '../../errors.ts';
import { uniqueConflicts } from '../../rewrite/distribution/choice.ts';
import { noPreferences, wantsChanges } from '../../rewrite/preferences.ts';
import type { Preferences } from '../../rewrite/preferences.ts';
import { targetNames } from '../../rewrite/targets.ts';
import type { TargetName } from '../../rewrite/targets.ts';
import type { Option } from './definition.ts';
import { readWishes } from './distribution-map.ts';

/** The engine whose words are written; server: that of the server restored into; null: nothing is said otherwise. */
export type Engine = TargetName | 'server' | null;

export interface EngineGiven {
  /** undefined: --target was not given. */
  readonly engine: Engine | undefined;
  readonly preferences: Preferences;
}

export const noEngineGiven: EngineGiven = { engine: undefined, preferences: noPreferences };

const helpOf = {
  dump: 'write for this engine: greenplum6, greenplum7,\ncloudberry, postgresql[:12 to 18], or none (default)',
  restore:
    'write for this engine: greenplum6, greenplum7,\ncloudberry, postgresql[:12 to 18], server (that of\n-d: the default), or none',
  plan: 'the engine: greenplum6, greenplum7, cloudberry or\npostgresql[:12 to 18]',
};

/** --target. A dump has no server that it could ask. */
export function engineOption(verb: 'dump' | 'restore' | 'plan'): Option<EngineGiven> {
  const names = [...targetNames, ...(verb === 'restore' ? (['server'] as const) : [])];
  return {
    long: 'target',
    own: true,
    argumentName: 'ENGINE',
    group: 'target',
    help: helpOf[verb],
    argument: 'required',
    apply(value) {
      if (value === 'none') return { engine: null };
      const engine = names.find((name) => name === value);
      if (engine !== undefined) return { engine };
      const hint = `Targets are ${names.join(', ')} and none.`;
      throw new UserError(`unrecognized target "${value}"`, { hint });
    },
  };
}

export const spreadOptions: readonly Option<EngineGiven>[] = [
  {
    long: 'unique-conflict',
    own: true,
    argumentName: 'WHAT',
    group: 'target',
    help: 'what becomes there of unique keys without a column\nin common: replicate, demote or drop (default: refuse)',
    argument: 'required',
    apply(value, { preferences }) {
      const uniqueConflict = uniqueConflicts.find((each) => each === value);
      if (uniqueConflict !== undefined) return { preferences: { ...preferences, uniqueConflict } };
      throw new UserError(`invalid value "${value}" for option --unique-conflict`, {
        hint: `It is one of ${uniqueConflicts.join(', ')}.`,
      });
    },
  },
  {
    long: 'distribution-map',
    own: true,
    argumentName: 'FILENAME',
    group: 'target',
    help: 'how tables are to be distributed there: YAML, a\nline "schema.table: by (column)" for each pattern',
    argument: 'required',
    apply: async (file, { preferences }) => ({ preferences: { ...preferences, ...(await readWishes(file)) } }),
  },
];

/** There is no server whose engine it could be. null: the archive's own, where something else is wanted of it. */
export function namedEngine({ engine, preferences }: EngineGiven): TargetName | null {
  if ((engine === undefined || engine === null) && wantsChanges(preferences)) return null;
  if (engine !== undefined && engine !== null && engine !== 'server') return engine;
  throw new UserError('no target given', { hint: `Say --target=ENGINE, one of ${targetNames.join(', ')}.` });
}
