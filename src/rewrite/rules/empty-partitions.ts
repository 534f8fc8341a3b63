import { shown, type ByteString } from '../../model/text.ts';
import type { ClassicBound } from '../../sql/classic-partitions.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Partitions that begin behind one whole number or day and end before the next: no row is in them, and 7 has none such. */
export const emptyPartitions: Rule = {
  name: 'empty-partitions',
  descs: ['TABLE'],
  pattern: /\bEXCLUSIVE\b/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    const partitioning = text?.table.partitioning ?? null;
    if (text === null || partitioning === null) return null;
    const key = text.table.columns.find(({ name }) => name === partitioning.levels[0]?.columns[0]);
    if (key === undefined || !steps.test(text.text.slice(key.type.start, key.type.end))) return null;
    const rewriting = new Rewriting(text.text);
    const valueOf = ({ value }: ClassicBound): ByteString => text.text.slice(value.start, value.end);
    const { partitions } = partitioning.parts;
    partitions.forEach(({ start, from, to }, i) => {
      const next = partitions[i + 1];
      if (next === undefined || from === null || to === null || from.isInclusive || to.isInclusive) return;
      const [first, last] = [ordinalOf(valueOf(from)), ordinalOf(valueOf(to))];
      if (first === null || last !== first + 1) return;
      rewriting.edits.replace({ start, end: next.start }, '');
      const said = shown(text.text.slice(from.start, to.end));
      rewriting.note(`the partition ${said} is left out, since it can have no rows`);
    });
    return rewriting.outcome;
  },
};

/** Types that have a next value to each. */
const steps = /^(?:smallint|integer|bigint|date)$/i;

/** The place of `5`, `'-5'::bigint` or `'2020-01-31'::date` among its like; null: it is an expression. */
function ordinalOf(value: ByteString): number | null {
  const whole = /^\(?'?(-?\d{1,15})'?\)?(?:::(?:smallint|integer|bigint))?$/.exec(value)?.[1];
  if (whole !== undefined) return Number(whole);
  const day = /^'(\d{4}-\d\d-\d\d)'::date$/.exec(value)?.[1];
  return day === undefined ? null : Date.parse(day) / 86_400_000;
}
