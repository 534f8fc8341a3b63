import { Readable } from 'node:stream';
import { dumpAllOptionsOf } from '../../src/commands/dumpall-arguments.ts';
import { dumpAllOptions, noDumpAllGiven } from '../../src/commands/options/dumpall-options.ts';
import { readArguments } from '../../src/commands/options/read-arguments.ts';
import { ownProgram } from '../../src/commands/program.ts';
import type { DumpAllOptions } from '../../src/dumpall/options.ts';

/** What `gpferry dumpall` makes of a command line. */
export async function dumpAllOptionsFrom(args: readonly string[]): Promise<DumpAllOptions> {
  const input = { program: ownProgram('dumpall'), stdin: Readable.from([]) };
  const { given, operands } = await readArguments(args, dumpAllOptions, noDumpAllGiven, input);
  return dumpAllOptionsOf(given, operands);
}
