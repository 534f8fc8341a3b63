import type { Command, Io } from './command.ts';
import { commandNamed, commands } from './commands.ts';
import { commandHelp, genuineHelp } from './help.ts';
import { genuineProgram, ownProgram } from './program.ts';
import type { Program } from './program.ts';
import { UsageError } from './options/usage-error.ts';

/** What a command line calls. */
export interface Called {
  readonly program: Program;
  readonly run: (io: Io) => Promise<number>;
}

/** Finds the command: by the name gpferry was called by, else by the first argument. */
export function commandCalled(executable: string, args: readonly string[]): Called {
  const [first = '', ...rest] = args;
  const byExecutable = genuineProgram(executable);
  if (byExecutable !== null) return called(byExecutable, byExecutable.genuine.command, args);
  const byArgument = genuineProgram(first);
  if (byArgument !== null) return called(byArgument, byArgument.genuine.command, rest);
  if (commandNamed(first) !== undefined) return called(ownProgram(first), first, rest);
  const program = ownProgram('');
  const [topic] = rest;
  if (first === 'help' && topic !== undefined) return { program, run: async (io) => printHelp(topic, io) };
  return { program, run: (io) => runFront(first === 'help' ? ['--help'] : args, io) };
}

const called = (program: Program, command: string, args: readonly string[]): Called => ({
  program,
  run: async (io) => requiredCommand(command).run(args, io),
});

function printHelp(name: string, { stdout }: Io): number {
  stdout.write(helpOf(name));
  return 0;
}

function helpOf(name: string): string {
  const program = genuineProgram(name);
  const command = requiredCommand(program?.genuine.command ?? name);
  return program === null ? commandHelp(command) : genuineHelp(program.genuine, command);
}

function requiredCommand(name: string): Command {
  const command = commandNamed(name);
  if (command === undefined) throw new UsageError(`unrecognized command "${name}"`);
  return command;
}

/** yargs is loaded only where no command was named: it takes longer than all of pg_dump's start. */
async function runFront(args: readonly string[], io: Io): Promise<number> {
  const front = await import('./front.ts');
  return front.runFront(args, commands, io);
}
