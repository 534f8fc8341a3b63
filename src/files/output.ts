import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, type Stats, write, writeSync } from 'node:fs';
import { access, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { UserError } from '../errors.ts';
import { doing, fileError, hasCode } from './system-error.ts';

/** Where one file's bytes go. A stream is flushed, not ended: who opened it ends it; its name is for messages. */
export type OutputTarget = { readonly path: string } | { readonly stream: Writable; readonly name?: string };

/** Bytes on their way to a file or pipe. Disposal without `finish` removes what was written of a file. */
export interface Output extends AsyncDisposable {
  /** Bytes written so far. */
  readonly position: number;
  /** Bytes may be replaced later. */
  readonly seekable: boolean;
  /** Copies the bytes; resolves when there is room for more. */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Writes large pieces without copying them and, to a file, without another thread: for bytes that are only copied
   * both take longer than they save.
   */
  writeAtOnce(bytes: Uint8Array): Promise<void>;
  /** Replaces bytes written before; only where seekable. */
  replace(bytes: Uint8Array, position: number): Promise<void>;
  /** All is written: the file gets its name. */
  finish(): Promise<void>;
}

export interface OutputOptions {
  /** Wait until the disk has it; default true. */
  readonly sync?: boolean;
  /** What the file holds stays in front; default: it is replaced. */
  readonly append?: boolean;
  /** Who may read it, as open(2) has it: of a new file, and of one that it takes the place of. */
  readonly mode?: number;
  /** How an error begins where the file cannot be opened. */
  readonly opening?: (path: string) => string;
}

const openingOf = (path: string, { opening }: OutputOptions): string =>
  opening?.(path) ?? `could not open output file "${path}"`;

/** A name beside `path` that nobody else uses: what stands under it is not complete. */
export const partialName = (path: string): string =>
  `${path.replace(/\/+$/, '')}.partial-${randomBytes(4).toString('hex')}`;

export async function openOutput(target: OutputTarget, options: OutputOptions = {}): Promise<Output> {
  if ('stream' in target) {
    const { stream, name = streamName(stream) } = target;
    return isFile(stream) ? descriptorOutput(stream.fd, name) : streamOutput(stream, name);
  }
  const { path } = target;
  if (options.append === true) return appendedOutput(path, options);
  const existing = await stat(path).catch(() => null);
  if (existing !== null && !existing.isFile()) return inPlaceOutput(path, options, false);
  // Neither the link to an open descriptor nor nothing is a name that a file could get.
  if (/^(?:$|\/(?:dev|proc)\/)/.test(path)) return inPlaceOutput(path, options, existing !== null);
  if (existing === null) return renamedOutput(path, null, options);
  await doing(openingOf(path, options), () => access(path, constants.W_OK));
  const file = await realpath(path);
  const beside = await access(dirname(file), constants.W_OK).then(
    () => true,
    () => false,
  );
  return beside ? renamedOutput(file, existing, options) : inPlaceOutput(file, options, true);
}

const streamName = (stream: Writable): string => (stream === process.stdout ? 'standard output' : 'output stream');

/** Standard output where it is no terminal, pipe or socket. */
const isFile = (stream: Writable): stream is Writable & { readonly fd: number } =>
  stream === process.stdout && !(stream instanceof Socket);

/** A new file that takes the place of the old one, with its permissions, when it is complete. */
async function renamedOutput(path: string, existing: Stats | null, options: OutputOptions): Promise<Output> {
  const partial = partialName(path);
  const handle = await doing(openingOf(path, options), () => open(partial, 'wx', options.mode));
  const file = regularFileWriter(handle, `output file "${path}"`);
  let finished = false;
  return bufferedOutput({
    ...file,
    async finish() {
      await doing(`could not close output file "${path}"`, async () => {
        if (existing !== null) await handle.chmod(options.mode ?? existing.mode & 0o7777);
        if (options.sync !== false) await handle.sync();
        await handle.close();
        await rename(partial, path);
        finished = true;
        if (options.sync !== false) await syncDirectory(dirname(path));
      });
    },
    async dispose() {
      if (finished) return;
      await handle.close();
      await rm(partial, { force: true });
    },
  });
}

/** A device, a FIFO, or a file in a directory that takes no new ones. */
async function inPlaceOutput(path: string, options: OutputOptions, seekable: boolean): Promise<Output> {
  const handle = await doing(openingOf(path, options), () => open(path, 'w'));
  return bufferedOutput({
    ...fileWriter(handle, `output file "${path}"`, seekable),
    async finish() {
      if (seekable && options.sync !== false) await handle.sync();
      await doing(`could not close output file "${path}"`, () => handle.close());
    },
    dispose: () => handle.close(),
  });
}

/** The end of a file that may be there already; given up, the file is as it was before. */
async function appendedOutput(path: string, options: OutputOptions): Promise<Output> {
  const handle = await doing(openingOf(path, options), () => open(path, 'a'));
  const before = await handle.stat();
  let finished = false;
  return bufferedOutput({
    ...fileWriter(handle, `output file "${path}"`, false),
    async finish() {
      if (before.isFile() && options.sync !== false) await handle.sync();
      await doing(`could not close output file "${path}"`, () => handle.close());
      finished = true;
    },
    async dispose() {
      if (finished) return;
      if (before.isFile()) await handle.truncate(before.size);
      await handle.close();
    },
  });
}

/**
 * A file that must not exist yet; it has its name at once, and its maker syncs and removes it. There may be a hundred
 * thousand of a few bytes: those do without another thread, since the way there and back takes longer.
 */
export async function newFile(path: string): Promise<Output> {
  const open = await doing(`could not open output file "${path}"`, async () => openSync(path, 'wx'));
  const file = { ...descriptorFile(open) };
  const writer = regularFileWriter(file, `output file "${path}"`);
  const close = async (): Promise<void> => {
    if (file.fd >= 0) closeSync(file.fd);
    file.fd = -1;
  };
  return bufferedOutput({
    ...writer,
    write: async (bytes, position) =>
      bytes.length <= firstSize ? writer.writeSync(bytes, position) : writer.write(bytes, position),
    finish: () => doing(`could not close data file "${path}"`, close),
    dispose: close,
  });
}

/** The device under an Output: every call is awaited before the next. */
interface Device {
  readonly seekable: boolean;
  /** The bytes may be reused when it resolves. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** The same before it returns; only where no others may have to be waited for. */
  writeSync?(bytes: Uint8Array, position: number): void;
  finish(): Promise<void>;
  dispose(): Promise<void>;
}

/** A FileHandle, or what is like one. */
interface OpenFile {
  /** No longer one once it is closed: the number may be another file's then. */
  readonly fd: number;
  /** Writes some of the bytes, at a position or, with null, where the last have ended. */
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number | null,
  ): Promise<{ readonly bytesWritten: number }>;
}

const writeToDescriptor = promisify(write);

const descriptorFile = (fd: number): OpenFile => ({ fd, write: (...some) => writeToDescriptor(fd, ...some) });

function fileWriter(file: OpenFile, name: string, seekable: boolean): Pick<Device, 'seekable' | 'write'> {
  return {
    seekable,
    async write(bytes, position) {
      try {
        for (let done = 0; done < bytes.length;) {
          const at = seekable ? position + done : null;
          done += (await file.write(bytes, done, bytes.length - done, at)).bytesWritten;
        }
      } catch (error) {
        throw fileError(`could not write to ${name}`, error);
      }
    },
  };
}

function regularFileWriter(
  file: OpenFile,
  name: string,
): Pick<Device, 'seekable' | 'write'> & Required<Pick<Device, 'writeSync'>> {
  return {
    ...fileWriter(file, name, true),
    writeSync(bytes, position) {
      try {
        for (let done = 0; done < bytes.length;) {
          done += writeSync(file.fd, bytes, done, bytes.length - done, position + done);
        }
      } catch (error) {
        throw fileError(`could not write to ${name}`, error);
      }
    },
  };
}

/**
 * Node's own stream for a file takes a write that the system has done in part, as on a disk that gets full, for done; for
 * a block device it drops everything.
 */
function descriptorOutput(descriptor: number, name: string): Output {
  return bufferedOutput({
    ...fileWriter(descriptorFile(descriptor), name, false),
    finish: async () => {},
    dispose: async () => {},
  });
}

function streamOutput(stream: Writable, name: string): Output {
  let failure: unknown = null;
  // Without a listener an error would end the process; the next write tells it.
  const onError = (error: unknown): void => {
    failure = error;
  };
  stream.on('error', onError);
  return bufferedOutput({
    seekable: false,
    write: (bytes) =>
      new Promise((resolve, reject) => {
        const fail = (error: unknown): void => reject(fileError(`could not write to ${name}`, error));
        const onClose = (): void => fail(failure ?? new UserError(`could not write to ${name}: the stream was closed`));
        if (failure !== null || stream.destroyed) return onClose();
        stream.once('close', onClose);
        stream.write(bytes, (error) => {
          stream.off('close', onClose);
          if (error) fail(error);
          else resolve();
        });
      }),
    finish: async () => {
      stream.off('error', onError);
    },
    dispose: async () => {},
  });
}

const bufferSize = 512 * 1024;
/** Most of an archive's files are small, and there may be very many. */
const firstSize = 16 * 1024;
/** What is worth a call of the system by itself. */
const pieceSize = 64 * 1024;
/** What may be written while timers and signals wait. */
const turnSize = 4 * 1024 * 1024;

/** Joins small writes; while one buffer is written out the other is filled. */
function bufferedOutput(device: Device): Output {
  let filling: Buffer | null = null;
  let spare: Buffer | null = null;
  let filled = 0;
  let flushed = 0;
  let sinceTurn = 0;
  let writing: Promise<void> = Promise.resolve();

  async function flush(): Promise<void> {
    await writing;
    if (filling === null || filled === 0) return;
    writing = device.write(filling.subarray(0, filled), flushed);
    // Awaited by the next flush; until then it is nobody's.
    writing.catch(() => {});
    flushed += filled;
    filled = 0;
    [filling, spare] = [spare, filling];
  }

  /** Room for at least one byte more. */
  function room(): Buffer {
    filling ??= Buffer.allocUnsafe(flushed === 0 ? firstSize : bufferSize);
    if (filled < filling.length) return filling;
    const larger = Buffer.allocUnsafe(bufferSize);
    larger.set(filling);
    return (filling = larger);
  }

  async function write(bytes: Uint8Array): Promise<void> {
    for (let start = 0; start < bytes.length;) {
      const buffer = room();
      const length = Math.min(bytes.length - start, buffer.length - filled);
      buffer.set(bytes.subarray(start, start + length), filled);
      filled += length;
      start += length;
      if (filled === bufferSize) await flush();
    }
  }

  return {
    get position() {
      return flushed + filled;
    },
    seekable: device.seekable,
    write,
    async writeAtOnce(bytes) {
      if (device.writeSync === undefined || bytes.length < pieceSize) return await write(bytes);
      await flush();
      await writing;
      device.writeSync(bytes, flushed);
      flushed += bytes.length;
      sinceTurn += bytes.length;
      if (sinceTurn < turnSize) return;
      sinceTurn = 0;
      await nextTurn();
    },
    async replace(bytes, position) {
      await flush();
      await writing;
      await device.write(bytes, position);
    },
    async finish() {
      await flush();
      await writing;
      await device.finish();
    },
    async [Symbol.asyncDispose]() {
      // A file's number may be another's as soon as it is closed. Pipes may be full for ever.
      if (device.writeSync !== undefined) await writing.catch(() => {});
      await device.dispose();
    },
  };
}

/** A name is on the disk when its directory is. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some file systems have no fsync for directories, and need none.
    if (!hasCode(error, 'EINVAL') && !hasCode(error, 'EBADF')) throw error;
  } finally {
    await handle.close();
  }
}
