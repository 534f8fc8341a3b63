import { silentReporter, type Reporter } from '../log.ts';
import { shown, type ByteString } from '../model/text.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { standardLexing, type Lexing } from '../sql/lexer.ts';
import type { TocEntry } from '../toc/entry.ts';
import { ArchiveIndex } from './archive-index.ts';
import { Conditions } from './conditions.ts';
import type { ChoiceOptions } from './distribution/choose.ts';
import { Distribution } from './distribution/distribute.ts';
import { keyOfTable } from './distribution/families.ts';
import { noPreferences, type Preferences } from './preferences.ts';
import { keyOf, nameOf, type QualifiedName } from './qualified-name.ts';
import type { Rewritable } from './rewritable.ts';
import { rewriteOne, tellLeftOut, type Count, type RewrittenOne } from './rewrite-one.ts';
import type { Moved, RowsChange, Rule } from './rule.ts';
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

/** `table "s.t"`, and what was chosen for it. */
export interface Distributed {
  readonly subject: string;
  readonly clause: ByteString;
  readonly why: string;
}

/** A table, and its unique keys for people. */
export interface Undecided {
  readonly subject: string;
  readonly keys: string;
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
  const rows = new Map<DumpId, RowsChange>();
  const rulesOf = rulesByDesc([
    ...wantedRules(preferences),
    ...target.rules,
    ...storageRules(entries, archive, target, preferences),
    ...(distribution === null ? [] : [distribution.rule]),
  ]);
  /** Entries that are left out, for people. */
  const gone = new Map<DumpId, string>();
  /** Those of them whose rows are not. */
  const moved = new Set<DumpId>();
  const split = new Set<DumpId>();
  const conditions = new Conditions();
  const counts = new Map<Rule, { readonly objects: number; readonly severity: 'warning' | 'info' }>();
  const kept: TocEntry[] = [];
  /** Greenplum's own pg_dump gives a type and its storage options one number: what needs it needs the type. */
  const keptIds = new Set<DumpId>();
  const undecided: Undecided[] = [];
  const distributions: Distributed[] = [];
  const planned: { subject: string; message: string }[] = [];
  let changed = 0;
  let leftOut = 0;
  for (const entry of entries) {
    const wanted = isWanted(entry.dumpId);
    const subject = subjectOf(entry);
    if (wanted && distribution !== null) {
      const keys = distribution.conflictOf(entry);
      if (keys !== undefined) undecided.push({ subject, keys });
      const choice = distribution.choiceFor(entry);
      if (choice !== undefined) distributions.push({ subject, clause: choice.clause, why: choice.why });
    }
    const listener = wanted ? reporter : silentReporter;
    const count: Count = (rule, objects, severity) => {
      if (wanted) counts.set(rule, { objects: (counts.get(rule)?.objects ?? 0) + objects, severity });
    };
    const isRows = entry.desc === 'TABLE DATA';
    const needed = entry.dependencies.find((dumpId) => gone.has(dumpId) && !(isRows && moved.has(dumpId)));
    const isOfSplit = entry.desc === 'COMMENT' && entry.dependencies.some((dumpId) => split.has(dumpId));
    const rules = rulesOf(entry.desc);
    let said: RewrittenOne<TocEntry> | Moved | null = null;
    if (needed !== undefined && moved.has(needed)) {
      // What is said of a table that became part of another may be said of that.
      const own = rewriteOne(entry, subject, rules, archive, silentReporter);
      if (own !== null && 'isThere' in own) said = own;
    }
    if (said !== null) {
      // It is not said here.
    } else if (needed !== undefined) {
      // What belongs to an entry goes with it.
      if (!satellites.has(entry.desc)) tellLeftOut(listener, subject, `it needs ${gone.get(needed)}`);
    } else if (isOfSplit) tellLeftOut(listener, subject, 'what it is about is said of each partition');
    else said = rewriteOne(entry, subject, rules, archive, listener, count);
    if (said === null) {
      if (!wanted) continue;
      if (!keptIds.has(entry.dumpId)) gone.set(entry.dumpId, subject);
      leftOut += 1;
      continue;
    }
    if ('isThere' in said) {
      if (wanted) changed += 1;
      if (said.isThere) continue;
      gone.set(entry.dumpId, subject);
      moved.add(entry.dumpId);
      continue;
    }
    // What is on each partition is dropped with its table alone.
    const rewritten = said.isSplit ? { ...said.entry, dropStatement: '' } : said.entry;
    if (said.rows !== null) rows.set(entry.dumpId, said.rows);
    if (said.isSplit) split.add(entry.dumpId);
    if (wanted) planned.push(...said.planned.map((message) => ({ subject, message })));
    conditions.add(entry, wanted ? subject : null, said.conditions);
    kept.push(rewritten);
    keptIds.add(entry.dumpId);
    if (rewritten === entry) continue;
    if (wanted) changed += 1;
    if (entry.desc === 'TABLE') archive.update(said.known);
  }
  conditions.tell(reporter);
  tellUnusedWishes(entries, archive, preferences, spreads !== null, reporter);
  for (const [{ together }, { objects, severity }] of counts) {
    if (together !== undefined) reporter.diagnostic({ severity, subject: null, message: together(objects) });
  }
  return {
    entries: kept,
    rows,
    distributions,
    planned,
    undecided,
    summary: { target: target.title, changed, leftOut },
  };
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

const satellites = new Set([
  'TABLE DATA',
  'TABLE ATTACH',
  'INDEX ATTACH',
  'MATERIALIZED VIEW DATA',
  'STATISTICS DATA',
  'SEQUENCE SET',
  'BLOBS',
  'ACL',
  'COMMENT',
  'SECURITY LABEL',
  'SEQUENCE OWNED BY',
  'DEFAULT',
]);

/** `table "shop.orders"`. */
function subjectOf({ desc, namespace, tag }: TocEntry): string {
  const name = namespace === null || namespace === '' ? tag : `${namespace}.${tag}`;
  return `${desc.toLowerCase()} "${shown(name)}"`;
}

function rulesByDesc(rules: readonly Rule[]): (desc: string) => readonly Rule[] {
  const known = new Map<string, readonly Rule[]>();
  return (desc) => {
    const found = known.get(desc) ?? rules.filter(({ descs }) => descs.includes(desc));
    known.set(desc, found);
    return found;
  };
}
