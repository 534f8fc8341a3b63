import type { ArchiveReader } from '../archive/archive.ts';
import type { Diagnostic, Reporter } from '../log.ts';
import type { Preferences } from '../rewrite/preferences.ts';
import type { Distributed, Undecided } from '../rewrite/rewrite-entries.ts';
import { targets, type TargetName } from '../rewrite/targets.ts';
import type { RestoreSelection } from './options.ts';
import { isWanted, pickEntries } from './pick.ts';
import { rewrittenEntries } from './rewritten.ts';
import { chosenOrder } from './use-list.ts';

/** `trigger "s.t tr"`, and what is said of it. */
export interface Planned {
  readonly subject: string;
  readonly message: string;
}

/** What a restore for an engine would do, before anything is touched. */
export interface Plan {
  /** The engine, for people. */
  readonly target: string;
  /** Entries that would be restored. */
  readonly entries: number;
  readonly distributions: readonly Distributed[];
  /** What the target will have otherwise than the source had. */
  readonly changed: readonly Planned[];
  readonly leftOut: readonly Planned[];
  /** Tables about which somebody has to decide. */
  readonly undecided: readonly Undecided[];
}

export interface PlanOptions extends RestoreSelection {
  readonly engine: TargetName;
  readonly preferences: Preferences;
  /** -L: the list file's path. */
  readonly useList: string | undefined;
}

export async function planRestore(archive: ArchiveReader, options: PlanOptions, reporter: Reporter): Promise<Plan> {
  const order = await chosenOrder(archive.entries, options.useList, reporter);
  const picked = pickEntries(order.entries, options, order.listed).filter(isWanted);
  const wanted = new Set(picked.map(({ entry }) => entry.dumpId));
  const told: Diagnostic[] = [];
  const listener: Reporter = { ...reporter, diagnostic: (each) => void told.push(each) };
  const { distributions, undecided } = rewrittenEntries(options.engine, archive, listener, {
    isWanted: (dumpId) => wanted.has(dumpId),
    preferences: options.preferences,
  });
  const planned = (severity: Diagnostic['severity']): readonly Planned[] =>
    told
      .filter((each) => each.severity === severity)
      .map(({ subject, message }) => ({ subject: subject ?? '', message: message.replace(/^left out: /, '') }));
  return {
    target: targets[options.engine].title,
    entries: picked.length,
    distributions,
    changed: planned('info'),
    leftOut: planned('warning'),
    undecided,
  };
}
