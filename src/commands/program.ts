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
}

export const ownProgram = (command: string): Program => ({
  name: 'gpferry',
  invocation: command === '' ? 'gpferry' : `gpferry ${command}`,
  genuine: null,
});

export function genuineProgram(name: string): (Program & { readonly genuine: GenuineProgram }) | null {
  const genuine = genuinePrograms.find((program) => program.name === name);
  return genuine === undefined ? null : { name, invocation: name, genuine };
}
