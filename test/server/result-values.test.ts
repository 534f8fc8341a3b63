import { describe, expect, it } from 'vitest';
import { parseArray, resultTypes } from '../../src/server/result-values.ts';
import { versionNumber } from '../../src/server/pg-session.ts';

describe('parseArray', () => {
  it.each([
    ['{}', []],
    ['{a,b}', ['a', 'b']],
    ['{NULL,"NULL",null}', [null, 'NULL', 'null']],
    ['{"a,b","c\\"d","e\\\\f",""}', ['a,b', 'c"d', 'e\\f', '']],
    ['[0:1]={a,b}', ['a', 'b']],
    ['{"{x}","y z"}', ['{x}', 'y z']],
    ['{{1,2},{3,4}}', ['1', '2', '3', '4']],
    ['{"line\nfeed"}', ['line\nfeed']],
  ])('reads %j', (literal, elements) => {
    expect(parseArray(literal)).toEqual(elements);
  });
});

describe('resultTypes', () => {
  it('turns small integers and oids into numbers and leaves int8 and numeric text', () => {
    expect(resultTypes.getTypeParser(26)('4294967295')).toBe(4294967295);
    expect(resultTypes.getTypeParser(1005)('{1,NULL}')).toEqual([1, null]);
    expect(resultTypes.getTypeParser(20)('9007199254740993')).toBe('9007199254740993');
    expect(resultTypes.getTypeParser(16)('f')).toBe(false);
  });
});

describe('versionNumber', () => {
  it.each([
    ['15.18 (Debian 15.18-0+deb12u1)', 150018],
    ['9.4.26', 90426],
    ['18beta1', 180000],
    ['10.23', 100023],
  ])('of %s is %i', (text, number) => {
    expect(versionNumber(text)).toBe(number);
  });
});
