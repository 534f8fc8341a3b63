import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { open, stat, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { isArchiveStart } from '../archive/detect.ts';
import type { ArchiveSource } from '../archive/formats.ts';
import { doing } from '../files/system-error.ts';
import { readScript, type Script, type ScriptFile } from './script-reader.ts';

/** Bytes that tell a script from an archive. */
const startLength = 512;

/** Opens what is a script; null: it is something else, of which nothing has been taken. */
export async function openScript(source: ArchiveSource): Promise<Script | null> {
  if ('stream' in source) {
    const start = await startOf(source.stream);
    return isScript(start) ? await scriptIn(await spooled(source.stream), source.name) : null;
  }
  const { path } = source;
  const found = await stat(path).catch(() => null);
  // A pipe gives its bytes once, so it is opened by the one that reads it.
  if (found === null || !found.isFile()) return null;
  const handle = await doing(`could not open input file "${path}"`, () => open(path, 'r'));
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(startLength), 0, startLength, 0);
  if (isScript(buffer.subarray(0, bytesRead))) return await scriptIn(handle, path);
  await handle.close();
  return null;
}

/** Text, as far as can be seen. */
const isScript = (start: Buffer): boolean =>
  start.length > 0 && !isArchiveStart(start) && !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(start.toString('latin1'));

async function scriptIn(handle: FileHandle, name: string): Promise<Script> {
  try {
    const { size, mtime } = await handle.stat();
    const file: ScriptFile = { handle, name, size, changedAt: mtime };
    const sections = await readScript(file);
    return { file, sections, [Symbol.asyncDispose]: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** What a stream begins with, as far as has come at first. It will give that again. */
async function startOf(stream: Readable): Promise<Buffer> {
  if (stream.readableLength === 0 && !stream.readableEnded) {
    const over = new AbortController();
    await Promise.race([once(stream, 'readable', over), once(stream, 'end', over)]).finally(() => over.abort());
  }
  const chunk: Buffer | null = stream.read();
  if (chunk === null) return Buffer.alloc(0);
  // At once: behind the end it could not be given back.
  stream.unshift(chunk);
  return chunk.subarray(0, startLength);
}

/** A file without a name, which the system removes when it is closed, however the process ends. */
async function spooled(stream: Readable): Promise<FileHandle> {
  const path = join(tmpdir(), `.gpferry-script-${randomBytes(6).toString('hex')}`);
  const handle = await doing(`could not open temporary file "${path}"`, () => open(path, 'wx+', 0o600));
  await doing(`could not remove temporary file "${path}"`, () => unlink(path));
  for await (const chunk of stream) {
    await doing(`could not write to a temporary file in "${tmpdir()}"`, () => handle.writeFile(chunk as Buffer));
  }
  return handle;
}
