import type { ReleaseMajor } from '../model/release.ts';
import type { Command, Io } from './command.ts';
import { commandNamed, commands } from './commands.ts';
import { helpOf } from './help.ts';
import { genuineProgram, ownProgram } from './program.ts';
import type { Program } from './program.ts';
import { releaseNamed } from './options/running.ts';
import { UsageError } from './options/usage-error.ts';

/** What a command line calls. */
export interface Called {
  readonly program: Program;
  readonly run: (io: Io) => Promise<number>;
}

/** Finds the command: by the name gpferry was called by, else by the first argument. */
export function commandCalled(executable: string, args: readonly string[]): Called {
  const { release, refusal } = releaseAsked(process.env['GPFERRY_RELEASE'] ?? '');
  const [first = '', ...rest] = args;
  const called = (program: Program, command: string, given: readonly string[]): Called => ({
    program,
    run: async (io) => {
      if (refusal !== null) throw refusal;
      return requiredCommand(command).run(given, io);
    },
  });
  const byExecutable = genuineProgram(executable, release);
  if (byExecutable !== null) return called(byExecutable, byExecutable.genuine.command, args);
  const byArgument = genuineProgram(first, release);
  if (byArgument !== null) return called(byArgument, byArgument.genuine.command, rest);
  if (commandNamed(first) !== undefined) return called(ownProgram(first, release), first, rest);
  const program = ownProgram('', release);
  const [topic] = rest;
  if (first === 'help' && topic !== undefined) return { program, run: async (io) => printHelp(topic, io) };
  return { program, run: (io) => runFront(first === 'help' ? ['--help'] : args, io) };
}

function releaseAsked(typed: string): { readonly release?: ReleaseMajor; readonly refusal: unknown } {
  try {
    return typed === '' ? { refusal: null } : { release: releaseNamed(typed, 'GPFERRY_RELEASE'), refusal: null };
  } catch (refusal) {
    return { refusal };
  }
}

function printHelp(name: string, { stdout, program }: Io): number {
  const topic = genuineProgram(name, program.release) ?? ownProgram(name, program.release);
  stdout.write(helpOf(requiredCommand(topic.genuine?.command ?? name), topic));
  return 0;
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
