import { gzipSync } from 'node:zlib';
import type { Stored } from '../archive/stored-payload.ts';
import { fileError } from '../files/system-error.ts';
import type { CompressionMethod } from '../toc/entry.ts';
import { methods, told } from './data-file.ts';
import { fileBytes } from './file-bytes.ts';
import type { DataSuffix } from './file-names.ts';
import type { DataStream } from './found-sets.ts';
import { endOfData } from './table-rows.ts';

/** Zstandard has a frame for a few bytes as they are (RFC 8878, 3.1.1). */
const frameOfEnd = Buffer.concat([
  Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, endOfData.length, (endOfData.length << 3) | 1, 0, 0]),
  endOfData,
]);

const ends: Readonly<Partial<Record<CompressionMethod, () => Uint8Array>>> = {
  none: () => endOfData,
  gzip: () => gzipSync(endOfData),
  zstd: () => frameOfEnd,
};

export interface DataFilePath {
  readonly path: string;
  readonly suffix: DataSuffix;
  readonly stream?: DataStream | undefined;
}

/**
 * Files of one kind, one behind the other: what gzip and zstd have packed may be joined without being unpacked. Nobody looks
 * at what is in them; `onRead` is called when they are read, `onBytes` with how many bytes of them have been.
 */
export function joinedFiles(
  files: readonly DataFilePath[],
  onRead: () => void,
  onBytes: (length: number) => void,
): Stored {
  const method = methods[files[0]?.suffix ?? ''];
  return { method, container: 'file', bytes: bytesOf(files, ends[method]!(), onRead, onBytes) };
}

async function* bytesOf(
  files: readonly DataFilePath[],
  end: Uint8Array,
  onRead: () => void,
  onBytes: (length: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  onRead();
  for (const { path, stream } of files) {
    try {
      const bytes: AsyncIterable<Uint8Array> = stream?.(path) ?? fileBytes(path, 0, 'reused');
      yield* told(bytes, onBytes);
    } catch (error) {
      throw fileError(`could not read file "${path}"`, error);
    }
  }
  yield end;
}
