import type { Readable, Writable } from 'node:stream';

import type { OptionText } from './options/definition.ts';
import type { Program } from './program.ts';

/** What a command says to and hears from the world besides its arguments. */
export interface Io {
  readonly program: Program;
  readonly stdin: Readable;
  /** Data, listings, help. */
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: OutputTerminal;
  /** Aborted when the user ends the program; its reason is the error to end with. */
  readonly signal: AbortSignal;
}

/** As much of a terminal or file as messages and progress need. */
export interface OutputTerminal {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface Example {
  readonly command: string;
  readonly does: string;
}

/** One word after `gpferry`. */
export interface Command {
  readonly name: string;
  /** Operands, as usage shows them. */
  readonly usage: string;
  /** One line for the list of commands: begins with a verb, no full stop. */
  readonly summary: string;
  /** What a person should know before the options. */
  readonly description: string;
  readonly options: readonly OptionText[];
  /** The tasks of the options, in the order help shows them. */
  readonly tasks: readonly { readonly group: string; readonly heading: string }[];
  readonly examples: readonly Example[];
  /** Exit status. Throws what cli.ts tells the user. */
  run(args: readonly string[], io: Io): Promise<number>;
}
