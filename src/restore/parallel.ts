import type { ArchiveReader } from '../archive/archive.ts';
import { UserError } from '../errors.ts';
import { shown } from '../model/text.ts';
import type { ConcurrentSink, Sink } from '../sink/sink.ts';
import { isUsual } from '../toc/entry-table.ts';
import { truncateTables } from './around-data.ts';
import type { PickedEntry } from './pick.ts';
import { restoreEntry, type Lane } from './restore-entry.ts';
import { Schedule } from './schedule.ts';
import type { TocEntry } from '../toc/entry.ts';

/** Wakes those who wait for the schedule to have something new. */
class Bell {
  #ring: () => void = () => {};
  #rung = new Promise<void>((resolve) => (this.#ring = resolve));

  ring(): void {
    this.#ring();
    this.#rung = new Promise<void>((resolve) => (this.#ring = resolve));
  }

  next(): Promise<void> {
    return this.#rung;
  }
}

/**
 * Restores with several connections: pre-data by the leader alone, then everything by all of them, whatever is ready,
 * and at last what circular dependencies have kept back. Gives back how many statements the others had refused.
 */
export async function restoreInParallel(
  leader: Lane,
  picked: readonly PickedEntry[],
  sink: ConcurrentSink,
  openLane: (sink: Sink) => Promise<Lane>,
): Promise<number> {
  const { reader, reporter, options } = leader;
  const dataLength = (entry: TocEntry): number => reader.dataLength(entry) ?? 0;
  const schedule = new Schedule(picked, leader.tables, dataLength, sink.release);
  for (const each of schedule.takeSerial()) {
    reporter.verbose(`processing item ${shownItem(each)}`);
    await restoreEntry(leader, each);
  }
  await truncateTables(leader, picked);
  await leader.replay.transactions.close();

  reporter.verbose('entering main parallel loop');
  const others: ConcurrentSink[] = [];
  try {
    const lanes: Lane[] = [{ ...leader, parallel: true }];
    while (lanes.length < options.jobs) {
      const other = await sink.openAnother();
      others.push(other);
      lanes.push(await openLane(other));
    }
    await workOff(schedule, lanes, [sink, ...others]);
  } finally {
    for (const other of others) await other[Symbol.asyncDispose]();
  }
  reporter.verbose('finished main parallel loop');
  for (const each of schedule.takeLeftovers()) {
    reporter.verbose(`processing missed item ${shownItem(each)}`);
    await restoreEntry(leader, each);
  }
  return others.reduce((errors, other) => errors + other.errors, 0);
}

/** What cannot be done in parallel is refused before anything is restored. */
export function checkParallel(reader: ArchiveReader): void {
  if (reader.format === 'plain' && reader.entries.some(({ desc }) => !isUsual(desc))) {
    throw new UserError('a script that pg_dump has not written is not restored in parallel', {
      hint: 'Which of its statements need which others is not known.',
    });
  }
  if (reader.access === 'random') return;
  if (reader.format === 'tar') throw new UserError('parallel restore is not supported with this archive file format');
  if (reader.format === 'backup-set') {
    throw new UserError('parallel restore is not supported of files that have rows of several tables', {
      hint: 'They are read from begin to end: convert the set to a directory or custom archive first.',
    });
  }
  throw new UserError('parallel restore from standard input is not supported');
}

const shownItem = ({ entry }: PickedEntry): string => shown(`${entry.dumpId} ${entry.desc} ${entry.tag}`);

/** Lets all lanes work until the schedule is over. When one fails the others are stopped, and its error is thrown. */
async function workOff(schedule: Schedule, lanes: readonly Lane[], sinks: readonly ConcurrentSink[]): Promise<void> {
  const bell = new Bell();
  let failure: { readonly error: unknown } | undefined;
  const work = async (lane: Lane): Promise<void> => {
    while (failure === undefined && !schedule.isOver) {
      const next = schedule.take();
      if (next === undefined) {
        if (!schedule.isOver) await bell.next();
        continue;
      }
      lane.reporter.verbose(`launching item ${shownItem(next)}`);
      await restoreEntry(lane, next);
      schedule.finished(next);
      lane.reporter.verbose(`finished item ${shownItem(next)}`);
      bell.ring();
    }
    bell.ring();
  };
  const stopOthers = (error: unknown): void => {
    failure ??= { error };
    bell.ring();
    for (const sink of sinks) sink.cancel();
  };
  await Promise.all(lanes.map((lane) => work(lane).catch(stopOthers)));
  if (failure !== undefined) throw failure.error;
}
