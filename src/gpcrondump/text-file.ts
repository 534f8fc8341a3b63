import { readFile } from 'node:fs/promises';
import { doing } from '../files/system-error.ts';
import { byteStringOf, type ByteString } from '../model/text.ts';

export const textOf = async (path: string): Promise<ByteString> =>
  byteStringOf(await doing(`could not read file "${path}"`, () => readFile(path)));
