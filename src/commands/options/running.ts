import { UserError } from '../../errors.ts';
import { releaseMajors } from '../../model/release.ts';
import type { ReleaseMajor } from '../../model/release.ts';
import { flag, integer } from './definition.ts';
import type { Option } from './definition.ts';

/** How the program itself behaves. */
export interface RunningGiven {
  readonly jobs: number;
  readonly verbose: boolean;
  /** Whose programs to be; undefined: by the server or the archive. */
  readonly release: ReleaseMajor | undefined;
  /** --progress true, --no-progress false; undefined: where standard error is a terminal. */
  readonly progress: boolean | undefined;
  /** Neither what is worth knowing nor progress nor what was done is told. */
  readonly quiet: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

export const noRunningGiven: RunningGiven = {
  jobs: 1,
  verbose: false,
  release: undefined,
  progress: undefined,
  quiet: false,
  help: false,
  version: false,
};

export const maximumInteger = 2147483647;

const group = 'running';

export const verboseOption: Option<RunningGiven> = {
  long: 'verbose',
  short: 'v',
  group,
  help: 'verbose mode',
  ...flag('verbose'),
};

export const helpOption: Option<RunningGiven> = {
  long: 'help',
  short: '?',
  group,
  help: 'show this help, then exit',
  ...flag('help'),
};

export const versionOption: Option<RunningGiven> = {
  long: 'version',
  short: 'V',
  group,
  help: 'output version information, then exit',
  ...flag('version'),
};

export function jobsOption(verb: 'dump' | 'restore'): Option<RunningGiven> {
  return {
    long: 'jobs',
    short: 'j',
    argumentName: 'NUM',
    group: 'jobs',
    help: `use this many parallel jobs to ${verb}`,
    ...integer('jobs', '-j/--jobs', 1, maximumInteger),
  };
}

/** The release that `--release` or the variable GPFERRY_RELEASE names. */
export function releaseNamed(typed: string, label: string): ReleaseMajor {
  const major = releaseMajors.find((each) => `${each}` === typed);
  if (major !== undefined) return major;
  throw new UserError(`invalid value "${typed}" for ${label}`, {
    hint: `Releases of PostgreSQL that can be followed are ${releaseMajors.join(', ')}.`,
  });
}

export const releaseOption = (help: string): Option<RunningGiven> => ({
  long: 'release',
  argumentName: 'MAJOR',
  group,
  help,
  own: true,
  argument: 'required',
  apply: (value) => ({ release: releaseNamed(value, 'option --release') }),
});

export const progressOptions: readonly Option<RunningGiven>[] = [
  {
    long: 'progress',
    group,
    help: 'show progress also where standard error is no terminal',
    own: true,
    ...flag('progress'),
  },
  { long: 'no-progress', group, help: 'show no progress', own: true, ...flag('progress', false) },
];
