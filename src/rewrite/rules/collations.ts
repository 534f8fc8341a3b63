import { takeStorageOptions } from '../../sql/storage-options.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';
import { withoutOptions } from './type-options.ts';

/** Collations of providers that the target lacks: Greenplum 7 is built without ICU, and PostgreSQL's own came with 17. */
export const collationProviders = (lacking: readonly string[]): Rule => ({
  name: 'collation-providers',
  descs: ['COLLATION'],
  pattern: /\bprovider\s*=/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('create', 'collation') || !cursor.skipTo('(')) return null;
    const clause = takeStorageOptions(cursor);
    const value = (name: string): string | undefined =>
      clause?.options.find((option) => option.name === name)?.value?.toLowerCase();
    const provider = value('provider');
    if (clause === null || provider === undefined || !lacking.includes(provider)) return null;
    rewriting.edits.replace(clause, `(provider = libc, locale = 'C')`);
    const equality = value('deterministic') === 'false' ? ' and takes only the same bytes for equal' : '';
    rewriting.note(`sorts as "C" does${equality}, since the target has no collations of ${provider}`);
    return rewriting.outcome;
  },
});

/** Rules that change what a collation of ICU sorts by (PostgreSQL 16). */
export const collationRules = withoutOptions(
  'collation-rules',
  'COLLATION',
  ['rules'],
  (name) => `sorts without its ${name}, which the target does not know`,
);

/** There is one provider before PostgreSQL 10. */
export const collationOptions: Rule = withoutOptions('collation-options', 'COLLATION', [
  'provider',
  'deterministic',
  'version',
]);
