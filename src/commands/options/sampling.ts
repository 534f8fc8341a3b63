import { UserError } from '../../errors.ts';
import { defaultSample, usualSegments } from '../../rewrite/distribution/sample.ts';
import { integerArgument, type Option } from './definition.ts';
import type { EngineGiven } from './engine.ts';

const units: Readonly<Record<string, number>> = { '': 1, B: 1, kB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/** As PostgreSQL reads a setting of memory, but that a number alone is bytes: `512kB`, `10 MB`. */
function sizeArgument(value: string, label: string): number {
  const [, digits, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*$/.exec(value) ?? [];
  const bytes = units[unit];
  if (digits !== undefined && bytes !== undefined) return Number(digits) * bytes;
  throw new UserError(`invalid value "${value}" for option ${label}`, {
    hint: 'It is a number of bytes, or one with a unit: kB, MB, GB or TB.',
  });
}

/** What is looked at in the rows of an archive, and what becomes of it. A live database is not read twice. */
export const samplingOptions: readonly Option<EngineGiven>[] = [
  {
    long: 'sample',
    own: true,
    argumentName: 'ROWS|all|none',
    group: 'target',
    help: `how many rows of a table to look at where only they\ntell what spreads it (default: ${defaultSample.rows})`,
    argument: 'required',
    apply(value, { preferences }) {
      if (value === 'none') return { preferences: { ...preferences, sample: null } };
      const rows =
        value === 'all' ? Number.MAX_SAFE_INTEGER : integerArgument(value, '--sample', 1, Number.MAX_SAFE_INTEGER);
      return { preferences: { ...preferences, sample: { rows, bytes: Number.MAX_SAFE_INTEGER } } };
    },
  },
  {
    long: 'segments',
    own: true,
    argumentName: 'NUMBER',
    group: 'target',
    help: `how many segments the cluster has (default: ${usualSegments})`,
    argument: 'required',
    apply: (value, { preferences }) => ({
      preferences: { ...preferences, segments: integerArgument(value, '--segments', 1, 65_536) },
    }),
  },
  {
    long: 'replicate-below',
    own: true,
    argumentName: 'SIZE',
    group: 'target',
    help: 'put tables whose rows are fewer bytes than this on\neach segment (10MB; default: none)',
    argument: 'required',
    apply: (value, { preferences }) => ({
      preferences: { ...preferences, replicateBelow: sizeArgument(value, '--replicate-below') },
    }),
  },
];
