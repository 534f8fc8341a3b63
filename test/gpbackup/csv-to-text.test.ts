import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvError, CsvToText } from '../../src/gpbackup/csv-to-text.ts';

interface Options {
  readonly columns?: number | null;
  readonly encoding?: string;
}

function textOf(chunks: readonly Buffer[], { columns = null, encoding = 'UTF8' }: Options = {}): string {
  const rows = new CsvToText({ columns, encoding });
  const made = chunks.flatMap((chunk) => [...rows.transform(chunk)]);
  rows.finish();
  return Buffer.concat(made).toString('latin1');
}

const inText = (csv: string, options?: Options): string => textOf([Buffer.from(csv, 'latin1')], options);

/** Each way to cut the bytes in two, and one byte at a time. */
function* cuts(bytes: Buffer): Generator<Buffer[]> {
  for (let at = 0; at <= bytes.length; at += 1) yield [bytes.subarray(0, at), bytes.subarray(at)];
  yield [...bytes].map((byte) => Buffer.from([byte]));
}

describe('rows as CSV become those of the text format:', () => {
  it.each([
    ['plain fields', '1,abc,2.5\n', '1\tabc\t2.5\n'],
    ['a field of nothing is NULL', ',a,\n', '\\N\ta\t\\N\n'],
    ['quotes around nothing are an empty string', '"",a,""\n', '\ta\t\n'],
    ['two quotes in quotes are one', '"a""b",""""\n', 'a"b\t"\n'],
    ['commas in quotes', '"a,b",","\n', 'a,b\t,\n'],
    ['line breaks in quotes', '"a\nb","c\r\nd"\n', 'a\\nb\tc\\r\\nd\n'],
    ['a backslash is a byte like others', 'a\\b,\\N,"\\"\n', 'a\\\\b\t\\\\N\t\\\\\n'],
    ['control characters', 'a\tb\bc\fd\ve\n', 'a\\tb\\bc\\fd\\ve\n'],
    ['what looks like the end of the data', '"\\."\n', '\\\\.\n'],
    ['bytes above ASCII, whatever they mean', '\xff\x80,\xe4"\n"\n', '\xff\x80\t\xe4\\n\n'],
    ['quotes within a field', 'a"b,c"d,e\n', 'ab,cd\te\n'],
  ])('%s', (_, csv, text) => {
    expect(inText(csv)).toBe(text);
  });

  it('an empty line is NULL where there is one column', () => {
    expect(inText('\n""\na\n', { columns: 1 })).toBe('\\N\n\na\n');
  });

  it('an empty line is a row without columns where there are none', () => {
    expect(inText('\n\n\n', { columns: 0 })).toBe('\n\n\n');
  });

  it('nothing is no row', () => {
    expect(inText('')).toBe('');
  });

  it('wherever the bytes are cut', () => {
    const csv = Buffer.from('1,,"a""b\n,",\\.,""\n"",\t,"\r\n",x"y"z,\n', 'latin1');
    const whole = textOf([csv]);
    expect(whole).toBe('1\t\\N\ta"b\\n,\t\\\\.\t\n\t\\t\t\\r\\n\txyz\t\\N\n');
    for (const chunks of cuts(csv)) expect(textOf(chunks)).toBe(whole);
  });

  it('as COPY writes them, whatever the values', () => {
    const value = fc.option(fc.string({ unit: fc.constantFrom('a', ',', '"', '\\', '\n', '\r', '\t', '.', 'N', 'é') }));
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((columns) => fc.array(fc.array(value, { minLength: columns, maxLength: columns }), { maxLength: 5 }));
    fc.assert(
      fc.property(table, fc.nat(), (rows, at) => {
        const csv = Buffer.from(rows.map((row) => `${row.map(csvField).join(',')}\n`).join(''), 'utf8');
        const text = rows.map((row) => `${row.map(textField).join('\t')}\n`).join('');
        const cut = csv.length === 0 ? 0 : at % csv.length;
        expect(textOf([csv.subarray(0, cut), csv.subarray(cut)])).toBe(Buffer.from(text).toString('latin1'));
      }),
    );
  });
});

describe('an encoding whose characters may end like ASCII ones', () => {
  it.each([
    ['SJIS', '\x83\x5c', '\x83\x5c'],
    ['SJIS', '\xb1\x5c', '\xb1\\\\'],
    ['BIG5', '\xa5\x5c', '\xa5\x5c'],
    ['GBK', '\x81\x5c', '\x81\x5c'],
    ['UHC', '\x81\x41', '\x81\x41'],
    ['JOHAB', '\x84\x5c', '\x84\x5c'],
    ['GB18030', '\x81\x5c', '\x81\x5c'],
    ['GB18030', '\x81\x30\x81\x30', '\x81\x30\x81\x30'],
    ['UTF8', '\xc3\x5c', '\xc3\\\\'],
  ])('%s is read by whole characters', (encoding, csv, text) => {
    for (const chunks of cuts(Buffer.from(`${csv},x\n`, 'latin1'))) {
      expect(textOf(chunks, { encoding })).toBe(`${text}\tx\n`);
    }
  });
});

describe('rows that are broken are an error:', () => {
  it.each([
    ['a row with too few columns', '1,2\n3\n', 'a row has 1 columns instead of 2', 4],
    ['a row with too many', '1,2\n3,4,5\n', 'a row has 3 columns instead of 2', 4],
    ['data that end in quotes', '1,2\n3,"4', 'the data end within a field', 4],
    ['data that end without a line feed', '1,2\n3,4', 'the data end within a row', 4],
    ['data that end behind a comma', '1,2\n3,', 'the data end within a row', 4],
    ['a carriage return that is in no quotes', '1,2\r\n', 'a carriage return stands outside quotes', 0],
  ])('%s', (_, csv, message, offset) => {
    try {
      inText(csv, { columns: 2 });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(CsvError);
      expect(error).toMatchObject({ message, offset });
    }
  });

  it('a field where the table has no columns', () => {
    expect(() => inText('\na\n', { columns: 0 })).toThrow('a row has 1 columns instead of 0');
  });
});

/** As COPY … WITH CSV writes a field, force_quote or not. */
const csvField = (value: string | null): string => {
  if (value === null) return '';
  return value === '' || /[",\n\r]/.test(value) || value === '\\.' ? `"${value.replaceAll('"', '""')}"` : value;
};

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const textField = (value: string | null): string =>
  value === null ? '\\N' : value.replaceAll(/[\\\t\n\r]/g, (char) => escapes[char]!);
