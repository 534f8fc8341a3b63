import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, open, realpath, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Duplex, Writable } from 'node:stream';

import { UserError } from '../errors.ts';
import { systemReason } from './system-error.ts';

/** Where bytes go. `finish` once after the last write; `abandon` instead where there is nothing to keep. */
export interface Output {
  write(bytes: Uint8Array): Promise<void>;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

/** A file, which appears under its name only when it is complete. Devices and pipes are written as they are. */
export async function openFileOutput(path: string, { sync }: { sync: boolean }): Promise<Output> {
  const existing = await stat(path).catch(() => null);
  const refuse = (error: unknown): never => {
    throw new UserError(`could not open output file "${path}": ${systemReason(error)}`, { cause: error });
  };
  // A link stays one: what it points to is replaced.
  const target = existing?.isFile() ? await realpath(path) : path;
  if (!(await canBeReplaced(target, existing))) {
    const handle = await open(path, 'w').catch(refuse);
    return handleOutput(handle, path, { sync: sync && existing?.isFile() === true, close: () => handle.close() });
  }
  if (existing !== null) await access(target, constants.W_OK).catch(refuse);
  const partial = `${target}.partial-${randomBytes(4).toString('hex')}`;
  const handle = await open(partial, 'wx').catch(refuse);
  if (existing !== null) await handle.chmod(existing.mode & 0o7777).catch(refuse);
  const close = async (): Promise<void> => {
    await handle.close();
    await rename(partial, target).catch(refuse);
    if (sync) await syncDirectory(dirname(target));
  };
  return handleOutput(handle, path, { sync, close, drop: () => unlink(partial) });
}

/** Whether another file can take this name: not that of a device, nor in a directory that takes no new files. */
async function canBeReplaced(path: string, existing: Stats | null): Promise<boolean> {
  if (existing === null) return true;
  if (!existing.isFile() || /^\/(dev|proc)\//.test(path)) return false;
  return access(dirname(path), constants.W_OK).then(
    () => true,
    () => false,
  );
}

async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(path, 'r');
  // Some file systems have no fsync for directories, and need none.
  await directory.sync().catch(() => {});
}

interface Closing {
  readonly sync: boolean;
  close(): Promise<void>;
  /** Removes what was written; absent where it must stay. */
  drop?(): Promise<void>;
}

function handleOutput(handle: FileHandle, path: string, closing: Closing): Output {
  const refuse = (error: unknown): never => {
    throw new UserError(`could not write to output file "${path}": ${systemReason(error)}`, { cause: error });
  };
  return {
    async write(bytes) {
      for (let rest = bytes; rest.length > 0;) {
        const { bytesWritten } = await handle.write(rest).catch(refuse);
        rest = rest.subarray(bytesWritten);
      }
    },
    async finish() {
      if (closing.sync) await handle.sync().catch(refuse);
      await closing.close();
    },
    async abandon() {
      await handle.close().catch(() => {});
      await closing.drop?.().catch(() => {});
    },
  };
}

/** A stream that belongs to somebody else, such as standard output: it is flushed and left open. */
export function streamOutput(stream: Writable, name: string): Output {
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  stream.on('error', onError);
  const refuse = (error: unknown): never => {
    throw new UserError(`could not write to ${name}: ${systemReason(error)}`, { cause: error });
  };
  const write = (bytes: Uint8Array): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      if (broken !== undefined) reject(broken);
      else stream.write(bytes, (error) => (error ? reject(error) : resolve()));
    }).catch(refuse);
  return {
    write,
    async finish() {
      await write(new Uint8Array());
      stream.off('error', onError);
    },
    async abandon() {},
  };
}

/** Everything passes through `transform` (a compressor) before it is written. */
export function throughTransform(transform: Duplex, output: Output): Output {
  const pump = (async () => {
    for await (const chunk of transform) await output.write(chunk as Uint8Array);
  })();
  // Told where it is awaited.
  pump.catch((error: unknown) => transform.destroy(error as Error));
  return {
    async write(bytes) {
      const accepted = new Promise<void>((resolve, reject) =>
        transform.write(bytes, (error) => (error ? reject(error) : resolve())),
      );
      await Promise.race([accepted, pump]);
    },
    async finish() {
      transform.end();
      await pump;
      await output.finish();
    },
    async abandon() {
      transform.destroy();
      await pump.catch(() => {});
      await output.abandon();
    },
  };
}
