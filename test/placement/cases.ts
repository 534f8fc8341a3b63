import { keyType, type KeyType } from '../../src/placement/key-type.ts';

/** Keys of a distributed table, and how the server makes their values. */
export interface Case {
  readonly name: string;
  /** Types as DDL names them. */
  readonly types: readonly string[];
  /** SQL for each column, from i (1, 2, …), r (an int8 of all sizes and signs) and m (32 hexadecimal digits). */
  readonly values: readonly string[];
  /** Rows of their own, literals without their quotes. */
  readonly edges: readonly (readonly (string | null)[])[];
  /** The operator classes to try; null: the default one. */
  readonly classes: readonly (readonly (string | null)[])[];
  readonly segments: number;
  /** Greenplum 6 has no macaddr8 and no arrays of domains. */
  readonly on: readonly ('GREENPLUM6' | 'GREENPLUM7')[];
}

const both = ['GREENPLUM6', 'GREENPLUM7'] as const;

/** A key of one column, with the class of that name too. */
function one(type: string, value: string, edges: readonly string[] = [], legacy: string | null = null): Case {
  return {
    name: type,
    types: [type],
    values: [value],
    edges: [[null], ...edges.map((edge) => [edge])],
    classes: legacy === null ? [[null]] : [[null], [`cdbhash_${legacy}_ops`]],
    segments: 3,
    on: both,
  };
}

const only7 = (key: Case): Case => ({ ...key, on: ['GREENPLUM7'] });

/** Types that a test's database has of its own. */
export const userTypes = `CREATE DOMAIN code AS character varying(20);
CREATE DOMAIN codes AS character varying(20)[];
CREATE TYPE textrange AS RANGE (subtype = text);
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')`;

export function userType(name: string): KeyType | undefined {
  switch (name) {
    case 'code':
      return { kind: 'domain', base: keyType('character varying(20)') };
    case 'codes':
      return { kind: 'domain', base: keyType('character varying(20)[]') };
    case 'textrange':
      return { kind: 'range', subtype: keyType('text') };
    case 'mood':
      return { kind: 'enum' };
    default:
      return undefined;
  }
}

const dates = `date '2000-01-01' + (r % 1000000)::int`;
const microsecond = `interval '1 microsecond'`;
const times = `time '00:00' + (r % 86400000000) * ${microsecond}`;
const timestamps = `timestamp '2000-01-01' + (r % 90000000000000000 >> (i % 40)) * ${microsecond}`;
const zone = `to_char(i % 29 - 14, 'SG00') || ':' || lpad((i % 60)::text, 2, '0')`;
const texts = `substr(m || m || m, 1, i % 97) || CASE i % 5 WHEN 0 THEN U&'\\00e9\\20ac\\+01f600' WHEN 1 THEN '   ' WHEN 2 THEN E'\\t\\\\\\n"' ELSE '' END`;
const numerics = `(r || repeat('0', i % 9) || '.' || repeat('0', i % 11) || abs(r % 1000000007))::numeric / (CASE i % 3 WHEN 0 THEN 1 WHEN 1 THEN 1e19 ELSE 1e25 END)`;
const inets = `CASE i % 3
WHEN 0 THEN (abs(r % 256) || '.' || i % 256 || '.' || i / 256 % 256 || '.7/' || i % 33)::inet
WHEN 1 THEN (substr(m, 1, 4) || ':' || substr(m, 5, 3) || '::' || substr(m, 8, i % 4 + 1) || '/' || i % 129)::inet
ELSE ('::' || CASE i % 2 WHEN 0 THEN 'ffff:' ELSE '' END || i / 256 % 256 || '.' || i % 256 || '.3.4')::inet END`;
const bitsOf = (length: number): string => `(r::bit(64))::bit(${length})`;
const jsonbs = `('{"id":' || r || ',"' || substr(m, 1, i % 7) || '":["' || m || '",null,true,false,1.50,-0.0001,{},[]],"'
  || substr(m, 2, i % 7) || '":{"' || U&'\\00e9' || '":"\\"\\\\\\u00e9\\n\\ud83d\\ude00","a":{"b":[[1],{"c":' || i || '}]}}}')::jsonb`;

/** A key of several columns, each as in its case above. */
const several = (name: string, columns: readonly Case[], classes: Case['classes'], segments: number): Case => ({
  name,
  types: columns.flatMap((column) => column.types),
  values: columns.flatMap((column, index) =>
    column.values.map((value) => `CASE WHEN (i >> ${index + 2}) % 5 = 0 THEN NULL ELSE ${value} END`),
  ),
  edges: [columns.map(() => null)],
  classes,
  segments,
  on: both,
});

const integer = one('integer', '(r % 2147483648)::int4', ['0', '-1', '2147483647', '-2147483648'], 'int4');
const text = one('text', texts, ['', ' ', '  ', 'a', 'a ', '\\N', '\\\\', 'NULL'], 'text');
const date = one(
  'date',
  dates,
  ['infinity', '-infinity', '4713-01-01 BC', '0001-01-01', '5874897-12-31', '1999-12-31', '2000-02-29'],
  'date',
);
const legacies = [
  [null, null, null],
  ['cdbhash_int4_ops', 'cdbhash_text_ops', 'cdbhash_date_ops'],
  [null, 'cdbhash_text_ops', null],
];

/** And other classes that have the default hash function. */
const also = (key: Case, ...names: readonly string[]): Case => ({
  ...key,
  classes: [...key.classes, ...names.map((name) => [name])],
});

export const cases: readonly Case[] = [
  one('smallint', '(r % 32768)::int2', ['0', '-1', '32767', '-32768'], 'int2'),
  integer,
  one(
    'bigint',
    'r >> (i % 60)',
    [
      '0',
      '-1',
      '9223372036854775807',
      '-9223372036854775808',
      '4294967296',
      '-4294967296',
      '999999999999999',
      '9007199254740993',
    ],
    'int8',
  ),
  also(text, 'text_pattern_ops', 'varchar_ops'),
  one('character varying(200)', texts, ['', '   '], 'text'),
  also(one('character(20)', `substr(m, 1, i % 21)`, ['', ' ', '  x'], 'bpchar'), 'bpchar_pattern_ops'),
  one('bpchar', texts, ['', ' ', '  '], 'bpchar'),
  one('uuid', 'm::uuid', ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'], 'uuid'),
  date,
  one(
    'timestamp without time zone',
    timestamps,
    [
      'infinity',
      '-infinity',
      '4713-01-01 00:00:00 BC',
      '294276-12-31 23:59:59.999999',
      '1999-12-31 23:59:59.999999',
      '2000-01-01 00:00:00',
    ],
    'timestamp',
  ),
  one(
    'timestamp with time zone',
    `(${timestamps})::timestamptz`,
    [
      'infinity',
      '-infinity',
      '4713-01-02 00:00:00+00 BC',
      '294276-12-31 00:00:00+00',
      '1930-06-01 12:00:00+00',
      '1999-12-31 23:59:59.5-08',
    ],
    'timestamptz',
  ),
  one(
    'numeric',
    numerics,
    [
      '0',
      '0.000',
      '-0.00',
      'NaN',
      '1',
      '-1',
      '10000',
      '9999',
      '0.0001',
      '0.00001',
      '1e100',
      '-1.5e-30',
      '100000000',
      '123456789012345678901234567890.000100',
    ],
    'numeric',
  ),
  one('numeric(20,6)', '(r % 1000000007)::numeric / 1000', ['0', '1.5'], 'numeric'),
  one('boolean', 'r % 2 = 0', ['t', 'f'], 'bool'),
  one('bytea', `decode(substr(m || m || m, 1, 2 * (i % 45)), 'hex')`, ['', '\\\\x', 'abc\\000\\\\', '\\377'], 'bytea'),
  one(
    'real',
    '(r * power(10::float8, i % 60 - 40))::float4',
    ['0', '-0', 'NaN', 'Infinity', '-Infinity', '3.4e38', '1.17549435e-38'],
    'float4',
  ),
  one(
    'double precision',
    'r * power(10::float8, i % 500 - 250)',
    ['0', '-0', 'NaN', 'Infinity', '-Infinity', '1.7976931348623157e308', '2.2250738585072014e-308', '0.1'],
    'float8',
  ),
  one('time without time zone', times, ['24:00:00', '00:00:00', '23:59:59.999999'], 'time'),
  one(
    'time with time zone',
    `((${times})::text || ${zone})::timetz`,
    ['24:00:00+00', '12:00:00-15:59:59', '12:00:00+15:59:59'],
    'timetz',
  ),
  one(
    'interval',
    `((r % 1000) || ' months ' || (r % 977) || ' days ' || (r >> (i % 60)) % 1000000007 / 1000.0 || ' seconds')::interval`,
    [
      '0',
      '1 mon',
      '30 days',
      '720:00:00',
      '-00:00:00.000001',
      '178000000 years',
      '-1 days +23:59:59.999999',
      '1 year -2 days',
      '2000000000:00:00',
      '-2000000000:00:00.5',
    ],
    'interval',
  ),
  one('"char"', '(i % 256 - 128)::"char"', ['', 'a'], 'char'),
  one('name', 'substr(m || m, 1, i % 64)::name', ['', ' ', 'a b '], 'name'),
  one('oid', '(r & 4294967295)::oid', ['0', '4294967295', '2147483648'], 'oid'),
  one(
    'inet',
    inets,
    [
      '0.0.0.0/0',
      '::',
      '::1',
      '::/0',
      '1:2:3:4:5:6:7:8',
      '1:2:3:4:5:6:1.2.3.4',
      '1::',
      '::ffff:1.2.3.4/100',
      '255.255.255.255',
      '64:ff9b::10.20.30.40',
    ],
    'inet',
  ),
  one('cidr', `network(${inets})::cidr`, ['10.0.0.0/8', '::/0', 'fe80::/10'], 'inet'),
  one('macaddr', 'substr(m, 1, 12)::macaddr', ['00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff'], 'macaddr'),
  only7(one('macaddr8', 'substr(m, 1, 16)::macaddr8', ['00:00:00:00:00:00:00:00'])),
  one('bit(13)', bitsOf(13), ['0000000000000'], 'bit'),
  one('bit(64)', bitsOf(64), [], 'bit'),
  one('bit varying', 'substring(r::bit(64) FROM 1 FOR i % 65)::varbit', ['', '0', '00', '1'], 'varbit'),
  one('xid', '((r & 4294967295)::text)::xid', ['0', '4294967295']),
  one('cid', '((r & 4294967295)::text)::cid', ['0', '4294967295']),
  one('tid', `('(' || (r & 4294967295) || ',' || i % 65536 || ')')::tid`, ['(0,0)', '(4294967295,65535)'], 'tid'),
  one('pg_lsn', `(to_hex((r >> 32) & 4294967295) || '/' || to_hex(r & 4294967295))::pg_lsn`, [
    '0/0',
    'FFFFFFFF/FFFFFFFF',
  ]),
  one(
    'oidvector',
    `substr((r & 4294967295) || ' ' || i || ' 7 4294967295', 1, 9 + i % 10)::oidvector`,
    ['', '0'],
    'oidvector',
  ),
  one('jsonb', jsonbs, [
    '{}',
    '[]',
    '1',
    '"a"',
    'null',
    'true',
    '[[]]',
    '[{}]',
    '{"a":1,"a":2}',
    '{"b":1,"aa":2,"a":3}',
    '-0',
    '1e5',
    '1.10',
    '"\\ud83d\\ude00"',
    '""',
  ]),
  one('integer[]', `ARRAY[r % 2147483648, i, NULL, -1]::int4[]`, [
    '{}',
    '{NULL}',
    '{{1,2},{3,4}}',
    '[0:1]={1,2}',
    '[0:0][2:3]={{1,2}}',
  ]),
  one('text[]', `ARRAY[${texts}, m, NULL, '', 'NULL', '{a,b}']`, [
    '{}',
    '{a b,"c d"}',
    '{" "}',
    '{"\\"\\\\"}',
    '{{a},{b}}',
  ]),
  one('character varying(200)[]', `ARRAY[${texts}, ' x ']`, ['{}']),
  one('character(5)[]', 'ARRAY[substr(m, 1, i % 6), m::char(5)]', ['{}', '{""}']),
  one('numeric[]', `ARRAY[${numerics}, 0, NULL]`, ['{NaN,-1.50}']),
  one('timestamp with time zone[]', `ARRAY[(${timestamps})::timestamptz, 'infinity']`, ['{}']),
  one('double precision[]', 'ARRAY[r / 7.0::float8, i]', ['{-0,NaN,Infinity}']),
  one('bytea[]', `ARRAY[decode(m, 'hex'), '']`, ['{}']),
  one('boolean[]', 'ARRAY[r % 2 = 0, i % 3 = 0, r % 5 = 0]', ['{}']),
  one('inet[]', `ARRAY[${inets}]`, ['{}']),
  one('interval[]', `ARRAY[(r % 977) * interval '1 day 1 hour', '1 mon']`, ['{}']),
  one('jsonb[]', `ARRAY[${jsonbs}, '"a"']`, ['{}']),
  one(
    'int4range',
    `int4range((r % 1000000)::int4, CASE i % 7 WHEN 0 THEN NULL ELSE (r % 1000000)::int4 + i END, CASE i % 4 WHEN 0 THEN '[]' WHEN 1 THEN '()' WHEN 2 THEN '(]' ELSE '[)' END)`,
    ['empty', '(,)', '[,5]', '(5,)', '[1,1]'],
  ),
  one('int8range', 'int8range(NULL, r)', ['empty', '[1,9223372036854775807)']),
  one('numrange', `numrange(r, r + i, CASE i % 4 WHEN 0 THEN '[]' WHEN 1 THEN '()' WHEN 2 THEN '(]' ELSE '[)' END)`, [
    'empty',
    '(,)',
    '[1.50,1.5]',
    '[,2]',
  ]),
  one('tsrange', `tsrange(${timestamps}, NULL)`, [
    'empty',
    '[2000-01-01,infinity]',
    '["2000-01-01 10:00","2000-01-01 11:00")',
  ]),
  one('tstzrange', `tstzrange((${timestamps})::timestamptz, NULL, '()')`, ['empty', '(,infinity)']),
  one('daterange', `daterange(${dates}, NULL)`, ['empty', '[2000-01-01,2000-01-31]', '(,infinity)']),
  one('textrange', `textrange(m, m || ${texts}, '[]')`, [
    'empty',
    '("",a)',
    '["a""b","c\\\\d"]',
    '(,"")',
    '["a,b",c]',
    '["a b","c)"]',
  ]),
  one('int4range[]', `ARRAY[int4range(i, i + 5), NULL, 'empty']`, ['{}']),
  one('textrange[]', `ARRAY[textrange(m, 'z"' || m)]`, ['{}']),
  one('code', 'substr(m, 1, i % 21)', [''], 'text'),
  one('codes', `ARRAY[substr(m, 1, i % 21), 'x y']`, ['{}']),
  only7(one('code[]', `ARRAY[m::code]`, ['{}'])),
  several('integer, text, date', [integer, text, date], legacies, 3),
  several('integer, text, date on 2 segments', [integer, text, date], legacies, 2),
  several('integer, text, date on 1 segment', [integer, text, date], legacies, 1),
];
