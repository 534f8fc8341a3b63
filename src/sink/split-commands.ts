import { byteStringOf, type ByteString } from '../model/text.ts';

const semicolon = 0x3b;
const singleQuote = 0x27;
const doubleQuote = 0x22;
const backslash = 0x5c;
const newline = 0x0a;

type Place = 'outside' | 'literal' | 'identifier';

/** Finds where commands end, chunk after chunk. */
class CommandScanner {
  readonly #standardStrings: boolean;
  #place: Place = 'outside';
  #escaped = false;

  constructor(standardStrings: boolean) {
    this.#standardStrings = standardStrings;
  }

  /** Position after the semicolon that ends the command running at `from`; -1: the command goes on. */
  endOfCommand(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (this.#place === 'outside') {
        if (byte === semicolon) return at + 1;
        if (byte === singleQuote) this.#place = 'literal';
        else if (byte === doubleQuote) this.#place = 'identifier';
      } else if (this.#place === 'identifier') {
        // A doubled quote leaves and enters again.
        if (byte === doubleQuote) this.#place = 'outside';
      } else if (byte === singleQuote && !this.#escaped) this.#place = 'outside';
      else this.#escaped = byte === backslash && !this.#standardStrings && !this.#escaped;
    }
    return -1;
  }
}

/**
 * The commands of an INSERT payload, one by one, wherever chunks end. Payloads hold no comments, E'' or dollar quotes
 * (ExecuteSimpleCommands in pg_backup_db.c).
 */
export async function* splitCommands(
  data: AsyncIterable<Uint8Array>,
  { standardStrings }: { standardStrings: boolean },
): AsyncGenerator<ByteString> {
  const scanner = new CommandScanner(standardStrings);
  let begun: ByteString = '';
  for await (const chunk of data) {
    for (let from = 0; from < chunk.length;) {
      if (begun === '' && chunk[from] === newline) {
        from += 1;
        continue;
      }
      const end = scanner.endOfCommand(chunk, from);
      begun += byteStringOf(chunk.subarray(from, end < 0 ? undefined : end));
      if (end < 0) break;
      yield begun;
      begun = '';
      from = end;
    }
  }
  // Cut short: the server says what is wrong with it.
  if (begun !== '') yield begun;
}

/** Characters of a batch: enough for a round trip to be a small part of the work. */
const batchLength = 1 << 16;

/** Commands in groups that one message may hold. */
export async function* inBatches(commands: AsyncIterable<ByteString>): AsyncGenerator<readonly ByteString[]> {
  let batch: ByteString[] = [];
  let length = 0;
  for await (const command of commands) {
    batch.push(command);
    length += command.length;
    if (length < batchLength) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch;
}
