import { expect, it } from 'vitest';
import { jumpConsistentHash, modulo } from '../../src/placement/reduce.ts';

const segments = [1, 2, 3, 4, 7, 16, 48, 100, 1000, 32767];

// Lamping and Veach's own C function (figure 1 of their paper), compiled with gcc.
it.each([
  [0, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  [1, [0, 0, 0, 0, 6, 6, 45, 55, 549, 21134]],
  [2, [0, 0, 0, 3, 6, 15, 46, 62, 338, 3927]],
  [12345, [0, 1, 1, 1, 1, 1, 29, 29, 938, 10170]],
  [2147483647, [0, 0, 0, 0, 0, 9, 41, 56, 231, 19629]],
  [-2147483648, [0, 0, 0, 3, 3, 12, 24, 94, 618, 10736]],
  [-559038737, [0, 1, 2, 3, 5, 5, 16, 87, 285, 10857]],
  [-1, [0, 0, 2, 2, 5, 5, 5, 74, 875, 23215]],
])('jumps as the C function does from %d', (hash, expected) => {
  expect(segments.map((count) => jumpConsistentHash(hash, count))).toEqual(expected);
});

it('takes the remainder of a hash that is unsigned', () => {
  expect([modulo(-1, 3), modulo(-1, 4), modulo(7, 3)]).toEqual([0, 3, 1]);
});
