import { Readable } from 'node:stream';
import { dumpOptionsOf } from '../../src/commands/dump-arguments.ts';
import { dumpOptions, noDumpGiven } from '../../src/commands/options/dump-options.ts';
import { readArguments } from '../../src/commands/options/read-arguments.ts';
import { ownProgram } from '../../src/commands/program.ts';
import type { DumpOptions } from '../../src/dump/options.ts';

/** What `gpferry dump` makes of a command line. */
export async function dumpOptionsFrom(args: readonly string[]): Promise<DumpOptions> {
  const input = { program: ownProgram('dump'), stdin: Readable.from([]) };
  const { given, operands } = await readArguments(args, dumpOptions, noDumpGiven, input);
  return dumpOptionsOf(given, operands);
}
