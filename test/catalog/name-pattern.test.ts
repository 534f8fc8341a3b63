import { describe, expect, it } from 'vitest';
import { matchesAll, parseNamePattern } from '../../src/catalog/name-pattern.ts';

describe('parseNamePattern', () => {
  it.each([
    ['Orders', ['^(orders)$'], 'orders', 0],
    ['"Orders"', ['^(Orders)$'], 'Orders', 0],
    ['ord*', ['^(ord.*)$'], 'ord*', 0],
    ['o?d', ['^(o.d)$'], 'o?d', 0],
    ['"a*b.c"', ['^(a\\*b\\.c)$'], 'a*b.c', 0],
    ['a""b', ['^(ab)$'], 'ab', 0],
    ['"a""b"', ['^(a"b)$'], 'a"b', 0],
    ['us$d', ['^(us\\$d)$'], 'us$d', 0],
    ['int[]', ['^(int\\[])$'], 'int[]', 0],
    ['(a|b)', ['^((a|b))$'], '(a|b)', 0],
    ['S.t', ['^(s)$', '^(t)$'], 's', 1],
    ['"D".s.t', ['^(D)$', '^(s)$', '^(t)$'], 'D', 2],
    ['a.b.c.d', ['^(a)$', '^(b)$', '^(c.d)$'], 'a', 3],
  ])('reads %s', (pattern, parts, literal, dots) => {
    expect(parseNamePattern(pattern, 3)).toEqual({ parts, literal, dots });
  });

  it('folds ASCII letters only', () => {
    expect(parseNamePattern('\xc3\x89A', 1).parts).toEqual(['^(\xc3\x89a)$']);
  });

  it('knows the pattern that matches everything', () => {
    expect(matchesAll(parseNamePattern('*', 1).parts[0]!)).toBe(true);
    expect(matchesAll(parseNamePattern('a*', 1).parts[0]!)).toBe(false);
  });
});
