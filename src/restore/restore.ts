import type { ArchiveReader } from '../archive/archive.ts';
import { withKeywords } from '../ddl/quote.ts';
import type { Reporter } from '../log.ts';
import type { Release } from '../model/release.ts';
import { shown, toByteString } from '../model/text.ts';
import { makeRestrictKey } from '../sink/psql.ts';
import { isDatabase, Replay } from '../sink/replay.ts';
import { scriptFoot, scriptHead, type ScriptFrame } from '../sink/script-frame.ts';
import { isConcurrent, type Sink } from '../sink/sink.ts';
import type { TocEntry } from '../toc/entry.ts';
import { lookUp } from '../toc/look-up.ts';
import { releaseOf } from './archive-release.ts';
import { archiveSettings } from './archive-settings.ts';
import { dropOf } from './drop-statements.ts';
import { archiveTime, shownTime } from './local-time.ts';
import { globalsFor, restoreGlobals } from './globals.ts';
import { warnOfMissing } from './object-filters.ts';
import type { RestoreOptions } from './options.ts';
import { analyzeTables, hasRows, truncateTables } from './around-data.ts';
import { restorePass, restorePasses } from './passes.ts';
import { isWanted, pickEntries, type PickedEntry } from './pick.ts';
import { restoreInParallel } from './parallel.ts';
import { restoreEntry, type Lane } from './restore-entry.ts';
import { TableLinks } from './table-links.ts';
import { engineOf, releaseOfEngine } from './engine.ts';
import { rewrittenFor, withSchemasFor } from './rewritten.ts';
import { Tally, type RestoreSummary } from './tally.ts';
import { chosenOrder } from './use-list.ts';

export type { RestoreSummary } from './tally.ts';

/**
 * Restores an archive, or anything seen as one, into a database or a script. Neither the reader nor the sink is closed,
 * but the sink's `finish` has been called when this resolves. Rejects with the signal's reason once that aborts (a sink
 * that may take long over one statement is to know the signal too).
 */
export function restoreArchive(
  reader: ArchiveReader,
  sink: Sink,
  options: RestoreOptions,
  reporter: Reporter,
  signal?: AbortSignal,
): Promise<RestoreSummary> {
  return withKeywords(releaseOf(reader, options), () => restore(reader, sink, options, reporter, signal));
}

async function restore(
  original: ArchiveReader,
  sink: Sink,
  options: RestoreOptions,
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<RestoreSummary> {
  const archive = withSchemasFor(options.preferences, original);
  const engine = options.engine === 'server' ? engineOf(sink) : options.engine;
  const order = await chosenOrder(archive.entries, options.useList, reporter);
  warnOfMissing(order.entries, options.filters, reporter);
  const listed = withoutPublicSchema(
    pickEntries(order.entries, options, order.listed),
    releaseOf(archive, options),
    options,
  );
  const chosen = withoutStatisticsFor(sink, listed, reporter);
  const wanted = new Set(chosen.filter(isWanted).map(({ entry }) => entry.dumpId));
  const { reader, rewrite } = await rewrittenFor(engine, archive, reporter, {
    isWanted: (dumpId) => wanted.has(dumpId),
    preferences: options.preferences,
    signal,
  });
  const picked = rewrite === null ? chosen : inTheirWords(chosen, reader);
  // What is said for an engine is said as its own programs say it, settings and all.
  const isOwn = rewrite === null || rewrite.target === null;
  const release = isOwn || engine === null ? releaseOf(archive, options) : releaseOfEngine(engine, options);
  if (!(sink.release ?? release).setsDefaultWithOids) warnOfOids(reader, reporter);
  const frame = scriptFrame(reader, options, release);
  const run: Run = {
    reader,
    release,
    restrictKey: frame.restrictKey,
    options: impliedOptions(picked, options, reporter),
    reporter,
    tables: new TableLinks(reader.entries),
    tally: new Tally(reader, picked.filter(isWanted), reporter, signal),
  };
  const lane = openLane(run, sink);

  reporter.stage?.('INITIALIZING');
  await sink.comment(scriptHead(frame));
  if (options.singleTransaction) await lane.replay.transactions.begin();
  await lane.replay.begin();
  reporter.stage?.('PROCESSING TOC');
  if (options.globals) await restoreGlobals(lane, globalsFor(rewrite === null ? null : engine, original, reporter));
  if (options.clean) await dropAll(lane, picked);
  const errors = await restoreAll(run, lane, sink, picked);
  await analyzeTables(lane, picked);
  if (options.singleTransaction) await lane.replay.transactions.commit();
  await lane.replay.transactions.close();
  await sink.comment(scriptFoot(frame, options.verbose ? toByteString(shownTime(new Date())) : null));
  await sink.finish();
  return { ...run.tally.summary(sink.errors + errors), rewrite };
}

/** What was picked, as the reader has it now; what it has no more is left out. */
function inTheirWords(picked: readonly PickedEntry[], { entries }: ArchiveReader): readonly PickedEntry[] {
  // Greenplum's own pg_dump gives a type and its storage options one number.
  const keyOf = ({ dumpId, desc }: TocEntry): string => `${dumpId} ${desc === 'TYPE STORAGE OPTIONS'}`;
  const rewritten = new Map(entries.map((entry) => [keyOf(entry), entry]));
  // Of large objects a table may have been made, which has other words.
  const tables = new Map(entries.flatMap((entry) => (entry.desc.startsWith('TABLE') ? [[entry.dumpId, entry]] : [])));
  return picked.flatMap((each) => {
    const { desc, dumpId } = each.entry;
    const entry = rewritten.get(keyOf(each.entry)) ?? (desc.startsWith('BLOB') ? tables.get(dumpId) : undefined);
    return entry === undefined ? [] : [{ ...each, entry }];
  });
}

function warnOfOids({ entries }: ArchiveReader, reporter: Reporter): void {
  const message = 'restoring tables WITH OIDS is not supported anymore';
  for (const { withOids } of entries)
    if (withOids) reporter.diagnostic({ severity: 'warning', subject: null, message });
}

/** Servers before 18 cannot be given statistics: everything else can be restored, and ANALYZE makes new ones. */
function withoutStatisticsFor(
  { release }: Sink,
  picked: readonly PickedEntry[],
  reporter: Reporter,
): readonly PickedEntry[] {
  if (release === undefined || release.putsStatistics || !picked.some(({ statistics }) => statistics)) return picked;
  reporter.diagnostic({
    severity: 'warning',
    subject: null,
    message: 'statistics are not restored: the server has no functions for them',
    hint: 'Run ANALYZE.',
  });
  return picked.map((each) => ({ ...each, statistics: false }));
}

/** Older programs create what initdb makes in no database. */
function withoutPublicSchema(
  picked: readonly PickedEntry[],
  { leavesPublicSchema }: Release,
  { clean, preferences }: RestoreOptions,
): readonly PickedEntry[] {
  if (!leavesPublicSchema || clean || preferences.mapping.schemas.has('public')) return picked;
  const isInitial = ({ desc, tag }: TocEntry): boolean =>
    (desc === 'SCHEMA' && tag === 'public') || (desc === 'COMMENT' && tag === 'SCHEMA public');
  return picked.map((each) => (isInitial(each.entry) ? { ...each, schema: false } : each));
}

/** What all connections of a restore share. */
type Run = Pick<Lane, 'reader' | 'options' | 'reporter' | 'tables' | 'tally'> & {
  readonly restrictKey: string | null;
  readonly release: Release;
};

/** Where nothing but data is wanted the restore is a data-only one, which --disable-triggers asks about. */
function impliedOptions(picked: readonly PickedEntry[], options: RestoreOptions, reporter: Reporter): RestoreOptions {
  if (!options.schema || picked.some(({ schema }) => schema)) return options;
  reporter.verbose('implied data-only restore');
  return { ...options, schema: false };
}

function openLane(run: Run, sink: Sink): Lane {
  const { reader, options, reporter, restrictKey, release } = run;
  const replay = new Replay(sink, {
    settings: archiveSettings(reader.entries, reader.header.version, options),
    options,
    release,
    reporter,
    restrictKey,
    placeOf: (entry) => reader.dataPlace?.(entry) ?? null,
    entryOf: lookUp(reader.entries),
  });
  return { ...run, replay, parallel: false };
}

/** Gives back how many statements were refused by other sinks than this one. */
async function restoreAll(run: Run, lane: Lane, sink: Sink, picked: readonly PickedEntry[]): Promise<number> {
  if (run.options.jobs > 1 && isConcurrent(sink)) {
    const worker: Run = { ...run, options: { ...run.options, transactionSize: undefined } };
    return restoreInParallel(lane, picked, sink, async (other) => {
      const opened = openLane(worker, other);
      await opened.replay.begin();
      return { ...opened, parallel: true };
    });
  }
  await restoreSerially(lane, picked);
  return 0;
}

function scriptFrame({ header }: ArchiveReader, options: RestoreOptions, release: Release): ScriptFrame {
  return {
    product: toByteString(release.product),
    restrictKey: options.restrictKey ?? (release.restrictsPsql ? makeRestrictKey() : null),
    namesVersions: release.headNamesVersions || options.verbose,
    serverVersion: header.serverVersion,
    dumperVersion: header.dumperVersion,
    startedAt: options.verbose ? toByteString(shownTime(archiveTime(header.createdAt))) : null,
  };
}

/** --clean: drops what is wanted, last created first; with --create the database alone, which takes all else along. */
async function dropAll(lane: Lane, picked: readonly PickedEntry[]): Promise<void> {
  const { replay, options, reporter } = lane;
  for (const { entry } of picked.filter(isWanted).toReversed()) {
    if ((options.create && !isDatabase(entry)) || entry.dropStatement === null) continue;
    const drop = dropOf(entry, options);
    if (!drop.placed) {
      const message = `could not find where to insert IF EXISTS in statement "${shown(entry.dropStatement)}"`;
      reporter.diagnostic({ severity: 'warning', subject: null, message });
    }
    await replay.drop(entry, drop.statements);
  }
  replay.dropsDone();
}

async function restoreSerially(lane: Lane, picked: readonly PickedEntry[]): Promise<void> {
  // A script is in the order in which it is to be run.
  const passes =
    lane.reader.format === 'plain'
      ? [picked]
      : restorePasses.map((pass) => picked.filter((each) => isWanted(each) && restorePass(each.entry) === pass));
  let isTruncated = false;
  for (const each of passes.flat()) {
    if (hasRows(each) && !isTruncated) {
      await truncateTables(lane, picked);
      isTruncated = true;
    }
    await restoreEntry(lane, each);
  }
}
