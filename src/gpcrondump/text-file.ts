import { wholeFile } from '../files/whole-file.ts';
import { byteStringOf, type ByteString } from '../model/text.ts';

export const textOf = async (path: string): Promise<ByteString> => byteStringOf(await wholeFile(path));
