import type { DumpId } from '../model/catalog-id.ts';
import type { TocEntry } from '../toc/entry.ts';
import { restorePass, restorePasses, type RestorePass } from './passes.ts';
import { PartitionTrees } from './partition-trees.ts';
import { isWanted, type PickedEntry } from './pick.ts';
import type { TableLinks } from './table-links.ts';

/** An entry on its way through the schedule. */
interface Job {
  readonly picked: PickedEntry;
  readonly pass: RestorePass;
  /** What it waits for, and what it shares with others; post-data entries name a table's data where it has any. */
  readonly dependencies: readonly DumpId[];
  /** Tables and publications it changes the definition of: nothing else may touch them meanwhile. */
  readonly locks: ReadonlySet<DumpId>;
  /** What it depends on and what it locks. */
  readonly touches: readonly DumpId[];
  /** How much work it is, in bytes of data. */
  readonly weight: number;
  readonly waiting: Job[];
  /** Dependencies not yet restored, each as often as it is named. */
  blockers: number;
  state: 'pending' | 'ready' | 'running' | 'done';
}

/**
 * What may be restored next when several work at once: everything that an entry depends on is there, nothing that runs
 * needs a table that the entry locks, or the other way round, and among those the biggest first. Unwanted entries take
 * part, as others may depend on each other through them. (restore_toc_entries_parallel in pg_backup_archiver.c)
 */
export class Schedule {
  readonly #jobs: readonly Job[];
  readonly #byDumpId = new Map<DumpId, Job>();
  readonly #running = new Set<Job>();
  #ready: Job[] = [];
  #pass = 0;
  /** What becomes ready is offered; not so while one connection goes through pre-data. */
  #isOpen = false;

  /** `indexesTogether`: of one table. */
  constructor(
    entries: readonly PickedEntry[],
    tables: TableLinks,
    dataLength: (entry: TocEntry) => number,
    { indexesTogether = true } = {},
  ) {
    const kinds = new Map(entries.map(({ entry }) => [entry.dumpId, entry.desc]));
    const trees = new PartitionTrees(entries.map(({ entry }) => entry));
    this.#jobs = entries.map((picked) => toJob(picked, kinds, trees, tables, dataLength, indexesTogether));
    for (const job of this.#jobs) this.#byDumpId.set(job.picked.entry.dumpId, job);
    for (const job of this.#jobs) {
      for (const dumpId of job.dependencies) {
        const blocker = this.#byDumpId.get(dumpId);
        if (blocker === undefined) continue;
        blocker.waiting.push(job);
        job.blockers += 1;
      }
    }
  }

  /**
   * What one connection restores before the others begin: all of pre-data, in its order, and what has no section up to
   * the first entry left out. The caller restores them one after the other.
   */
  takeSerial(): readonly PickedEntry[] {
    const taken: PickedEntry[] = [];
    let leftOut = false;
    for (const job of this.#jobs) {
      const { section } = job.picked.entry;
      if (section === 'data' || section === 'post-data') leftOut = true;
      const early = section === 'pre-data' || (section === 'none' && !leftOut);
      if (!early || job.pass !== 'main') continue;
      taken.push(job.picked);
      this.#settle(job);
    }
    this.#isOpen = true;
    this.#fill();
    return taken;
  }

  /** Takes the next entry that may run now; undefined: none, until one that runs is `finished`. */
  take(): PickedEntry | undefined {
    for (;;) {
      const job = this.#next();
      if (job === undefined) {
        if (this.#running.size > 0 || !this.#advance()) return undefined;
      } else if (isWanted(job.picked)) {
        job.state = 'running';
        this.#running.add(job);
        return job.picked;
      } else this.#settle(job);
    }
  }

  finished(picked: PickedEntry): void {
    const job = this.#byDumpId.get(picked.entry.dumpId);
    if (job === undefined || !this.#running.delete(job)) return;
    this.#settle(job);
  }

  /** Nothing runs, and nothing more can. */
  get isOver(): boolean {
    return this.#running.size === 0 && this.#ready.length === 0 && this.#pass >= restorePasses.length;
  }

  /** What dependencies in a circle have kept back, to be restored one after the other. */
  takeLeftovers(): readonly PickedEntry[] {
    return this.#jobs.filter(({ state }) => state === 'pending').map(({ picked }) => picked);
  }

  /**
   * The biggest entry that is ready and shares no lock with a running one. Privileges are granted one at a time: those
   * of a partitioned table reach its partitions on Greenplum, which refuses another at the same moment.
   */
  #next(): Job | undefined {
    const running = [...this.#running];
    if (running.length > 0 && restorePasses[this.#pass] === 'acl') return undefined;
    const index = this.#ready.findIndex(
      (job) => !running.some((other) => conflict(job, other) || conflict(other, job)),
    );
    return index < 0 ? undefined : this.#ready.splice(index, 1)[0];
  }

  #advance(): boolean {
    if (this.#pass >= restorePasses.length) return false;
    this.#pass += 1;
    this.#fill();
    return this.#pass < restorePasses.length;
  }

  /** Entries of the current pass that wait for nothing. */
  #fill(): void {
    for (const job of this.#jobs) if (job.state === 'pending') this.#offer(job);
  }

  #offer(job: Job): void {
    if (job.blockers > 0 || job.pass !== restorePasses[this.#pass]) return;
    job.state = 'ready';
    const index = this.#ready.findIndex((other) => isBigger(job, other));
    this.#ready.splice(index < 0 ? this.#ready.length : index, 0, job);
  }

  #settle(job: Job): void {
    job.state = 'done';
    for (const waiting of job.waiting) {
      waiting.blockers -= 1;
      if (waiting.state === 'pending' && this.#isOpen) this.#offer(waiting);
    }
  }
}

const isBigger = (job: Job, other: Job): boolean =>
  job.weight !== other.weight ? job.weight > other.weight : job.picked.entry.dumpId < other.picked.entry.dumpId;

const conflict = (job: Job, other: Job): boolean => other.touches.some((dumpId) => job.locks.has(dumpId));

/** Greenplum notes down who last altered a publication, and fails where two do so at once. */
const lockable: ReadonlySet<string> = new Set(['TABLE', 'TABLE DATA', 'PUBLICATION']);

function toJob(
  picked: PickedEntry,
  kinds: ReadonlyMap<DumpId, string>,
  trees: PartitionTrees,
  tables: TableLinks,
  dataLength: (entry: TocEntry) => number,
  indexesTogether: boolean,
): Job {
  const { entry } = picked;
  const afterData = entry.section === 'post-data';
  // An index or a constraint is to be made when the table's rows are there. TRUNCATE before them forgets statistics.
  const withData = (dumpId: DumpId): DumpId => tables.dataOf(dumpId)?.dumpId ?? dumpId;
  const dependencies =
    afterData || entry.desc === 'STATISTICS DATA' ? entry.dependencies.map(withData) : entry.dependencies;
  const filled = afterData ? entry.dependencies.flatMap((dumpId) => tables.dataOf(dumpId) ?? []) : [];
  // CREATE INDEX lets others read; all else after the data alters the tables it names.
  const isExclusive = afterData && (entry.desc !== 'INDEX' || !indexesTogether);
  const altered = isExclusive ? trees.reachedBy(entry.desc, entry.dependencies).map(withData) : [];
  const locks = new Set(altered.filter((dumpId) => lockable.has(kinds.get(dumpId) ?? '')));
  return {
    picked,
    pass: restorePass(entry),
    dependencies,
    locks,
    touches: [...dependencies, ...locks],
    weight: Math.max(entry.hasData ? dataLength(entry) : 0, ...filled.map(dataLength)),
    waiting: [],
    blockers: 0,
    state: 'pending',
  };
}
