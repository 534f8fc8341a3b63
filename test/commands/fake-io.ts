import { Readable, Writable } from 'node:stream';

import type { Io } from '../../src/commands/command.ts';
import { commandCalled } from '../../src/commands/main.ts';
import { tellError } from '../../src/commands/messages.ts';

/** A standard error that remembers; a terminal of so many columns, or a file. */
export class FakeTerminal {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  written = '';

  constructor(columns?: number) {
    this.isTTY = columns !== undefined;
    this.columns = columns;
  }

  write(text: string): void {
    this.written += text;
  }

  /** What a person sees: the lines after all carriage returns and erasures. */
  get screen(): string {
    return this.written
      .split('\n')
      .map((line) =>
        line.split('\r').reduce((shown, text) => {
          const [head = '', ...erased] = text.split('\u001b[K');
          const kept = head + shown.slice(head.length);
          return erased.length > 0 ? head + erased.join('') : kept;
        }, ''),
      )
      .join('\n');
  }
}

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One run of the command line inside this process, as far as it needs no terminal, signal or exit. */
export async function runHere(args: readonly string[], { executable = 'gpferry', input = '' } = {}): Promise<Ended> {
  const { program, run } = commandCalled(executable, args);
  const stdout: Buffer[] = [];
  const stderr = new FakeTerminal();
  const io: Io = {
    program,
    stdin: Readable.from([Buffer.from(input)]),
    stdout: new Writable({
      write(chunk: Buffer, _encoding, done) {
        stdout.push(chunk);
        done();
      },
    }),
    stderr,
    signal: new AbortController().signal,
  };
  const ended = (status: number): Ended => ({
    status,
    stdout: Buffer.concat(stdout).toString('utf8'),
    stderr: stderr.written,
  });
  try {
    return ended(await run(io));
  } catch (error) {
    const told = tellError(error, program);
    stderr.write(told.text);
    return ended(told.status);
  }
}
