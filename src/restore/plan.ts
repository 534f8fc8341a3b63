import type { ArchiveReader } from '../archive/archive.ts';
import type { Diagnostic, Reporter } from '../log.ts';
import type { Preferences } from '../rewrite/preferences.ts';
import type { Distributed, Undecided } from '../rewrite/entries-rewriter.ts';
import { targets, type TargetName } from '../rewrite/targets.ts';
import { ArchiveIndex } from '../rewrite/archive-index.ts';
import { usualSegments } from '../rewrite/distribution/sample.ts';
import type { TocEntry } from '../toc/entry.ts';
import { archiveSettings } from './archive-settings.ts';
import type { RestoreSelection } from './options.ts';
import { isWanted, pickEntries } from './pick.ts';
import { lexingOf, rewrittenEntries } from './rewritten.ts';
import { spreadsOf, type TableSpread, type UnseenTable } from './spreads.ts';
import { TableRows } from './table-rows.ts';
import { chosenOrder } from './use-list.ts';

/** `trigger "s.t tr"`, and what is said of it. */
export interface Planned {
  readonly subject: string;
  readonly message: string;
}

/** What a restore for an engine would do, before anything is touched. */
export interface Plan {
  /** The engine, for people; null: the archive's own. */
  readonly target: string | null;
  /** Entries that would be restored. */
  readonly entries: number;
  readonly distributions: readonly Distributed[];
  /** What the target will have otherwise than the source had. */
  readonly changed: readonly Planned[];
  readonly leftOut: readonly Planned[];
  /** Tables about which somebody has to decide. */
  readonly undecided: readonly Undecided[];
  /** Where rows would be; null: the engine has no segments. */
  readonly spread: PlannedSpread | null;
}

export interface PlannedSpread {
  readonly segments: number;
  /** Nobody has said how many there are. */
  readonly isUsual: boolean;
  /** Of which rows have been looked at, */
  readonly tables: readonly TableSpread[];
  /** and those of which none could be. */
  readonly unseen: readonly UnseenTable[];
  /** Why no rows have been; null: they have. */
  readonly notSampled: string | null;
}

export interface PlanOptions extends RestoreSelection {
  /** null: the archive's own. */
  readonly engine: TargetName | null;
  readonly preferences: Preferences;
  /** -L: the list file's path. */
  readonly useList: string | undefined;
}

export async function planRestore(
  archive: ArchiveReader,
  options: PlanOptions,
  reporter: Reporter,
  signal?: AbortSignal,
): Promise<Plan> {
  const order = await chosenOrder(archive.entries, options.useList, reporter);
  const picked = pickEntries(order.entries, options, order.listed).filter(isWanted);
  const wanted = new Set(picked.map(({ entry }) => entry.dumpId));
  const told: Diagnostic[] = [];
  const listener: Reporter = { ...reporter, diagnostic: (each) => void told.push(each) };
  const { distributions, undecided, unmapped, ...rewritten } = await rewrittenEntries(
    options.engine,
    archive,
    listener,
    {
      isWanted: (dumpId) => wanted.has(dumpId),
      preferences: options.preferences,
      signal,
    },
  );
  const planned = (severity: Diagnostic['severity']): readonly Planned[] =>
    told
      .filter((each) => each.severity === severity)
      .map(({ subject, message }) => ({ subject: subject ?? '', message: message.replace(/^left out: /, '') }));
  return {
    target: options.engine === null ? null : targets[options.engine].title,
    entries: picked.length,
    distributions,
    changed: [...planned('info'), ...rewritten.planned],
    leftOut: planned('warning'),
    undecided,
    spread: await plannedSpread(archive, unmapped, options, {
      isWanted: (data) => wanted.has(data.dumpId),
      reporter,
      signal,
    }),
  };
}

interface Planning {
  readonly isWanted: (data: TocEntry) => boolean;
  readonly reporter: Reporter;
  readonly signal: AbortSignal | undefined;
}

async function plannedSpread(
  reader: ArchiveReader,
  rewritten: readonly TocEntry[],
  { engine, preferences }: PlanOptions,
  { isWanted, reporter, signal }: Planning,
): Promise<PlannedSpread | null> {
  const spreads = engine === null ? null : targets[engine].spreads;
  if (spreads === null) return null;
  const { sample, segments: said } = preferences;
  const segments = said ?? usualSegments;
  const archive = new ArchiveIndex(reader.entries, lexingOf(reader));
  const rows = new TableRows(reader, archive, reporter, signal);
  const notSampled = sample === null ? 'rows are not looked at' : (rows.notSampled?.notSampled ?? null);
  const tables: TableSpread[] = [];
  const unseen: UnseenTable[] = [];
  if (sample !== null && notSampled === null) {
    const looking = { segments, sample, ...spreads, isConverted: isConverted(reader), isWanted };
    for await (const spread of spreadsOf(reader, archive, rewritten, rows, looking)) {
      if ('notSampled' in spread) unseen.push(spread);
      else tables.push(spread);
    }
  }
  return { segments, isUsual: said === null, tables, unseen, notSampled };
}

/** Whether texts are in another encoding than the database was, and the one restored into will be. */
function isConverted({ entries, header }: ArchiveReader): boolean {
  const { encoding } = archiveSettings(entries, header.version, { clean: false });
  const database = entries.find(({ desc }) => desc === 'DATABASE')?.definition ?? '';
  const own = /\sENCODING\s*=\s*'([^']*)'/i.exec(database)?.[1];
  return own !== undefined && [own, encoding].every((each) => each !== 'SQL_ASCII') && own !== encoding;
}
