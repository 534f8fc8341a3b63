import { readFile } from 'node:fs/promises';
import { doing } from './system-error.ts';

/** All of a file that is small by its nature. */
export const wholeFile = (path: string): Promise<Buffer> =>
  doing(`could not read file "${path}"`, () => readFile(path));
