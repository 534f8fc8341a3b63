import { describe, expect, it } from 'vitest';
import { datumTexts } from '../../src/dialects/greenplum/datum.ts';
import { parseNodeTree } from '../../src/dialects/greenplum/node-tree.ts';
import { partitionDefinition } from '../../src/dialects/greenplum/partition-definition.ts';

const types = {
  sameEncoding: true,
  name: (type: number) => ({ 1186: 'interval', 20: 'bigint', 90: 's.color' })[type],
  storedAs: (type: number) => (type === 80 ? 25 : type),
  label: (type: number, label: number) => (type === 90 && label === 91 ? "it's red" : undefined),
};

/** A constant as the server writes it: the bytes that count, and padding to a word where it is passed by value. */
const constant = (type: number, bytes: readonly number[], length = bytes.length): string =>
  `{CONST :consttype ${type} :consttypmod -1 :constcollid 0 :constlen ${length} :constbyval false :constisnull false ` +
  `:location -1 :constvalue ${length} [ ${bytes.map((byte) => (byte > 127 ? byte - 256 : byte)).join(' ')} ]}`;

const int4 = (value: number): string => constant(23, [value, 0, 0, 0, 0, 0, 0, 0], 4);
const text = (value: string): string => constant(25, [0, 0, 0, value.length + 4, ...Buffer.from(value, 'latin1')]);
const threeMonths = constant(1186, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0]);

const list = (...values: readonly string[]): string =>
  `{GPPARTITIONLISTSPEC :partValues (${values.map((value) => `(${value})`).join(' ')})}`;

const item = (value: string, edge: number): string => `{GPPARTITIONRANGEITEM :val (${value}) :edge ${edge}}`;
const range = (start: string, end: string, every = '<>'): string =>
  `{GPPARTITIONRANGESPEC :partStart ${start} :partEnd ${end} :partEvery ${every}}`;
const plus = (step: string): string => `{OPEXPR :opno 1 :args ({PARAM :paramkind 0 :paramid 1} ${step}) :location 2}`;
const cast = (format: number, tree: string): string => `{FUNCEXPR :funcid 2029 :funcformat ${format} :args (${tree})}`;

const word = '{TYPENAME :names ("zlib") :typeOid 0 :typmods <> :location 4}';
const option = (name: string, value: string): string =>
  `{DEFELEM :defnamespace <> :defname ${name} :arg ${value} :defaction 0 :location 3}`;

const elementDefaults = {
  ...{ partName: '<>', boundSpec: '<>', subSpec: '<>', isDefault: 'false', options: '<>' },
  ...{ accessMethod: '<>', tablespacename: '<>', colencs: '<>' },
};

/** What a template is read as that has such an element. */
function elementOf(fields: Partial<typeof elementDefaults>, others: Partial<typeof types> = {}): string {
  const all = Object.entries({ ...elementDefaults, ...fields }).map(([name, value]) => `:${name} ${value}`);
  const tree = `{GPPARTITIONDEFINITION :partDefElems ({GPPARTDEFELEM ${all.join(' ')}}) :encClauses <> :isTemplate true}`;
  const read = partitionDefinition(tree, { ...types, ...others });
  return 'elements' in read ? read.elements.join('\n') : read.notUnderstood;
}

describe('a subpartition template', () => {
  it('names its parts, the default one too', () => {
    expect(elementOf({ partName: 'other', isDefault: 'true' })).toBe('DEFAULT SUBPARTITION other');
    expect(elementOf({ partName: 'Odd\\ \\(Name\\)', boundSpec: list(int4(1)) })).toBe(
      'SUBPARTITION "Odd (Name)" VALUES (1)',
    );
  });

  it('lists values of any characters', () => {
    const values = [text("it's"), text(''), text('\\ {'), constant(90, [91, 0, 0, 0, 0, 0, 0, 0], 4)];
    expect(elementOf({ boundSpec: list(...values) })).toBe("VALUES ('it''s', '', '\\ {', 'it''s red')");
    expect(elementOf({ boundSpec: list(text('x').replace(':consttype 25', ':consttype 80')) })).toBe("VALUES ('x')");
    const isNull = '{CONST :consttype 25 :constisnull true :location -1 :constvalue <>}';
    expect(elementOf({ boundSpec: list(isNull) })).toBe('VALUES (NULL)');
  });

  it('has ranges, of which the server makes starts inclusive and ends exclusive', () => {
    expect(elementOf({ boundSpec: range(item(int4(1), 1), item(int4(9), 2)) })).toBe('START (1) END (9)');
    expect(elementOf({ boundSpec: range(item(int4(1), 2), '<>') })).toBe('START (1) EXCLUSIVE');
    expect(elementOf({ boundSpec: range('<>', item(int4(1), 1)) })).toBe('END (1) INCLUSIVE');
  });

  it('has steps of a type of their own, also where the sum is cast to that of the column', () => {
    const stepping = (every: string) => elementOf({ boundSpec: range(item(int4(1), 1), item(int4(9), 2), every) });
    expect(stepping(`(${plus(int4(2))})`)).toBe('START (1) END (9) EVERY (2)');
    expect(stepping(`(${cast(2, plus(threeMonths))})`)).toMatch(/ EVERY \('3 mons'::interval\)$/);
    const ofDomain = `{COERCETODOMAIN :arg ${plus(int4(2))} :resulttype 80 :coercionformat 2}`;
    expect(stepping(`(${ofDomain})`)).toBe('START (1) END (9) EVERY (2)');
    expect(stepping(`(${plus(constant(20, [5, 0, 0, 0, 0, 0, 0, 0]))})`)).toMatch(/ EVERY \('5'::bigint\)$/);
    expect(stepping(`(${plus(plus(int4(2)))})`)).toBe('OPEXPR');
    expect(stepping(`(${cast(0, plus(threeMonths))})`)).toBe('FUNCEXPR');
  });

  it('says how parts are stored in classic words', () => {
    const options = `(${option('compresstype', word)} ${option('compresslevel', '5')} ${option('x', '"it\'s\\ y"')})`;
    expect(elementOf({ partName: 'p', accessMethod: 'ao_column', options, tablespacename: 'Fast' })).toBe(
      "SUBPARTITION p WITH (appendonly=true, orientation=column, compresstype=zlib, compresslevel=5, x='it''s y') " +
        'TABLESPACE "Fast"',
    );
    expect(elementOf({ accessMethod: 'heap' })).toBe('WITH (appendonly=false)');
    expect(elementOf({ accessMethod: 'pax' })).toBe('access method pax');
  });

  it('compresses columns, each or all', () => {
    const column = (name: string, deflt: boolean) =>
      `{COLUMNREFERENCESTORAGEDIRECTIVE :column ${name} :deflt ${deflt} :encoding (${option('blocksize', '65536')})}`;
    const encodings = `(${column('k', false)} ${column('<>', true)})`;
    const tree = `{GPPARTITIONDEFINITION :partDefElems <> :encClauses ${encodings} :isTemplate true}`;
    expect(partitionDefinition(tree, types)).toEqual({
      elements: ['COLUMN k ENCODING (blocksize=65536)', 'DEFAULT COLUMN ENCODING (blocksize=65536)'],
    });
  });

  it('is not understood where constants are of other types, or of another encoding', () => {
    expect(elementOf({ boundSpec: list(constant(600, [0, 0, 0, 0, 0, 0, 0, 0])) })).toBe('a constant of type 600');
    expect(elementOf({ boundSpec: list(text('\xfc')) }, { sameEncoding: false })).toBe(
      'text in the encoding of the server',
    );
    expect(elementOf({ boundSpec: list(constant(25, [9, 9, 9, 9])) })).toBe('a value of another length than it says');
    expect(elementOf({ boundSpec: `{GPPARTITIONLISTSPEC :partValues ((${int4(1)} ${int4(2)}))}` })).toBe(
      'values of several columns',
    );
  });
});

it('takes a word behind the name of a field for its value, whatever it begins with', () => {
  expect(parseNodeTree('{X :a :b :c (i 1 2) :d <>}')).toEqual({
    tag: 'X',
    fields: new Map<string, unknown>([['a', ':b'], ['c', ['i', '1', '2']], ['d', '<>']]), // prettier-ignore
  });
});

describe('a constant in memory', () => {
  const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
  it.each([
    ['boolean', 16, '01', 'true'],
    ['bytea', 17, '00000006 00ff', '\\x00ff'],
    ['bigint', 20, '0000000000000080', '-9223372036854775808'],
    ['smallint', 21, 'feff', '-2'],
    ['double precision', 701, '9a9999999999b93f', '0.1'],
    ['double precision', 701, '000000000000f0ff', '-Infinity'],
    ['date', 1082, '00000000', '2000-01-01'],
    ['date', 1082, '7b9df4ff', '0044-03-15 BC'],
    ['date', 1082, 'ffffff7f', 'infinity'],
    ['time', 1083, '404b4c0000000000', '00:00:05'],
    ['timestamp', 1114, 'd8a2f8ffffffffff', '1999-12-31 23:59:59.517400'],
    ['timestamp with time zone', 1184, '0060c286073e0200', '2020-01-01 00:00:00+00'],
    ['timestamp with time zone', 1184, '0000000000000080', '-infinity'],
    ['interval', 1186, '00000000000000000000000000000000', '00:00:00'],
    ['interval', 1186, '005c6c29ffffffff 01000000 f4ffffff', '-12 mons 1 days -01:00:00'],
    ['bit', 1560, '0000000a 0a000000 8040', '1000000001'],
    ['numeric', 1700, '0000000a 80a0 0100 8813', '-1.5'],
    ['numeric', 1700, '00000008 0180 0a00', '100000'],
    ['numeric', 1700, '0000000a 0181 2800 0100', '400001.00'],
    ['numeric', 1700, '00000008 7f83 0100', '0.000100'],
    ['numeric', 1700, '0000000a 0840 ffff d204', '-0.12340000'],
    ['numeric', 1700, '00000006 00c0', 'NaN'],
    ['uuid', 2950, '000102030405060708090a0b0c0d0e0f', '00010203-0405-0607-0809-0a0b0c0d0e0f'],
  ])('is read as a %s (%i, %s)', (_name, type, hex, expected) => {
    expect(datumTexts.get(type)!(bytes(hex))).toBe(expected);
  });
});
