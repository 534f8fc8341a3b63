import type { ArchiveReader, DefinitionOf, LargeObject } from '../archive/archive.ts';
import { withEntries, type Payload } from '../archive/with-entries.ts';
import { UserError } from '../errors.ts';
import type { Reporter } from '../log.ts';
import { shown } from '../model/text.ts';
import { withLargeObjectTable, type WithLargeObjectTable } from '../rewrite/large-objects/large-object-table.ts';
import { rowsOfLargeObjects } from '../rewrite/large-objects/rows.ts';
import { mapEntries, type MappedEntries } from '../rewrite/mapping/map-entries.ts';
import { mapsAnything, type Mapping } from '../rewrite/mapping/mapping.ts';
import { withPublicSchema } from '../rewrite/mapping/public-schema.ts';
import { bothChanges } from '../rewrite/rewrite-one.ts';
import { largeObjects } from '../rewrite/rules/large-objects.ts';
import type { Undecided } from '../rewrite/entries-rewriter.ts';
import {
  rewriteEntries,
  type RewriteOptions,
  type RewriteSummary,
  type RewrittenEntries,
  type Wording,
} from '../rewrite/rewrite-entries.ts';
import { noPreferences, wantsChanges, type Preferences } from '../rewrite/preferences.ts';
import { targetNames, targets, type TargetName } from '../rewrite/targets.ts';
import type { Lexing } from '../sql/lexer.ts';
import type { TocEntry } from '../toc/entry.ts';
import { releaseOf } from './archive-release.ts';
import { archiveSettings } from './archive-settings.ts';
import { isOwn } from './engine.ts';
import { lookAtRows } from './sampling.ts';

/** An archive as an engine, or null: its own, and a user want it said; `rewrite` null: as it is. Only of wanted entries it is told what was changed. */
export async function rewrittenFor(
  engine: TargetName | null,
  reader: ArchiveReader,
  reporter: Reporter,
  options: RewritingOptions = {},
): Promise<{
  readonly reader: ArchiveReader;
  readonly rewrite: RewriteSummary | null;
  readonly rows: RewrittenEntries['rows'];
}> {
  if (isOwn(engine, reader) && !wantsChanges(options.preferences ?? noPreferences))
    return { reader, rewrite: null, rows: new Map() };
  const rewritten = await rewrittenEntries(engine, reader, reporter, options);
  if (rewritten.undecided.length > 0) throw undecidedError(rewritten.undecided);
  const payload: Payload = (entry, signal) => {
    const objects = rewritten.largeObjects.get(entry.dumpId);
    if (objects !== undefined) return rowsOfLargeObjects(objectsOf(reader, objects, signal));
    const data = reader.readData(entry, signal);
    return rewritten.rows.get(entry.dumpId)?.(data) ?? data;
  };
  const { definition } = rewritten;
  const whole: DefinitionOf | undefined =
    definition === undefined || reader.definition === undefined
      ? reader.definition
      : async (entry) => {
          const text = await reader.definition?.(entry);
          return text === undefined ? undefined : definition(entry, text);
        };
  const said = withEntries(reader, rewritten.entries, payload, whole);
  return { reader: said, rewrite: rewritten.summary, rows: rewritten.rows };
}

/** Entries said otherwise, and of those whose rows are large objects the entries that have these. */
interface RewrittenArchive extends RewrittenEntries {
  /** The entries with the names that the archive has. */
  readonly unmapped: readonly TocEntry[];
  readonly largeObjects: WithLargeObjectTable['sources'];
  /** What becomes of definitions that entries are without. */
  readonly definition?: MappedEntries['definition'];
}

export interface RewritingOptions extends Pick<RewriteOptions, 'isWanted' | 'preferences'> {
  readonly signal?: AbortSignal | undefined;
}

export async function rewrittenEntries(
  engine: TargetName | null,
  archive: ArchiveReader,
  reporter: Reporter,
  { signal, ...options }: RewritingOptions,
): Promise<RewrittenArchive> {
  const { preferences = noPreferences } = options;
  const { mapping } = preferences;
  const reader = withSchemasFor(preferences, archive);
  const wording = wordingOf(engine, reader, options.preferences);
  const looking = { ...options, lexing: lexingOf(reader) };
  const objects = largeObjectsOf(reader, wording, reporter, options);
  const seen =
    wording.spreads === null ? {} : await lookAtRows(reader, wording.spreads, reporter, { ...looking, signal });
  const rewritten = rewriteEntries(objects?.entries ?? reader.entries, wording, reporter, {
    ...looking,
    infiniteTypes: releaseOf(reader, { release: undefined }).infiniteTypes,
    bytesOf: (data) => reader.dataLength(data),
    seen,
  });
  const told = { ...rewritten, unmapped: rewritten.entries, largeObjects: objects?.sources ?? new Map() };
  return mapsAnything(mapping) ? withMappedNames(told, mapping, reader, reporter, options) : told;
}

/** Behind all that is said for an engine, by the names that the archive has. */
function withMappedNames(
  rewritten: RewrittenArchive,
  mapping: Mapping,
  reader: ArchiveReader,
  reporter: Reporter,
  { isWanted = () => true }: RewritingOptions,
): RewrittenArchive {
  const { entries, rows, definition } = mapEntries(rewritten.entries, mapping, reporter, {
    lexing: lexingOf(reader),
    isWanted,
  });
  const [before, after] = [new Set(reader.entries), new Set(entries)];
  const newly = rewritten.entries.filter((entry) => before.has(entry) && !after.has(entry) && isWanted(entry.dumpId));
  const both = new Map(rewritten.rows);
  for (const [dumpId, change] of rows) both.set(dumpId, bothChanges(both.get(dumpId) ?? null, change) ?? change);
  const changed = rewritten.summary.changed + newly.length;
  return { ...rewritten, entries, rows: both, definition, summary: { ...rewritten.summary, changed } };
}

/** An archive with entries for schemas that are no longer those which every database has. */
export function withSchemasFor(preferences: Preferences, reader: ArchiveReader): ArchiveReader {
  const entries = withPublicSchema(reader.entries, preferences);
  return entries === reader.entries
    ? reader
    : withEntries(reader, entries, (entry, signal) => reader.readData(entry, signal));
}

/** Large objects as rows of a table, where the target has none and somebody wants them. */
function largeObjectsOf(
  { entries }: ArchiveReader,
  { rules }: Wording,
  reporter: Reporter,
  { preferences, isWanted = () => true }: Pick<RewriteOptions, 'isWanted' | 'preferences'>,
): WithLargeObjectTable | null {
  const name = preferences?.largeObjectTable ?? null;
  if (name === null || !rules.includes(largeObjects)) return null;
  const objects = withLargeObjectTable(entries, name);
  if (objects === null || ![...objects.sources.keys()].some(isWanted)) return objects;
  const { count } = objects;
  const what = count === 1 ? '1 large object has' : `${count} large objects have`;
  const message = `${what} become rows of table "${shown(name.join('.'))}", without owners, rights and comments of their own`;
  reporter.diagnostic({ severity: 'info', subject: null, message });
  return objects;
}

async function* objectsOf(
  reader: ArchiveReader,
  entries: readonly TocEntry[],
  signal: AbortSignal | undefined,
): AsyncGenerator<LargeObject, void, undefined> {
  for (const entry of entries) yield* reader.readLargeObjects(entry, signal);
}

/** How the sessions of an archive read strings. */
export const lexingOf = ({ entries, header }: ArchiveReader): Lexing => ({
  standardStrings: archiveSettings(entries, header.version, { clean: false }).standardStrings,
});

function wordingOf(engine: TargetName | null, reader: ArchiveReader, { wishes } = noPreferences): Wording {
  if (engine !== null && !isOwn(engine, reader)) return targets[engine];
  const own = targetNames.find((name) => isOwn(name, reader));
  // Each table says how it is distributed, and keeps to that unless somebody wishes otherwise.
  const spreads = own === undefined || wishes.length === 0 ? null : targets[own].spreads;
  return { title: null, spreads, storage: own === undefined ? null : targets[own].storage, rules: [] };
}

/** What can be answered where unique keys have no column in common. */
export const uniqueConflictHint =
  'No segment could hold to all of them. Say by --unique-conflict what shall be: replicate (all rows on each segment), ' +
  'demote (all but one become plain indexes) or drop (all but one are left out).';

const undecidedError = (tables: readonly Undecided[]): UserError =>
  new UserError(
    `the unique keys of ${tables.length === 1 ? 'a table' : `${tables.length} tables`} have no column in common`,
    { detail: tables.map(({ subject, keys }) => `${subject}: ${keys}`).join('\n'), hint: uniqueConflictHint },
  );
