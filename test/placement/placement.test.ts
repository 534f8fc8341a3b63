import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyType } from '../../src/placement/key-type.ts';
import { placement, type Placement } from '../../src/placement/placement.ts';
import { UnpredictableValueError } from '../../src/placement/value-hash.ts';
import { bytesOf } from '../../src/model/text.ts';
import type { ClusterVariable } from '../support/live-cluster.ts';
import { cases, userType, type Case } from './cases.ts';
import { fixture } from './fixture.ts';
import { linesOf, mismatch, placementOf } from './predict.ts';

const clusters: readonly ClusterVariable[] = ['GREENPLUM6', 'GREENPLUM7'];
const tab = 0x09;

/** The rows that the cluster placed, by the key's case and classes. */
function recorded(variable: ClusterVariable): Map<string, Uint8Array[]> {
  const byKey = new Map<string, Uint8Array[]>();
  for (const line of linesOf(gunzipSync(readFileSync(fixture(variable))))) {
    const values = line.indexOf(tab, line.indexOf(tab) + 1) + 1;
    const key = Buffer.from(line.subarray(0, values - 1)).toString();
    const rows = byKey.get(key) ?? [];
    rows.push(line.subarray(values));
    byKey.set(key, rows);
  }
  return byKey;
}

describe.each(clusters)('the predicted segment of rows that %s placed', (variable) => {
  const rows = recorded(variable);
  const keys = cases
    .filter(({ on }) => on.includes(variable))
    .flatMap((key) => key.classes.map((classes): [string, Case, typeof classes] => [classes.join(','), key, classes]));

  it.each(keys)(`is theirs: $1.name (%s)`, (names, key, classes) => {
    const placed = rows.get(`${key.name}\t${names}`) ?? [];
    const predicted = placementOf(key, classes);
    expect(placed.length).toBeGreaterThan(200);
    expect(placed.map((line) => mismatch(predicted, line)).filter((found) => found !== null)).toEqual([]);
  });
});

describe('what cannot be predicted', () => {
  const of = (type: string, operatorClass: string | null = null) =>
    placement([{ name: 'k', type: keyType(type, userType), operatorClass }], 3);

  it.each([
    ['mood', null, 'column "k": its values are hashed by OIDs, which the server chooses and their text does not tell'],
    [
      'mood[]',
      null,
      'column "k": its values are hashed by OIDs, which the server chooses and their text does not tell',
    ],
    [
      'regclass',
      null,
      'column "k": its values are hashed by OIDs, which the server chooses and their text does not tell',
    ],
    ['money', 'cdbhash_cash_ops', 'column "k": its text is written as the locale wants it'],
    ['geometry', null, 'column "k": no hash function of type geometry is known'],
    ['integer[]', 'cdbhash_array_ops', `column "k": what cdbhash_array_ops hashes does not stand in a value's text`],
    ['integer', 'public.my_ops', 'column "k": the hash function of operator class public.my_ops is not known'],
  ])('says why: %s %s', (type, operatorClass, reason) => {
    expect(of(type, operatorClass)).toEqual({ unpredictable: reason });
  });

  it.each([
    ['timestamp with time zone', '2020-01-01 10:00:00', 'it has no time zone, and that of the session is not known'],
    ['date', '01/02/2020', 'this is not how the server prints it'],
    ['integer', 'one', 'this is not how the server prints it'],
    ['numeric', '', 'this is not how the server prints it'],
    ['interval', '@ 1 day ago', 'this is not how the server prints it'],
    ['interval', '', 'this is not how the server prints it'],
    ['bytea', '\\9', 'this is not how the server prints it'],
    ['uuid', 'x', 'this is not how the server prints it'],
    ['inet', '1:2', 'this is not how the server prints it'],
    ['integer[]', '1,2', 'this is not how the server prints it'],
    ['int4range', '1-2', 'this is not how the server prints it'],
    ['jsonb', '{"a":', 'it is no JSON'],
  ])('refuses a text that may be another value to the server: %s %s', (type, text, reason) => {
    const result = of(type);
    expect(() => 'segmentOf' in result && result.segmentOf([bytesOf(text)])).toThrow(
      new RegExp(`^cannot tell where ".*" of type .* is placed: ${reason}$`),
    );
  });
});

it('predicts only ASCII where the server converts texts', () => {
  const text = { name: 'k', type: keyType('text'), operatorClass: null };
  const same = placement([text], 3) as Placement;
  const converted = placement([text], 3, { isConverted: true }) as Placement;
  expect(converted.segmentOf([bytesOf('abc')])).toBe(same.segmentOf([bytesOf('abc')]));
  expect(() => converted.segmentOf([bytesOf('\xc3\xa9')])).toThrow(
    'cannot tell where "é" of type text is placed: the server converts it to another encoding',
  );
});

const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'{}[](),:"\\\'. -+/0123456789eNaTx', 'NULL', '\\u00', ' BC', 'days', '00:00:00'),
      fc.string(),
    ),
  )
  .map((parts) => parts.join(''));

it.each(cases.filter(({ types }) => types.length === 1))('never fails at a text of type $name but says why', (key) => {
  const predicted = placementOf(key, [null]);
  fc.assert(
    fc.property(anyText, (text) => {
      try {
        expect([0, 1, 2]).toContain(predicted.segmentOf([Buffer.from(text)]));
      } catch (error) {
        expect(error).toBeInstanceOf(UnpredictableValueError);
      }
    }),
    { numRuns: 300 },
  );
});

describe('types by their names in DDL', () => {
  const base = (name: string) => ({ kind: 'base', name });

  it.each([
    ['character varying(10)', base('varchar')],
    ['character(5)', base('character')],
    ['"char"', base('char')],
    ['timestamp(3) with time zone', base('timestamptz')],
    ['interval day to second(3)', base('interval')],
    ['numeric(10,2)[]', { kind: 'array', element: base('numeric') }],
    ['integer[][3]', { kind: 'array', element: base('int4') }],
    ['pg_catalog.int4range[]', { kind: 'array', element: { kind: 'range', subtype: base('int4') } }],
    ['code', { kind: 'domain', base: base('varchar') }],
  ])('%s', (name, type) => {
    expect(keyType(name, userType)).toEqual(type);
  });
});
