import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countNewlines } from '../../src/server/count-newlines.ts';

it('counts newlines, whatever the length of lines', () => {
  const line = fc.oneof(fc.string({ maxLength: 5 }), fc.string({ minLength: 40, maxLength: 200 }));
  fc.assert(
    fc.property(fc.array(line), fc.boolean(), (lines, ends) => {
      const text = lines.join('\n') + (ends ? '\n' : '');
      expect(countNewlines(Buffer.from(text))).toBe(text.split('\n').length - 1);
    }),
  );
});
