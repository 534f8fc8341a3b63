import { CorruptArchiveError, UserError } from '../errors.ts';
import { versionFields } from './archive-versions.ts';
import type { ArchiveHeader, ArchiveTime, Compression, CompressionMethod } from './entry.ts';
import { type Decoder, Encoder, decodeInt, decodeString } from './primitives.ts';

export const archiveMagic = 'PGDMP';

/** The header's format byte. A directory says it is a tar file: its toc.dat is the same. */
export const formatCodes = { custom: 1, tar: 3 } as const;
export type FormatCode = (typeof formatCodes)[keyof typeof formatCodes];

/** In the order of the header's byte since 1.15 (pg_compress_algorithm in common/compression.h). */
const compressionMethods: readonly CompressionMethod[] = ['none', 'gzip', 'lz4', 'zstd'];

export function* decodeHeader(expectedFormat: FormatCode): Decoder<ArchiveHeader> {
  const magic = Buffer.from(yield archiveMagic.length).toString('latin1');
  if (magic !== archiveMagic) throw new CorruptArchiveError('did not find magic string in file header');
  const [major = 0, minor = 0, revision = 0] = yield 3;
  const version = { major, minor, revision };
  const fields = versionFields(version);
  const [intSize = 0, offsetSize = 0, format = 0] = yield 3;
  if (intSize < 1 || intSize > 32) {
    throw new CorruptArchiveError(`sanity check on integer size (${intSize}) failed`);
  }
  if (offsetSize < 1 || offsetSize > 32) {
    throw new CorruptArchiveError(`sanity check on offset size (${offsetSize}) failed`);
  }
  if (format !== expectedFormat) {
    throw new UserError(`expected format (${expectedFormat}) differs from format found in file (${format})`);
  }
  const sizes = { intSize, offsetSize };
  const compression = fields.compressionMethod
    ? methodOf((yield 1)[0] ?? 0)
    : compressionOfLevel(yield* decodeInt(sizes));
  return {
    version,
    ...sizes,
    compression,
    createdAt: yield* decodeTime(sizes),
    databaseName: yield* decodeString(sizes),
    serverVersion: yield* decodeString(sizes),
    dumperVersion: yield* decodeString(sizes),
  };
}

function methodOf(code: number): Compression {
  const method = compressionMethods[code];
  if (method === undefined) throw new CorruptArchiveError(`invalid compression code: ${code}`);
  return { method, level: null };
}

function compressionOfLevel(level: number): Compression {
  if (level === 0) return { method: 'none', level: null };
  if (level === -1) return { method: 'gzip', level: null };
  if (level < 0 || level > 9) throw new CorruptArchiveError(`invalid compression code: ${level}`);
  return { method: 'gzip', level };
}

function* decodeTime(sizes: { intSize: number; offsetSize: number }): Decoder<ArchiveTime> {
  return {
    second: yield* decodeInt(sizes),
    minute: yield* decodeInt(sizes),
    hour: yield* decodeInt(sizes),
    day: yield* decodeInt(sizes),
    month: (yield* decodeInt(sizes)) + 1,
    year: (yield* decodeInt(sizes)) + 1900,
    daylightSaving: yield* decodeInt(sizes),
  };
}

export function encodeHeader(header: ArchiveHeader, format: FormatCode): Uint8Array {
  const { version, compression, createdAt } = header;
  const encoder = new Encoder(header);
  encoder.raw(archiveMagic);
  for (const byte of [version.major, version.minor, version.revision]) encoder.byte(byte);
  for (const byte of [header.intSize, header.offsetSize, format]) encoder.byte(byte);
  if (versionFields(version).compressionMethod) encoder.byte(compressionMethods.indexOf(compression.method));
  else encoder.int(levelOf(header));
  encoder.int(createdAt.second);
  encoder.int(createdAt.minute);
  encoder.int(createdAt.hour);
  encoder.int(createdAt.day);
  encoder.int(createdAt.month - 1);
  encoder.int(createdAt.year - 1900);
  encoder.int(createdAt.daylightSaving);
  encoder.string(header.databaseName);
  encoder.string(header.serverVersion);
  encoder.string(header.dumperVersion);
  return encoder.bytes();
}

function levelOf({ version, compression }: ArchiveHeader): number {
  if (compression.method === 'none') return 0;
  if (compression.method === 'gzip') return compression.level ?? -1;
  throw new UserError(
    `archive version ${version.major}.${version.minor} does not know compression method "${compression.method}"`,
    { hint: 'It exists from archive version 1.15 on, which PostgreSQL 16 and later read.' },
  );
}
