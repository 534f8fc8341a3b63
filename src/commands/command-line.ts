import type { Command, Io } from './command.ts';
import { helpOf } from './help.ts';
import type { Option } from './options/definition.ts';
import { readArguments } from './options/read-arguments.ts';
import type { ReadArguments } from './options/read-arguments.ts';
import type { RunningGiven } from './options/running.ts';
import { versionLine } from './version.ts';

/** Reads a command's arguments; null: help or the version was asked for, and has been printed. */
export async function readCommandLine<Given extends RunningGiven>(
  command: Command,
  args: readonly string[],
  options: readonly Option<Given>[],
  nothingGiven: Given,
  io: Io,
): Promise<ReadArguments<Given> | null> {
  const { program } = io;
  // PostgreSQL's programs look at the first argument before they read any.
  const first = args[0] ?? '';
  const asked = { help: ['--help', '-?'].includes(first), version: ['--version', '-V'].includes(first) };
  if (program.genuine && answer(asked, command, io)) return null;
  const read = await readArguments(args, options, { ...nothingGiven, release: program.release }, io);
  return answer(read.given, command, io) ? null : read;
}

function answer(asked: Pick<RunningGiven, 'help' | 'version'>, command: Command, { program, stdout }: Io): boolean {
  if (asked.help) stdout.write(helpOf(command, program));
  else if (asked.version) stdout.write(versionLine(program));
  return asked.help || asked.version;
}
