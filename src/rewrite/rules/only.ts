import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/**
 * `ALTER TABLE ONLY`, as Greenplum 6's own pg_dump has it of partitioned tables too. 7 takes it at its word: a key is not
 * valid and holds no partition to anything, a foreign key is refused.
 */
export const onlyOfPartitioned: Rule = {
  name: 'only-of-partitioned',
  descs: ['TABLE', 'CONSTRAINT', 'FK CONSTRAINT', 'CHECK CONSTRAINT', 'DEFAULT'],
  pattern: /\sONLY\s/i,
  rewrite({ namespace, definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      if (!cursor.take('alter', 'table')) continue;
      const only = cursor.token;
      if (only === null || !cursor.take('only')) continue;
      const name = cursor.takeQualifiedName();
      if (name === null || (archive.tableText(name, namespace)?.table.partitioning ?? null) === null) continue;
      rewriting.edits.remove(only);
    }
    return rewriting.outcome;
  },
};
