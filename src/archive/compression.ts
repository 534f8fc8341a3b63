import zlib, { type ZlibOptions } from 'node:zlib';
import { CorruptArchiveError } from '../errors.ts';
import type { Compression, CompressionMethod } from '../toc/entry.ts';
import { joinSmall } from './chunks.ts';
import { type GzipContainer, gzip } from './parallel-gzip.ts';
import { afterTheEnd, CompressedDataError, type Engine, throughEngine } from './through-engine.ts';
import { throughProgram } from './through-program.ts';
import { zstdFrames } from './zstd-frames.ts';

/** Inside a custom archive gzip means one zlib stream, in a directory a gzip file. The others are the same in both. */
export type Container = 'custom' | 'file';

interface Codec {
  /** Added to the names of a directory's data files. */
  readonly suffix: string;
  /** One stream or frame. */
  compress(input: AsyncIterable<Uint8Array>, how: Compression, container: Container): AsyncIterable<Uint8Array>;
  /** To the end of the compressed data and of the input, which must be the same; else a CorruptArchiveError. */
  decompress(input: AsyncIterable<Uint8Array>, container: Container): AsyncIterable<Uint8Array>;
}

/** In the order in which pg_restore looks for a directory's files. */
export const codecs: Readonly<Record<CompressionMethod, Codec>> = {
  none: { suffix: '', compress: (input) => input, decompress: (input) => input },
  gzip: {
    suffix: '.gz',
    compress: (input, { level }, container) => gzip(input, level, gzipContainer(container)),
    decompress: (input, container) => (container === 'custom' ? inflate(input) : gunzipOrCopy(input)),
  },
  lz4: {
    suffix: '.lz4',
    compress: (input, { level }) => unlessEmpty(input, (data) => throughProgram(data, 'lz4', lz4Arguments(level))),
    decompress: (input) =>
      unlessEmpty(input, (data) => reportingCorruption(throughProgram(data, 'lz4', ['-d', '-c', '-q']), 'custom')),
  },
  zstd: {
    suffix: '.zst',
    compress: (input, how) => unlessEmpty(input, (data) => zstdCompress(data, how)),
    decompress: (input) => unlessEmpty(input, (data) => reportingCorruption(zstdDecompress(data), 'custom')),
  },
};

export const compress = (
  compression: Compression,
  container: Container,
  input: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> => codecs[compression.method].compress(input, compression, container);

/** Small pieces cost a trip to another thread or process each. */
export const decompress = (
  method: CompressionMethod,
  container: Container,
  input: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> =>
  codecs[method].decompress(method === 'none' ? input : joinSmall(input, 64 * 1024), container);

const gzipContainer = (container: Container): GzipContainer => (container === 'custom' ? 'zlib' : 'gzip');

const engineOptions = { chunkSize: 256 * 1024 };

const inflate = (input: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
  reportingCorruption(
    atOnceIfSmall(input, zlib.inflateSync, (data) => throughEngine(data, zlib.createInflate(engineOptions))),
    'custom',
  );

/** zlib's gzread passes a file that is not gzip as it is, whatever its name. An empty one is no gzip file of nothing. */
async function* gunzipOrCopy(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const [head, whole] = await peeked(input);
  if (head === null) throw new CorruptArchiveError('could not read from input file: unexpected end of file');
  const [first, second, method] = head;
  if (first === 0x1f || (second === 0x8b && method === 8)) {
    const gunzip = atOnceIfSmall(whole, zlib.gunzipSync, (data) =>
      throughEngine(data, zlib.createGunzip(engineOptions)),
    );
    yield* reportingCorruption(gunzip, 'file');
  } else {
    yield* whole;
  }
}

/** For less than this the trip to another thread takes longer; an archive may have a hundred thousand tables of a few rows. */
const smallSize = 16 * 1024;

async function* atOnceIfSmall(
  input: AsyncIterable<Uint8Array>,
  uncompressSync: (bytes: Uint8Array, options: ZlibOptions) => unknown,
  otherwise: (input: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = input[Symbol.asyncIterator]();
  const begin: Uint8Array[] = [];
  for (let length = 0; length <= smallSize;) {
    const step = await iterator.next();
    if (step.done === true) return yield* uncompressedAtOnce(Buffer.concat(begin), uncompressSync);
    begin.push(step.value);
    length += step.value.length;
  }
  yield* otherwise(resumed(begin, iterator));
}

function* uncompressedAtOnce(
  bytes: Uint8Array,
  uncompressSync: (bytes: Uint8Array, options: ZlibOptions) => unknown,
): Generator<Uint8Array, void, undefined> {
  // What Node's own documentation says of `info`, its types do not.
  const { buffer, engine } = uncompressSync(bytes, { info: true }) as { buffer: Buffer; engine: Engine };
  if (engine.bytesWritten !== bytes.length) throw new CompressedDataError(afterTheEnd);
  if (buffer.length > 0) yield buffer;
}

/** What zlib's engines or the programs refuse is the archive's fault. */
async function* reportingCorruption(
  output: AsyncIterable<Uint8Array>,
  container: Container,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* output;
  } catch (error) {
    const ofData = error instanceof CompressedDataError || isEngineError(error);
    if (!ofData) throw error;
    const what = container === 'custom' ? 'could not uncompress data' : 'could not read from input file';
    throw new CorruptArchiveError(`${what}: ${error.message}`, { cause: error });
  }
}

/** Z_DATA_ERROR and the like, ZSTD_error_…; not those of memory. */
const isEngineError = (error: unknown): error is Error =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^(Z_(?!MEM_)|ZSTD_error_(?!memory_))/.test(error.code);

/** The first chunk that is not empty, and all of the input with it. */
async function peeked(
  input: AsyncIterable<Uint8Array>,
): Promise<[head: Uint8Array | null, whole: AsyncIterable<Uint8Array>]> {
  const iterator = input[Symbol.asyncIterator]();
  for (;;) {
    const step = await iterator.next();
    if (step.done) return [null, none()];
    if (step.value.length > 0) return [step.value, resumed([step.value], iterator)];
  }
}

// oxlint-disable-next-line require-yield
async function* none(): AsyncGenerator<Uint8Array, void, undefined> {}

async function* resumed(
  begin: readonly Uint8Array[],
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* begin;
    yield* { [Symbol.asyncIterator]: () => iterator };
  } finally {
    await iterator.return?.();
  }
}

/** lz4 and zstd write nothing for nothing, as pg_dump does, and read it so. */
async function* unlessEmpty(
  input: AsyncIterable<Uint8Array>,
  convert: (input: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const [head, whole] = await peeked(input);
  if (head !== null) yield* convert(whole);
}

const lz4Arguments = (level: number | null): string[] => [
  '-z',
  '-c',
  '-q',
  ...(level === null || level === 0 ? [] : [`-${level}`]),
];

/** Node.js has zstd from 22.15 on; its types here are those of 20. */
interface ZstdOfNode {
  readonly createZstdCompress?: (options: object) => Engine;
  readonly createZstdDecompress?: (options: object) => Engine;
  readonly constants: {
    readonly ZSTD_c_compressionLevel?: number;
    readonly ZSTD_c_checksumFlag?: number;
    readonly ZSTD_c_enableLongDistanceMatching?: number;
  };
}
const zstdOfNode: ZstdOfNode = zlib as unknown as ZstdOfNode;

function zstdCompress(input: AsyncIterable<Uint8Array>, how: Compression): AsyncIterable<Uint8Array> {
  const { createZstdCompress, constants } = zstdOfNode;
  if (createZstdCompress === undefined) return throughProgram(input, 'zstd', zstdArguments(how));
  // As the program does: each frame ends with a checksum.
  const params = {
    [`${constants.ZSTD_c_checksumFlag}`]: 1,
    ...(how.level === null ? {} : { [`${constants.ZSTD_c_compressionLevel}`]: how.level }),
    ...(how.longDistance === true ? { [`${constants.ZSTD_c_enableLongDistanceMatching}`]: 1 } : {}),
  };
  return throughEngine(input, createZstdCompress({ ...engineOptions, params }));
}

async function* zstdDecompress(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const { createZstdDecompress } = zstdOfNode;
  if (createZstdDecompress === undefined) {
    yield* throughProgram(input, 'zstd', ['-d', '-c', '-q']);
  } else {
    for await (const frame of zstdFrames(input)) {
      yield* throughEngine(joinSmall(frame, 64 * 1024), createZstdDecompress(engineOptions));
    }
  }
}

function zstdArguments({ level, longDistance }: Compression): string[] {
  const common = ['-c', '-q', ...(longDistance === true ? ['--long'] : [])];
  if (level === null || level === 0) return common;
  if (level < 0) return [...common, `--fast=${-level}`];
  return [...common, ...(level > 19 ? ['--ultra'] : []), `-${level}`];
}
