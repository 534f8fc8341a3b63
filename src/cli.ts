#!/usr/bin/env node
import { basename } from 'node:path';

import { Interrupted, isBrokenPipe } from './commands/interrupt.ts';
import { commandCalled } from './commands/main.ts';
import { failureStatus, tellError } from './commands/messages.ts';
import { rawArguments } from './commands/raw-arguments.ts';
import { letSmallHeapGrow } from './commands/small-heap.ts';

/** How long an interrupted run may take to cancel its statement and to remove what it has written. */
const cleanupMs = 5_000;
/** What a shell shows for a program that SIGPIPE has ended, as it ends the genuine ones. */
const brokenPipeStatus = 141;

letSmallHeapGrow();

const { argv, stdin, stdout, stderr } = process;
const { program, run } = commandCalled(basename(argv[1] ?? ''), rawArguments(argv.slice(2)));
const interruption = new AbortController();
const { signal } = interruption;

const interruptedStatus = (): number => (isBrokenPipe(signal.reason) ? brokenPipeStatus : failureStatus);

signal.addEventListener('abort', () => setTimeout(() => process.exit(interruptedStatus()), cleanupMs));

function onSignal(): void {
  // The second time the user does not want to wait for any cleaning up.
  if (signal.aborted) process.exit(failureStatus);
  // First: it takes the progress line away.
  interruption.abort(new Interrupted('terminated by user'));
  stderr.write(`${program.name}: terminated by user\n`);
}

function fail(error: unknown): number {
  if (signal.aborted) return interruptedStatus();
  if (isBrokenPipe(error)) return brokenPipeStatus;
  const told = tellError(error, program);
  stderr.write(told.text);
  return told.status;
}

// As in pg_dump; not SIGHUP, which nohup lets programs ignore.
for (const name of ['SIGINT', 'SIGTERM', 'SIGQUIT'] as const) process.on(name, onSignal);
stdout.on('error', (error) => {
  if (isBrokenPipe(error)) interruption.abort(new Interrupted('nobody reads standard output', { cause: error }));
});
// Nobody is left to be told.
stderr.on('error', () => {});
process.on('uncaughtException', (error) => process.exit(fail(error)));

/** Pipes are written to later; what is still on its way when the process exits is lost. */
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()));

const status = await run({ program, stdin, stdout, stderr, signal }).catch(fail);
if (!signal.aborted) await flushed(stdout);
await flushed(stderr);
process.exit(signal.aborted ? interruptedStatus() : status);
