import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** numeric(3,-6) and numeric(3,5), which came with PostgreSQL 15. */
export const numericScales: Rule = {
  name: 'numeric-scales',
  descs: ['TABLE', 'FOREIGN TABLE'],
  pattern: /numeric\(/,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    if (text === null) return null;
    const rewriting = new Rewriting(text.text);
    for (const { type } of text.table.columns) {
      const said = /^numeric\((\d+),(-?\d+)\)/.exec(text.text.slice(type.start, type.end));
      if (said === null || (Number(said[2]) >= 0 && Number(said[2]) <= Number(said[1]))) continue;
      rewriting.edits.replace({ start: type.start, end: type.start + said[0].length }, 'numeric');
      rewriting.note(`columns of type ${said[0]} are numeric, since the target has no such scale: nothing is rounded`);
    }
    return rewriting.outcome;
  },
};
