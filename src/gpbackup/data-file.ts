import { corrupt, atPlace } from '../archive/corruption.ts';
import { decompress } from '../archive/compression.ts';
import type { CompressionMethod } from '../toc/entry.ts';
import { fileBytes } from './file-bytes.ts';
import type { DataSuffix } from './file-names.ts';
import type { DataStream } from './found-sets.ts';

export const methods: Readonly<Record<DataSuffix, CompressionMethod>> = { '': 'none', '.gz': 'gzip', '.zst': 'zstd' };
const magics: Readonly<Record<DataSuffix, readonly number[]>> = {
  '': [],
  '.gz': [0x1f, 0x8b],
  '.zst': [0x28, 0xb5, 0x2f, 0xfd],
};

/** How the bytes of a data file are had. */
export interface DataFileAccess {
  /** Of a file that somebody else holds. */
  readonly stream?: DataStream | undefined;
  /** Is told how many have been read, as they are stored. */
  readonly onBytes?: ((length: number) => void) | undefined;
}

/** What a data file holds, uncompressed. Bytes that are missing, damaged or too many are an error that names the file. */
export async function* readDataFile(
  path: string,
  suffix: DataSuffix,
  { from = 0, stream, onBytes = () => {} }: DataFileAccess & { readonly from?: number } = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    const bytes = beginningWith(magics[suffix], told(stream?.(path) ?? fileBytes(path, from), onBytes), path);
    yield* suffix === '' ? bytes : decompress(methods[suffix], 'file', bytes);
  } catch (error) {
    throw atPlace(error, { file: path, offset: null });
  }
}

export async function* told(
  bytes: AsyncIterable<Uint8Array>,
  onBytes: (length: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of bytes) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** What is compressed has at least its first bytes; without them the file was cut, or is none of these. */
async function* beginningWith(
  magic: readonly number[],
  bytes: AsyncIterable<Uint8Array>,
  path: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  let seen = 0;
  for await (const chunk of bytes) {
    for (let i = 0; seen < magic.length && i < chunk.length; i += 1, seen += 1) {
      if (chunk[i] !== magic[seen])
        throw corrupt('the file is not compressed as its name says', { file: path, offset: seen });
    }
    yield chunk;
  }
  if (seen < magic.length) throw corrupt('the file ends before its data begin', { file: path, offset: seen });
}
