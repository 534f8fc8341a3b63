import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** NOT ENFORCED (PostgreSQL 18). Foreign keys are that anyway. */
export const notEnforced: Rule = {
  name: 'not-enforced',
  descs: ['CONSTRAINT', 'CHECK CONSTRAINT', 'FK CONSTRAINT'],
  pattern: /\sNOT\s+ENFORCED\b/i,
  rewrite({ desc, definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    while (cursor.skipTo('not')) {
      const { start } = cursor;
      if (!cursor.take('not', 'enforced')) cursor.next();
      else if (desc === 'FK CONSTRAINT') rewriting.edits.remove({ start, end: cursor.end });
      else return { leftOut: 'the target enforces each check' };
    }
    return rewriting.outcome;
  },
};

/** Keys of periods (PostgreSQL 18). */
export const periods: Rule = {
  name: 'periods',
  descs: ['CONSTRAINT', 'FK CONSTRAINT'],
  pattern: /\sWITHOUT\s+OVERLAPS\b|\(.*\bPERIOD\s/i,
  rewrite({ definition }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.skipTo('(')) return null;
    for (const item of cursor.takeList()?.items ?? []) {
      const isPeriod = item.take('period') && item.token !== null;
      if (isPeriod) return { leftOut: 'the target has no foreign keys of periods' };
      if (item.skipTo('without') && item.sees('without', 'overlaps')) {
        return { leftOut: 'the target has no keys WITHOUT OVERLAPS' };
      }
    }
    return null;
  },
};
