import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';
import { removeColumnEncodings } from '../storage/encodings.ts';

/** `a integer ENCODING (…)`, and `COLUMN a ENCODING (…)` among the columns. */
export const withoutEncoding: Rule = {
  name: 'without-encoding',
  descs: ['TABLE'],
  pattern: /\sENCODING\s*\(/i,
  rewrite({ definition }, archive) {
    const text = definition ?? '';
    const rewriting = new Rewriting(text);
    const [create] = archive.statementsOf(text);
    if (create !== undefined) removeColumnEncodings(rewriting.edits, create.cursor());
    return rewriting.outcome;
  },
};
