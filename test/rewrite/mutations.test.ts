import fc from 'fast-check';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openArchive } from '../../src/archive/formats.ts';
import { silentReporter } from '../../src/log.ts';
import { mapEntries } from '../../src/rewrite/mapping/map-entries.ts';
import { noPreferences } from '../../src/rewrite/preferences.ts';
import { rewriteEntries } from '../../src/rewrite/rewrite-entries.ts';
import { targets } from '../../src/rewrite/targets.ts';
import { standardLexing } from '../../src/sql/lexer.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { repository } from '../support/repository.ts';

/** What takes statements apart, and what rules look for. */
const words = [
  ...'\'"();,[].\\:',
  '$$',
  '$a$',
  '--',
  '/*',
  '*/',
  "E'",
  '::',
  '\xff',
  'PARTITION BY',
  'SUBPARTITION',
  'WITH (',
  'DISTRIBUTED BY (',
  'START (1)',
  'EVERY',
  'GENERATED ALWAYS AS',
  'CREATE TABLE',
  'FOR VALUES',
  'DEFAULT',
  'SET',
];

/** What becomes of one token: `at` says which, counted through the text as often as needed. */
type Mutation = readonly [how: 'remove' | 'insert' | 'replace' | 'swap' | 'cut', at: number, what: number];

const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.tuple(fc.constantFrom('remove', 'insert', 'replace', 'swap', 'cut'), fc.nat(), fc.nat()),
  { minLength: 1, maxLength: 3 },
);

function mutated(text: string, changes: readonly Mutation[]): string {
  const tokens = text.match(/\w+|\s+|[^\w\s]/g) ?? [];
  for (const [how, where, what] of changes) {
    const at = where % Math.max(1, tokens.length);
    const word = words[what % words.length]!;
    const other = what % Math.max(1, tokens.length);
    if (how === 'remove') tokens.splice(at, 1 + (what % 3));
    else if (how === 'insert') tokens.splice(at, 0, word);
    else if (how === 'replace') tokens[at] = word;
    else if (how === 'cut') tokens.length = at;
    else [tokens[at], tokens[other]] = [tokens[other] ?? '', tokens[at] ?? ''];
  }
  return tokens.join('');
}

/** Which entries' statements are broken, and how. */
const damages = fc.array(fc.tuple(fc.nat(), mutations), { minLength: 1, maxLength: 20 });

function damaged(
  entries: readonly TocEntry[],
  changes: readonly (readonly [which: number, how: readonly Mutation[]])[],
): readonly TocEntry[] {
  const broken = [...entries];
  for (const [which, how] of changes) {
    const at = which % broken.length;
    broken[at] = { ...broken[at]!, definition: mutated(broken[at]!.definition ?? '', how) };
  }
  return broken;
}

/** Archives that are tried for each target, up to twenty statements broken in each; GPFERRY_FUZZ asks for more, and for others. */
const asked = process.env['GPFERRY_FUZZ'];
const extent = asked === undefined ? { numRuns: 40, seed: 4 } : { numRuns: Number(asked) };

describe.each(['greenplum-6', 'postgresql-15', 'postgresql-18'])(
  'an archive of %s whose statements are broken',
  (name) => {
    let entries: readonly TocEntry[];
    beforeAll(async () => {
      await using reader = await openArchive({ path: join(repository, 'fixtures', 'rewrite', name, 'source.dump') });
      entries = reader.entries;
    });

    it('is gone through for other names as well', () => {
      const names = new Set(entries.flatMap(({ namespace, owner }) => [namespace ?? '', owner ?? '']));
      const other = new Map([...names].filter((each) => each !== '').map((each) => [each, `other ${each}`]));
      const mapping = { schemas: other, owners: other, tablespaces: other, databases: other };
      fc.assert(
        fc.property(damages, (all) => {
          const broken = damaged(entries, all);
          const { entries: said } = mapEntries(broken, mapping, silentReporter, {
            lexing: standardLexing,
            isWanted: () => true,
          });
          expect(said).toHaveLength(broken.length);
        }),
        { ...extent, endOnFailure: true },
      );
    });

    it.each(Object.values(targets))('is gone through for $name, and what has no rule stays', (target) => {
      fc.assert(
        fc.property(damages, (all) => {
          const broken = damaged(entries, all);
          const { entries: said } = rewriteEntries(broken, target, silentReporter, {
            preferences: { ...noPreferences, uniqueConflict: 'demote' },
          });
          const ruled = new Set(target.rules.flatMap(({ descs }) => descs));
          const untouched = (each: TocEntry): boolean => !ruled.has(each.desc) && each.desc !== 'TABLE';
          const kept = new Map(said.map((entry) => [entry.dumpId, entry]));
          for (const entry of broken.filter(untouched)) expect([entry, undefined]).toContain(kept.get(entry.dumpId));
        }),
        { ...extent, endOnFailure: true },
      );
    });
  },
);
