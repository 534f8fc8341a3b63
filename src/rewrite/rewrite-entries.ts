import type { Reporter } from '../log.ts';
import type { ByteString } from '../model/text.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { standardLexing, type Lexing } from '../sql/lexer.ts';
import type { TocEntry } from '../toc/entry.ts';
import { ArchiveIndex } from './archive-index.ts';
import type { ChoiceOptions } from './distribution/choose.ts';
import { Distribution } from './distribution/distribute.ts';
import { EntriesRewriter, type Distributed, type Undecided } from './entries-rewriter.ts';
import { keyOfTable } from './distribution/families.ts';
import { noPreferences, type Preferences } from './preferences.ts';
import { keyOf, nameOf, type QualifiedName } from './qualified-name.ts';
import type { Rewritable } from './rewritable.ts';
import type { RowsChange } from './rule.ts';
import type { Target } from './targets.ts';
import { storageRules } from './storage/storage-rules.ts';
import { tellUnusedWishes } from './unused-wishes.ts';
import { wantedRules } from './wanted-rules.ts';

/** What an archive is said for: another engine, or its own, for which it says nothing otherwise but what a user wants. */
export type Wording = Pick<Target, 'spreads' | 'storage' | 'rules'> & { readonly title: string | null };

/** What became of an archive's entries for another engine, of those that are wanted. */
export interface RewriteSummary {
  /** The engine, for people; null: the archive's own. */
  readonly target: string | null;
  /** Entries that say something otherwise than they did. */
  readonly changed: number;
  readonly leftOut: number;
}

export interface RewriteOptions {
  /** How the archive's sessions read strings. */
  readonly lexing?: Lexing;
  /** Types of which the source may have infinite values. */
  readonly infiniteTypes?: readonly ByteString[];
  /** Of which entries it is told what becomes of them. */
  readonly isWanted?: (dumpId: DumpId) => boolean;
  readonly preferences?: Preferences;
  /** Bytes of an entry's rows where they are known: large tables decide where the rows of others are. */
  readonly bytesOf?: (data: TocEntry) => number | null;
  /** What has been found in the rows of tables. */
  readonly seen?: Pick<ChoiceOptions, 'samples' | 'small'>;
}

export interface RewrittenEntries {
  readonly entries: readonly TocEntry[];
  /** How tables are distributed that do not say it themselves, in the archive's order. */
  readonly distributions: readonly Distributed[];
  /** What was asked for of entries, and is told by a plan alone. */
  readonly planned: readonly { readonly subject: string; readonly message: string }[];
  /** Tables whose unique keys have no column in common, where nobody has said what shall be of them. */
  readonly undecided: readonly Undecided[];
  /** Those whose rows are to come otherwise than the archive has them. */
  readonly rows: ReadonlyMap<DumpId, RowsChange>;
  readonly summary: RewriteSummary;
}

/**
 * Says an archive's entries as a target wants them. What it will have otherwise, and what it cannot have, is told to the
 * reporter with the reason, of the entries that are `wanted`.
 */
export function rewriteEntries(
  entries: readonly TocEntry[],
  target: Wording,
  reporter: Reporter,
  {
    lexing = standardLexing,
    infiniteTypes = [],
    isWanted = () => true,
    preferences = noPreferences,
    bytesOf = () => null,
    seen = {},
  }: RewriteOptions = {},
): RewrittenEntries {
  const archive = new ArchiveIndex(withoutDetached(entries, isWanted), lexing, infiniteTypes);
  const { spreads } = target;
  const distribution =
    spreads === null
      ? null
      : new Distribution(entries, archive, {
          ...spreads,
          ...preferences,
          ...seen,
          bytesOf: sizes(entries, archive, bytesOf),
        });
  const rules = [
    ...wantedRules(preferences),
    ...target.rules,
    ...storageRules(entries, archive, target, preferences),
    ...(distribution === null ? [] : [distribution.rule]),
  ];
  const rewriter = new EntriesRewriter(archive, rules, distribution, reporter, isWanted);
  for (const entry of entries) rewriter.rewrite(entry);
  rewriter.conditions.tell(reporter);
  tellUnusedWishes(entries, archive, preferences, spreads !== null, reporter);
  rewriter.tellTogether();
  const { kept, rows, distributions, planned, undecided, changed, leftOut } = rewriter;
  const summary = { target: target.title, changed, leftOut };
  return { entries: kept, rows, distributions, planned, undecided, summary };
}

/** A partition that is wanted without what attaches it is a table of its own. */
function withoutDetached(entries: readonly TocEntry[], isWanted: (dumpId: DumpId) => boolean): readonly TocEntry[] {
  const isLeft = ({ desc, dumpId }: TocEntry): boolean => desc === 'TABLE ATTACH' && !isWanted(dumpId);
  if (!entries.some(isLeft)) return entries;
  const tables = entries.filter(({ desc, dumpId }) => desc === 'TABLE' && isWanted(dumpId));
  const wanted = new Set(tables.map(keyOfTable));
  return entries.filter((entry) => !isLeft(entry) || !wanted.has(keyOfTable(entry)));
}

/** Of a table the bytes of its rows, those in its partitions among them. */
function sizes(
  entries: readonly TocEntry[],
  { families }: ArchiveIndex,
  bytesOf: (data: TocEntry) => number | null,
): (table: Rewritable) => number | null {
  const data = new Map(entries.flatMap((entry) => (entry.desc === 'TABLE DATA' ? [[keyOfTable(entry), entry]] : [])));
  const sizeOf = (name: QualifiedName): number | null => {
    const entry = data.get(keyOf(name));
    const sizes = [
      entry === undefined ? null : bytesOf(entry),
      ...families.partsOf(name).map((part) => sizeOf(part.name)),
    ];
    return sizes.reduce((sum, size) => (size === null ? sum : (sum ?? 0) + size), null);
  };
  return (table) => sizeOf(nameOf(table));
}
