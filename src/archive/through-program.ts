import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { UserError } from '../errors.ts';
import { hasCode } from '../files/system-error.ts';
import { CompressedDataError, feed } from './through-engine.ts';

/** What a program on PATH makes of the input, from its standard input to its standard output. */
export async function* throughProgram(
  input: AsyncIterable<Uint8Array>,
  program: string,
  args: readonly string[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = outcome(child, program);
  ended.catch(() => child.stdin.destroy());
  // The program may end before it has read all; its status says why.
  child.stdin.on('error', () => {});
  const feeding = feed(input, child.stdin);
  feeding.catch(() => child.kill());
  try {
    for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) yield chunk;
    // The error of the input, if there is one, is why the program failed.
    child.stdin.destroy();
    await feeding;
    await ended;
  } finally {
    child.kill();
    child.stdin.destroy();
    await feeding.catch(() => {});
    await ended.catch(() => {});
  }
}

function outcome(child: ChildProcessByStdio<Writable, Readable, Readable>, program: string): Promise<void> {
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < 2000) said += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(hasCode(error, 'ENOENT') ? noProgram(program, error) : error));
    child.on('close', (status, signal) => {
      if (status === 0) resolve();
      else
        reject(new CompressedDataError(said.trim().split('\n').at(-1) || `${program} ended with ${signal ?? status}`));
    });
  });
}

function noProgram(program: string, cause: Error): UserError {
  return new UserError(`could not run "${program}": no such program on PATH`, {
    hint: `Compression with ${program} needs the program of that name. Install it, or choose gzip.`,
    cause,
  });
}
