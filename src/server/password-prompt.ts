import { openSync } from 'node:fs';
import readline from 'node:readline';
import tty from 'node:tty';

/** Asks on the terminal, echo off; without a terminal, reads a line of standard input (as simple_prompt does). */
export async function promptPassword(_user: string, text: string): Promise<string> {
  const terminal = openTerminal();
  return terminal === null ? readLineOfInput(text) : readSecret(terminal, text);
}

interface Terminal {
  readonly input: tty.ReadStream;
  readonly output: tty.WriteStream;
}

function openTerminal(): Terminal | null {
  try {
    return {
      input: new tty.ReadStream(openSync('/dev/tty', 'r')),
      output: new tty.WriteStream(openSync('/dev/tty', 'w')),
    };
  } catch {
    return null;
  }
}

async function readSecret({ input, output }: Terminal, text: string): Promise<string> {
  // Raw: the terminal neither echoes nor turns Ctrl-C into a signal; both are done by hand below.
  input.setRawMode(true);
  output.write(text);
  const bytes: number[] = [];
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      for (const byte of chunk) {
        if (byte === 0x0d || byte === 0x0a || byte === 0x04) return Buffer.from(bytes).toString('utf8');
        if (byte === 0x03) return interrupt(input);
        if (byte === 0x7f || byte === 0x08) removeLastCharacter(bytes);
        else if (byte === 0x15) bytes.length = 0;
        else bytes.push(byte);
      }
    }
    return Buffer.from(bytes).toString('utf8');
  } finally {
    if (!input.destroyed) input.setRawMode(false);
    output.write('\n');
    input.destroy();
    output.destroy();
  }
}

function interrupt(input: tty.ReadStream): Promise<never> {
  input.setRawMode(false);
  process.kill(process.pid, 'SIGINT');
  // Whoever handles the signal decides what becomes of the process; the prompt has no answer.
  return new Promise(() => {});
}

function removeLastCharacter(bytes: number[]): void {
  // Bytes 10xxxxxx continue a character of UTF-8.
  while (bytes.length > 0 && ((bytes.pop() ?? 0) & 0xc0) === 0x80);
}

async function readLineOfInput(text: string): Promise<string> {
  process.stderr.write(text);
  const lines = readline.createInterface({ input: process.stdin, terminal: false });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    process.stderr.write('\n');
    lines.close();
  }
}
