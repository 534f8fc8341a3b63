import { describe, expect, it } from 'vitest';
import { CorruptArchiveError, UserError } from '../../src/errors.ts';
import type { ArchiveHeader, Compression } from '../../src/toc/entry.ts';
import { decodeHeader, encodeHeader, formatCodes } from '../../src/toc/header.ts';
import { decodeBytes } from '../../src/toc/primitives.ts';

const header: ArchiveHeader = {
  version: { major: 1, minor: 14, revision: 0 },
  intSize: 4,
  offsetSize: 8,
  compression: { method: 'gzip', level: null },
  createdAt: { second: 12, minute: 41, hour: 2, day: 21, month: 11, year: 2026, daylightSaving: 0 },
  databaseName: 'db',
  serverVersion: '15.18',
  dumperVersion: null,
};
const decoded = (bytes: Uint8Array): ArchiveHeader => decodeBytes(decodeHeader(formatCodes.custom), bytes).value;
const readBack = (changes: Partial<ArchiveHeader>): ArchiveHeader =>
  decoded(encodeHeader({ ...header, ...changes }, formatCodes.custom));
const versionOf = (minor: number) => ({ version: { major: 1, minor, revision: 0 } });

/** The header with some of its bytes replaced. */
const damaged = (start: number, ...bytes: number[]): Buffer => {
  const copy = Buffer.from(encodeHeader(header, formatCodes.custom));
  copy.set(bytes, start);
  return copy;
};

describe('a header', () => {
  it('comes back', () => {
    expect(readBack({})).toEqual(header);
  });

  it('begins as the format says', () => {
    const bytes = Buffer.from(encodeHeader({ ...header, ...versionOf(13), compression: none }, formatCodes.custom));
    expect(bytes.subarray(0, 16).toString('hex')).toBe('5047444d50010d000408010000000000');
  });

  const none: Compression = { method: 'none', level: null };
  it.each([
    [14, none, none],
    [14, { method: 'gzip', level: null }, { method: 'gzip', level: null }],
    [14, { method: 'gzip', level: 9 }, { method: 'gzip', level: 9 }],
    [15, none, none],
    [15, { method: 'gzip', level: 9 }, { method: 'gzip', level: null }],
    [16, { method: 'lz4', level: null }, { method: 'lz4', level: null }],
    [16, { method: 'zstd', level: 3 }, { method: 'zstd', level: null }],
  ] satisfies [number, Compression, Compression][])('of version 1.%i keeps of %j', (minor, given, kept) => {
    expect(readBack({ ...versionOf(minor), compression: given }).compression).toEqual(kept);
  });

  it('before 1.15 cannot name lz4 or zstd', () => {
    expect(() => readBack({ compression: { method: 'zstd', level: null } })).toThrow(UserError);
  });

  it('keeps integer sizes, so that what was read can be written again', () => {
    expect(readBack({ intSize: 8, offsetSize: 4 })).toEqual({ ...header, intSize: 8, offsetSize: 4 });
  });

  it('may be of any revision', () => {
    expect(decoded(damaged(7, 7)).version).toEqual({ major: 1, minor: 14, revision: 7 });
  });

  it.each([
    ['did not find magic string in file header', damaged(0, 0x51)],
    ['unsupported version (1.17) in file header', damaged(6, 17)],
    ['unsupported version (2.14) in file header', damaged(5, 2)],
    ['unsupported version (1.9) in file header', damaged(6, 9)],
    ['sanity check on integer size (33) failed', damaged(8, 33)],
    ['sanity check on integer size (0) failed', damaged(8, 0)],
    ['sanity check on offset size (0) failed', damaged(9, 0)],
    ['expected format (1) differs from format found in file (3)', damaged(10, 3)],
    ['invalid compression code: 42', damaged(11, 0, 42)],
  ])('is refused: %s', (message, bytes) => {
    expect(() => decoded(bytes)).toThrow(message);
  });

  it('is refused wherever it ends', () => {
    const bytes = encodeHeader(header, formatCodes.custom);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decoded(bytes.subarray(0, length))).toThrow(CorruptArchiveError);
    }
  });
});
