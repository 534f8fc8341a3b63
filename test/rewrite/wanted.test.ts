import { expect, it } from 'vitest';
import { silentReporter, type Diagnostic } from '../../src/log.ts';
import { noPreferences, type Preferences } from '../../src/rewrite/preferences.ts';
import { rewriteEntries, type Wording } from '../../src/rewrite/rewrite-entries.ts';
import { targets } from '../../src/rewrite/targets.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { entryOf } from '../toc/entries.ts';

/** An archive that is said for the engine it came from. */
const own: Wording = { title: null, spreads: null, storage: null, rules: [] };

function rewritten(entries: readonly Partial<TocEntry>[], wanted: Partial<Preferences>, wording: Wording = own) {
  const told: Diagnostic[] = [];
  const reporter = { ...silentReporter, diagnostic: (each: Diagnostic) => void told.push(each) };
  const numbered = entries.map((entry, i) => entryOf({ dumpId: i + 1, namespace: 's', ...entry }));
  const { entries: said } = rewriteEntries(numbered, wording, reporter, {
    preferences: { ...noPreferences, ...wanted },
  });
  return { tags: said.map(({ tag }) => tag), told: told.map(({ message }) => message) };
}

const foreignKey = (tag: string): Partial<TocEntry> => ({
  desc: 'FK CONSTRAINT',
  tag,
  definition: `ALTER TABLE ONLY s.t\n    ADD CONSTRAINT ${tag} FOREIGN KEY (a) REFERENCES s.u(id);\n`,
});
const withForeignKeys = [
  { desc: 'TABLE', tag: 't', definition: 'CREATE TABLE s.t (a integer)\nDISTRIBUTED BY (a);\n' },
  foreignKey('fk'),
  foreignKey('fk2'),
  {
    desc: 'COMMENT',
    tag: 'CONSTRAINT fk ON t',
    definition: "COMMENT ON CONSTRAINT fk ON s.t IS 'x';\n",
    dependencies: [2],
  },
];

it('keeps foreign keys and counts what a target does not enforce', () => {
  const { tags, told } = rewritten(withForeignKeys, {}, targets.greenplum7);
  expect(tags).toHaveLength(4);
  expect(told).toEqual(['2 foreign keys are not enforced by the target']);
});

it.each([
  ['for another engine', targets.greenplum7],
  ['for the one it came from', own],
])('leaves foreign keys out with what is said of them where they are not wanted, %s', (_, wording) => {
  const { tags, told } = rewritten(withForeignKeys, { foreignKeys: 'drop' }, wording);
  expect(tags).toEqual(['t']);
  expect(told).toEqual(['2 foreign keys are left out, as --foreign-keys says']);
});
