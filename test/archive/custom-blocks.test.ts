import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createArchive, openArchive } from '../../src/archive/formats.ts';
import { transferArchive } from '../../src/archive/transfer.ts';
import type { CorruptArchiveError } from '../../src/errors.ts';
import { encodeToc, offsetExtra } from '../../src/toc/codec.ts';
import type { Compression } from '../../src/toc/entry.ts';
import { encodeHeader, formatCodes } from '../../src/toc/header.ts';
import { type DataOffset, Encoder } from '../../src/toc/primitives.ts';
import { withTempDir } from '../support/files.ts';
import {
  allBytes,
  defaultGzip,
  entryOf,
  failureOf,
  headerOf,
  isCorruption,
  noCompression,
  randomNumbers,
  readArchive,
  sampleArchive,
  textOf,
  writeArchive,
} from './sample-archive.ts';

const rows = '1\n2\n\\.\n\n\n';
const dataEntry = entryOf(11, 'TABLE DATA', { tag: 't', section: 'data', hasData: true });
const tableEntry = entryOf(10, 'TABLE', { tag: 't' });

interface Crafted {
  readonly compression?: Compression;
  readonly offset?: DataOffset;
  /** What follows the table of contents; default: one block with the rows. */
  readonly blocks?: Buffer;
}

const int = (value: number): Buffer => {
  const encoder = new Encoder({ intSize: 4, offsetSize: 8 });
  encoder.int(value);
  return Buffer.from(encoder.bytes());
};
const chunk = (bytes: Uint8Array): Buffer => Buffer.concat([int(bytes.length), bytes]);
const block = (dumpId: number, ...chunks: Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.from([1]), int(dumpId), ...chunks.map(chunk), int(0)]);

/** An archive of one table, its bytes as one wants them. */
function crafted({ compression = noCompression, offset = { state: 'unset', position: 0 }, blocks }: Crafted): Buffer {
  const header = headerOf(14, compression);
  const stored = [
    { entry: tableEntry, extra: { state: 'none', position: 0 } as const },
    { entry: dataEntry, extra: offset },
  ];
  const head = [encodeHeader(header, formatCodes.custom), encodeToc(header, stored, offsetExtra)];
  return Buffer.concat([...head, blocks ?? block(11, Buffer.from(rows))]);
}

const readRows = (bytes: Buffer): Promise<string> =>
  withTempDir(async (directory) => {
    const path = join(directory, 'archive');
    await writeFile(path, bytes);
    await using reader = await openArchive({ path });
    return await textOf(reader.readData(dataEntry));
  });

const corruptionOf = async (bytes: Buffer): Promise<CorruptArchiveError> => {
  const failure = await failureOf(() => readRows(bytes));
  if (!isCorruption(failure)) throw failure;
  return failure;
};

describe('a data block', () => {
  it('is found where no offset says so, behind others', async () => {
    expect(await readRows(crafted({}))).toBe(rows);
  });

  it.each([5, 1_000_000])('is found although its offset %i is wrong', async (position) => {
    expect(await readRows(crafted({ offset: { state: 'set', position } }))).toBe(rows);
  });

  it('may have chunks of one byte', async () => {
    const chunks = Array.from(Buffer.from(rows), (byte) => Buffer.from([byte]));
    expect(await readRows(crafted({ blocks: block(11, ...chunks) }))).toBe(rows);
  });

  it.each([
    ['of a few bytes', 30, 100],
    ['as pg_dump compresses', 4096, 4096],
    ['of any length', 1, 700_000],
  ])('is passed on as it is, its chunks %s, from a file and from a pipe', (_, least, most) =>
    withTempDir(async (directory) => {
      const path = join(directory, 'archive');
      const random = randomNumbers(most);
      const chunks: Buffer[] = [];
      for (let left = 1_500_000; left > 0; left -= chunks.at(-1)?.length ?? 0) {
        chunks.push(Buffer.alloc(Math.min(left, least + random(most - least + 1)), 'some rows'));
      }
      const blocks = block(11, ...chunks);
      await writeFile(path, crafted({ blocks }));
      for (const source of [{ path }, { stream: createReadStream(path), name: path }]) {
        const copy = join(directory, 'copy');
        await using reader = await openArchive(source);
        await using writer = createArchive('custom', { path: copy }, { keepsStored: true });
        await transferArchive(reader, writer);
        expect((await readFile(copy)).subarray(-blocks.length).equals(blocks)).toBe(true);
      }
    }),
  );

  it('may be followed by the table of contents once more, as pg_dump >> file leaves it', async () => {
    const again = Buffer.concat([block(11, Buffer.from(rows)), int(2), Buffer.alloc(300, 7)]);
    expect(await readRows(crafted({ blocks: again }))).toBe(rows);
  });

  it.each<[string, Buffer]>([
    ['could not find block ID 11 in archive -- possibly corrupt archive', Buffer.alloc(0)],
    ['unrecognized data block type (7) while searching archive', Buffer.from([7, 0, 11, 0, 0, 0])],
    ['found unexpected block ID (12) when reading data', block(12, Buffer.from(rows))],
    ['chunk length -5 is out of range', Buffer.concat([Buffer.from([1]), int(11), int(-5)])],
    ['could not read from input file: end of file', Buffer.concat([Buffer.from([1]), int(11), int(2 ** 31 - 1)])],
    ['could not read from input file: end of file', block(11, Buffer.from(rows)).subarray(0, -3)],
    ['found unexpected block ID (10) when reading data', Buffer.concat([block(11, Buffer.from(rows)), block(10)])],
  ])('is corrupt: %s', async (message, blocks) => {
    const failure = await corruptionOf(crafted({ blocks }));
    expect(failure.message).toBe(message);
    expect(failure.detail).toMatch(/^file ".*archive", byte \d+/);
  });

  it('names file, byte and entry', async () => {
    const failure = await corruptionOf(crafted({ blocks: block(11, Buffer.from(rows)).subarray(0, -3) }));
    expect(failure.detail).toMatch(/^file ".*archive", byte \d+, entry 11 TABLE DATA t$/);
  });

  it('cannot be there and not there at once', async () => {
    const failure = await corruptionOf(crafted({ offset: { state: 'none', position: 0 } }));
    expect(failure.message).toContain('entry 11 says both that it has data and that it has none');
  });
});

describe('a compressed data block', () => {
  const stream = deflateSync(rows);
  const compressed = (...chunks: Uint8Array[]): Buffer =>
    crafted({ compression: defaultGzip, blocks: block(11, ...chunks) });

  it('holds one zlib stream, however it is cut', async () => {
    expect(await readRows(compressed(stream))).toBe(rows);
    expect(await readRows(compressed(...Array.from(stream, (byte) => Buffer.from([byte]))))).toBe(rows);
  });

  // Genuine pg_restore goes on for ever with the first three.
  it.each<[string, Buffer[]]>([
    ['could not uncompress data: bytes after the end of the compressed data', [stream, stream]],
    ['could not uncompress data: bytes after the end of the compressed data', [Buffer.concat([stream, stream])]],
    ['could not uncompress data: bytes after the end of the compressed data', [stream, Buffer.from([0])]],
    ['could not uncompress data: unexpected end of file', [stream.subarray(0, -1)]],
    ['could not uncompress data: unexpected end of file', []],
    ['could not uncompress data: incorrect header check', [Buffer.from(rows)]],
    ['could not uncompress data: incorrect data check', [Buffer.concat([stream.subarray(0, -1), Buffer.from([255])])]],
  ])('is corrupt: %s', async (message, chunks) => {
    expect((await corruptionOf(compressed(...chunks))).message).toBe(message);
  });
});

describe('the custom writer', () => {
  it('writes chunks that a reader can hold, and never an empty one', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'archive');
      await using writer = createArchive('custom', { path });
      await writer.begin(headerOf(14, noCompression), [tableEntry, dataEntry]);
      const oneRow = Buffer.alloc(3_000_000, 'x');
      const data = async function* () {
        yield Buffer.alloc(0);
        yield oneRow;
        yield Buffer.alloc(0);
        for (let row = 0; row < 100; row++) yield Buffer.from('small\n');
      };
      await writer.writeData(dataEntry, data());
      await writer.finish();
      const lengths = chunkLengths(await readFile(path), crafted({ blocks: Buffer.alloc(0) }).length + 6);
      expect(Math.max(...lengths)).toBe(64 * 1024);
      expect(lengths.filter((length) => length < 1000)).toEqual([600]);
      expect(lengths.reduce((sum, length) => sum + length)).toBe(3_000_600);
    }));

  it('says where each block is, if it can go back', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'archive');
      const sample = sampleArchive(14, defaultGzip);
      await writeArchive(createArchive('custom', { path }), sample);
      const bytes = await readFile(path);
      await using reader = await openArchive({ path });
      for (const entry of reader.entries.filter(({ hasData }) => hasData)) {
        const position = Number(reader.dataPlace?.(entry)?.replace('Data Pos: ', ''));
        expect(bytes[position]).toBe(entry.desc === 'BLOBS' ? 3 : 1);
        expect(bytes.readUInt32LE(position + 2)).toBe(entry.dumpId);
        expect(reader.dataLength(entry)).toBeGreaterThan(10);
      }
    }));

  it('writes one zlib stream for data of any length, with zlib’s own header for the level', () =>
    withTempDir(async (directory) => {
      for (const [level, second] of [
        [null, 0x9c],
        [1, 0x01],
        [2, 0x5e],
        [6, 0x9c],
        [9, 0xda],
      ] as const) {
        const path = join(directory, `archive-${level}`);
        await using writer = createArchive('custom', { path });
        await writer.begin(headerOf(14, { method: 'gzip', level }), [tableEntry, dataEntry]);
        const data = Buffer.alloc(2_000_000, 'some row\tand another value\n');
        await writer.writeData(
          dataEntry,
          (async function* () {
            yield data;
          })(),
        );
        await writer.finish();
        await using reader = await openArchive({ path });
        const position = Number(reader.dataPlace?.(dataEntry)?.replace('Data Pos: ', ''));
        expect([...(await readFile(path)).subarray(position + 11, position + 13)]).toEqual([0x78, second]);
        expect((await allBytes(reader.readData(dataEntry))).equals(data)).toBe(true);
      }
    }));
});

describe('large objects', () => {
  it('are not lost in silence when an OID among them becomes 0', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'archive');
      await writeArchive(createArchive('custom', { path }), sampleArchive(14, noCompression));
      const bytes = await readFile(path);
      const at = bytes.lastIndexOf(int(16801));
      int(0).copy(bytes, at);
      await writeFile(path, bytes);
      await using reader = await openArchive({ path });
      expect(await failureOf(() => readArchive(reader))).toSatisfy(isCorruption);
    }));
});

/** From a position on, to the 0 that ends them. */
function chunkLengths(bytes: Buffer, start: number): number[] {
  const lengths: number[] = [];
  for (let position = start; ;) {
    const length = bytes.readUInt32LE(position + 1);
    if (length === 0) return lengths;
    lengths.push(length);
    position += 5 + length;
  }
}
