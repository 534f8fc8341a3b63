import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { UserError } from '../errors.ts';
import { hasCode } from './system-error.ts';

/**
 * Waits until the disk has all of the file system that holds the path, by syncfs(2), which Node does not have but the
 * program `sync` of GNU and of BusyBox calls. False: there is no such program.
 */
export async function syncFileSystem(path: string): Promise<boolean> {
  try {
    await promisify(execFile)('sync', ['-f', path]);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw new UserError(`could not synchronize file system for file "${path}"`, { cause: error });
  }
}
