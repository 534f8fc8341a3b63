import { shown, type ByteString } from '../../model/text.ts';
import { optionOf, takeStorageOptions } from '../../sql/storage-options.ts';
import { Rewriting } from '../rewriting.ts';
import type { Change, Rule } from '../rule.ts';
import { withoutOptions } from './type-options.ts';

/** Collations of providers that a target lacks: Greenplum 7 is built without ICU, and PostgreSQL's own came with 17. */
export const collationProviders = (lacking: readonly string[]): readonly Rule[] => [
  ownCollations(lacking),
  initialCollations(lacking),
];

/** Those that a user has made. */
const ownCollations = (lacking: readonly string[]): Rule => ({
  name: 'collation-providers',
  descs: ['COLLATION'],
  pattern: /^/,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('create', 'collation') || !cursor.skipTo('(')) return null;
    const clause = takeStorageOptions(cursor);
    const value = (...names: readonly string[]): ByteString => optionOf(clause, ...names)?.value ?? '';
    const provider = value('provider').toLowerCase() || 'libc';
    if (clause === null) return null;
    if (!lacking.includes(provider)) return provider === 'libc' ? onlyWith(value('locale', 'lc_collate')) : null;
    rewriting.edits.replace(clause, `(provider = libc, locale = 'C')`);
    const equality = value('deterministic').toLowerCase() === 'false' ? ' and takes only the same bytes for equal' : '';
    rewriting.note(`sorts as "C" does${equality}, since the target has no collations of ${provider}`);
    return rewriting.outcome;
  },
});

/** PG_UNICODE_FAST, a locale of PostgreSQL's own that came with 18. */
export const unicodeFast: Rule = {
  name: 'unicode-fast',
  descs: ['COLLATION'],
  pattern: /'PG_UNICODE_FAST'/,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const token of archive.tokensOf(definition ?? '')) {
      if (token.value !== "'PG_UNICODE_FAST'") continue;
      rewriting.edits.replace(token, "'C.UTF-8'");
      rewriting.note('upper and lower case are as C.UTF-8 has them, since the target has no PG_UNICODE_FAST');
    }
    return rewriting.outcome;
  },
};

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

/** What may say COLLATE. */
const descs = [
  ...['TABLE', 'FOREIGN TABLE', 'VIEW', 'MATERIALIZED VIEW', 'RULE', 'INDEX', 'CONSTRAINT', 'CHECK CONSTRAINT'],
  ...['DOMAIN', 'TYPE', 'TRIGGER', 'POLICY', 'DEFAULT'],
];

/** Collations that initdb makes: of ICU for each language, of the operating system for each of its locales. */
const initialCollations = (lacking: readonly string[]): Rule => ({
  name: 'initial-collations',
  descs,
  pattern: /\bCOLLATE\s+pg_catalog\s*\./i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    let condition: Change | null = null;
    while (cursor.token !== null) {
      const { start } = cursor;
      if (!cursor.take('collate')) {
        cursor.next();
        continue;
      }
      const from = cursor.start;
      const [name = '', schema] = cursor.takeQualifiedName()?.toReversed() ?? [];
      if (schema !== 'pg_catalog') continue;
      const provider = providerOf(name);
      if (provider === 'libc') condition ??= onlyWith(name);
      else if (!lacking.includes(provider)) continue;
      else if (provider === 'builtin') {
        rewriting.edits.replace({ start: from, end: cursor.end }, 'pg_catalog."C"');
        rewriting.note(`sorts as "C" does, as ${shown(name)} did, but knows upper and lower case of ASCII alone`);
      } else {
        rewriting.edits.remove({ start, end: cursor.end });
        rewriting.note(`sorts as the database does, not as ${shown(name)}: the target has no collations of icu`);
      }
    }
    const { outcome } = rewriting;
    return outcome === null
      ? condition
      : { ...outcome, ...(condition?.condition && { condition: condition.condition }) };
  },
});

function providerOf(collation: ByteString): 'builtin' | 'icu' | 'libc' {
  if (collation === 'pg_c_utf8' || collation === 'pg_unicode_fast') return 'builtin';
  return collation.endsWith('-x-icu') || collation === 'unicode' ? 'icu' : 'libc';
}

/** Those that are nobody's but the server's. */
const isEverywhere = /^(?:|default|C|POSIX|ucs_basic)$/;

/** What needs a locale of the operating system. */
const onlyWith = (locale: ByteString): Change | null =>
  isEverywhere.test(locale)
    ? null
    : {
        changes: {},
        notes: [],
        condition: {
          subject: `locale "${shown(locale)}"`,
          message: 'has to be known to each host of the target; what needs it fails otherwise',
        },
      };
