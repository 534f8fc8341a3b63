import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new directory under the system's temporary directory, removed with everything in it when `fn` ends. */
export async function withTempDir<T>(fn: (directory: string) => Promise<T>): Promise<T> {
  await using directory = await tempDir();
  return await fn(directory.path);
}

/** The same for `await using`, where a test needs the directory longer than one call. */
export async function tempDir(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'gpferry-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
