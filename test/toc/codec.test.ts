import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CorruptArchiveError } from '../../src/errors.ts';
import { type StoredEntry, decodeToc, encodeToc, fileNameExtra, offsetExtra } from '../../src/toc/codec.ts';
import type { ArchiveVersion, TocEntry } from '../../src/toc/entry.ts';
import { decodeHeader, encodeHeader, formatCodes } from '../../src/toc/header.ts';
import { type DataOffset, type Decoder, Encoder, decodeBytes } from '../../src/toc/primitives.ts';
import { ByteCursor, streamOrigin } from '../../src/archive/byte-cursor.ts';
import { asChunks } from '../../src/archive/chunks.ts';
import { chunkings } from './chunkings.ts';
import { customArchives, tocFiles } from './genuine-archives.ts';

const layoutOf = (minor: number) => ({
  version: { major: 1, minor, revision: 0 } satisfies ArchiveVersion,
  intSize: 4,
  offsetSize: 8,
});

const table: TocEntry = {
  dumpId: 10,
  catalogId: { tableoid: 1259, oid: 4294967295 },
  desc: 'TABLE',
  tag: 't',
  namespace: 'public',
  tablespace: '',
  tableAccessMethod: 'heap',
  relkind: 'r',
  owner: 'postgres',
  section: 'pre-data',
  definition: 'CREATE TABLE public.t ();\n',
  dropStatement: 'DROP TABLE public.t;\n',
  copyStatement: null,
  withOids: false,
  dependencies: [6, 6, 0, 2147483647],
  hasData: false,
};
const noData: DataOffset = { state: 'none', position: 0 };

function readBack(minor: number, entry: TocEntry): TocEntry | undefined {
  const layout = layoutOf(minor);
  const bytes = encodeToc(layout, [{ entry, extra: noData }], offsetExtra);
  return decodeBytes(decodeToc(layout, offsetExtra), bytes).value[0]?.entry;
}

describe('tables of contents of genuine archives', () => {
  it.each(customArchives)('%s: the same bytes when encoded again', (_, archive) => {
    const { value: header, end } = decodeBytes(decodeHeader(formatCodes.custom), archive);
    const toc = decodeBytes(decodeToc(header, offsetExtra), archive.subarray(end));
    expect(toc.value.length).toBeGreaterThan(5);
    expect(encodeHeader(header, formatCodes.custom)).toEqual(archive.subarray(0, end));
    expect(encodeToc(header, toc.value, offsetExtra)).toEqual(archive.subarray(end, end + toc.end));
  });

  it.each(tocFiles)('%s: the same bytes when encoded again', (_, file) => {
    const { value: header, end } = decodeBytes(decodeHeader(formatCodes.tar), file);
    const toc = decodeBytes(decodeToc(header, fileNameExtra), file.subarray(end));
    expect(end + toc.end).toBe(file.length);
    const again = [encodeHeader(header, formatCodes.tar), encodeToc(header, toc.value, fileNameExtra)];
    expect(Buffer.concat(again)).toEqual(file);
  });

  it.each(chunkings)('are decoded alike when they come %s', async (_, cut) => {
    for (const [name, archive] of customArchives) {
      const { value: header, end } = decodeBytes(decodeHeader(formatCodes.custom), archive);
      const expected = decodeBytes(decodeToc(header, offsetExtra), archive.subarray(end)).value;
      const cursor = new ByteCursor(streamOrigin(asChunks(cut(archive)), name));
      expect(await cursor.decode(decodeHeader(formatCodes.custom))).toEqual(header);
      expect(await cursor.decode(decodeToc(header, offsetExtra))).toEqual(expected);
    }
  });

  it('hold what pg_dump 18 says of a table', () => {
    const archive = customArchives.find(([name]) => name === 'postgresql-18/custom.dump')?.[1] ?? Buffer.alloc(0);
    const { value: header, end } = decodeBytes(decodeHeader(formatCodes.custom), archive);
    const stored = decodeBytes(decodeToc(header, offsetExtra), archive.subarray(end)).value;
    expect(header).toMatchObject({
      version: { major: 1, minor: 16, revision: 0 },
      compression: { method: 'gzip', level: null },
      databaseName: 'postgres',
      dumperVersion: '18.3',
    });
    expect(stored.find(({ entry }) => entry.desc === 'TABLE' && entry.tag === 'customer')?.entry).toMatchObject({
      namespace: 'shop',
      tablespace: '',
      tableAccessMethod: 'heap',
      relkind: 'r',
      owner: 'postgres',
      section: 'pre-data',
      hasData: false,
      dropStatement: 'DROP TABLE shop.customer;\n',
    });
    expect(stored.find(({ entry }) => entry.desc === 'BLOBS')?.entry).toMatchObject({
      tag: '16800..4000000000',
      hasData: true,
    });
  });
});

describe('an entry', () => {
  it.each([10, 11, 12, 13])('in version 1.%i has no table access method and relkind', (minor) => {
    expect(readBack(minor, table)).toEqual({ ...table, tableAccessMethod: null, relkind: null });
  });

  it.each([14, 15])('in version 1.%i has a table access method', (minor) => {
    expect(readBack(minor, table)).toEqual({ ...table, relkind: null });
  });

  it('in version 1.16 has all', () => {
    expect(readBack(16, table)).toEqual(table);
  });

  it('before 1.11 gets the section of its desc', () => {
    const sectionOf = (desc: string) => readBack(10, { ...table, desc, section: 'none' })?.section;
    expect(sectionOf('INDEX')).toBe('post-data');
    expect(sectionOf('TABLE DATA')).toBe('data');
    expect(sectionOf('SEQUENCE SET')).toBe('pre-data');
    expect(sectionOf('ACL')).toBe('none');
    expect(sectionOf('WHATEVER')).toBe('pre-data');
  });

  it("stores '' for absent statements and owner up to 1.13, and keeps NULL and '' apart from 1.14 on", () => {
    const absent = { ...table, definition: null, dropStatement: '', owner: null };
    expect(readBack(13, absent)).toMatchObject({ definition: '', dropStatement: '', owner: '', copyStatement: null });
    expect(readBack(14, absent)).toMatchObject({ definition: null, dropStatement: '', owner: null });
  });

  it('comes back whatever it holds', () => {
    const byteString = fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)) });
    const nullable = fc.option(byteString);
    const oid = fc.nat(4294967295);
    const entries: fc.Arbitrary<TocEntry> = fc.record({
      dumpId: fc.integer({ min: 1, max: 2147483647 }),
      catalogId: fc.record({ tableoid: oid, oid }),
      desc: byteString,
      tag: byteString,
      namespace: nullable,
      tablespace: nullable,
      tableAccessMethod: nullable,
      relkind: fc.constantFrom(null, 'r', 'p', 'v', 'm', 'f'),
      owner: nullable,
      section: fc.constantFrom('none', 'pre-data', 'data', 'post-data'),
      definition: nullable,
      dropStatement: nullable,
      copyStatement: nullable,
      withOids: fc.boolean(),
      dependencies: fc.array(fc.nat(2147483647)),
      hasData: fc.boolean(),
    });
    fc.assert(
      fc.property(entries, (entry) => {
        expect(readBack(16, entry)).toEqual(entry);
      }),
    );
  });
});

describe('a corrupt table of contents', () => {
  const layout = layoutOf(14);
  const stored: StoredEntry<DataOffset>[] = [{ entry: table, extra: noData }];
  const decoded = (bytes: Uint8Array) => decodeBytes(decodeToc(layout, offsetExtra), bytes);
  /** The encoded entry with one of its fields written otherwise. */
  const withField = (before: string, after: string): Buffer =>
    Buffer.from(
      Buffer.from(encodeToc(layout, stored, offsetExtra))
        .toString('latin1')
        .replace(before, after),
      'latin1',
    );
  const string = (text: string | null): string => {
    const encoder = new Encoder(layout);
    encoder.string(text);
    return Buffer.from(encoder.bytes()).toString('latin1');
  };

  it.each([
    ['entry ID -10 out of range -- perhaps a corrupt TOC', '\0\x0a\0\0\0', '\x01\x0a\0\0\0'],
    ['object ID "x" out of range -- perhaps a corrupt TOC', string('1259'), string('x')],
    ['object ID "4294967296" out of range -- perhaps a corrupt TOC', string('4294967295'), string('4294967296')],
    ['object ID is missing -- perhaps a corrupt TOC', string('1259'), string(null)],
    ['tag is missing -- perhaps a corrupt TOC', string('t'), string(null)],
    ['desc is missing -- perhaps a corrupt TOC', string('TABLE'), string(null)],
    ['WITH OIDS flag is missing -- perhaps a corrupt TOC', string('false'), string(null)],
    ['dependency ID "-6" out of range -- perhaps a corrupt TOC', string('6'), string('-6')],
    ['dependency ID "2147483648" out of range -- perhaps a corrupt TOC', string('2147483647'), string('2147483648')],
    ['unexpected section 9 -- perhaps a corrupt TOC', `${string('TABLE')}\0\x02`, `${string('TABLE')}\0\x09`],
    ['unexpected data offset flag 0', '\x03\0\0\0\0\0\0\0\0', '\0\0\0\0\0\0\0\0\0'],
  ])('%s', (message, before, after) => {
    const bytes = withField(before, after);
    expect(() => decoded(bytes)).toThrow(CorruptArchiveError);
    expect(() => decoded(bytes)).toThrow(message);
  });

  it('says in which entry it is', () => {
    const error = (() => {
      try {
        return decoded(withField(string('1259'), string('x')));
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ detail: 'TOC entry 1 of 1' });
  });

  it('may claim any number of entries without any memory being taken', () => {
    const bytes = Buffer.from([0, 0xff, 0xff, 0xff, 0x7f]);
    expect(() => decoded(bytes)).toThrow('could not read from input file: end of file');
    expect(() => decoded(Buffer.from([1, 1, 0, 0, 0]))).toThrow('number of TOC entries -1 is out of range');
  });

  it('is refused wherever it ends', () => {
    const bytes = encodeToc(layout, stored, offsetExtra);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decoded(bytes.subarray(0, length))).toThrow('could not read from input file: end of file');
    }
  });
});

describe('a decoder', () => {
  it('asks for nothing more than it needs', () => {
    const layout = layoutOf(14);
    const bytes = encodeToc(layout, [{ entry: table, extra: noData }], offsetExtra);
    const decoder: Decoder<unknown> = decodeToc(layout, offsetExtra);
    let asked = 0;
    for (let step = decoder.next(); !step.done;) {
      const start = asked;
      asked += step.value;
      step = decoder.next(bytes.subarray(start, asked));
    }
    expect(asked).toBe(bytes.length);
  });
});
