import { newestRelease, releases } from '../model/release.ts';
import type { Release, ReleaseMajor } from '../model/release.ts';
import { genuinePrograms } from './genuine.ts';
import type { GenuineProgram } from './genuine.ts';

/** Under which name a command was called. */
export interface Program {
  /** What messages begin with: `gpferry`, `pg_dump`. */
  readonly name: string;
  /** What a person types to call it: `gpferry dump`, `pg_dump`. */
  readonly invocation: string;
  /** Set where the command stands in for PostgreSQL's program of this name. */
  readonly genuine: GenuineProgram | null;
  /** GPFERRY_RELEASE: whose programs to be; undefined: it does not say. */
  readonly release: ReleaseMajor | undefined;
}

export const ownProgram = (command: string, release?: ReleaseMajor): Program => ({
  name: 'gpferry',
  invocation: command === '' ? 'gpferry' : `gpferry ${command}`,
  genuine: null,
  release,
});

export function genuineProgram(
  name: string,
  release?: ReleaseMajor,
): (Program & { readonly genuine: GenuineProgram }) | null {
  const genuine = genuinePrograms.find((program) => program.name === name);
  return genuine === undefined ? null : { name, invocation: name, genuine, release };
}

/** The release whose options, help and messages a command has: gpferry's own commands have the newest's. */
export const optionsRelease = ({ genuine, release }: Program): Release =>
  genuine === null || release === undefined ? newestRelease : releases[release];
