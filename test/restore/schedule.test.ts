import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PickedEntry } from '../../src/restore/pick.ts';
import { Schedule } from '../../src/restore/schedule.ts';
import { TableLinks } from '../../src/restore/table-links.ts';
import type { Section, TocEntry } from '../../src/toc/entry.ts';
import { entryOf } from '../toc/entries.ts';

const picked = (entry: TocEntry, wanted = true): PickedEntry => ({
  entry,
  schema: wanted,
  data: wanted && entry.hasData,
  statistics: false,
});

function scheduleOf(entries: readonly PickedEntry[], lengths: Readonly<Record<number, number>> = {}): Schedule {
  const tables = new TableLinks(entries.map(({ entry }) => entry));
  return new Schedule(entries, tables, ({ dumpId }) => lengths[dumpId] ?? 0);
}

const table = (dumpId: number): TocEntry => entryOf({ dumpId });
const tableData = (dumpId: number, of: number): TocEntry =>
  entryOf({ dumpId, desc: 'TABLE DATA', section: 'data', definition: null, hasData: true, dependencies: [of] });
const after = (dumpId: number, desc: string, dependencies: readonly number[]): TocEntry =>
  entryOf({ dumpId, desc, section: 'post-data', dependencies });

const ids = (entries: readonly (PickedEntry | undefined)[]): (number | undefined)[] =>
  entries.map((each) => each?.entry.dumpId);

describe('the schedule of a parallel restore', () => {
  it('gives pre-data and what stands before the data to one connection', () => {
    const comment = entryOf({ dumpId: 3, desc: 'COMMENT', section: 'none', dependencies: [1] });
    const late = entryOf({ dumpId: 5, desc: 'COMMENT', section: 'none', dependencies: [1] });
    const acl = entryOf({ dumpId: 2, desc: 'ACL', section: 'none', dependencies: [1] });
    const schedule = scheduleOf([table(1), acl, comment, tableData(4, 1), late].map((entry) => picked(entry)));
    expect(ids(schedule.takeSerial())).toEqual([1, 3]);
    expect(ids([schedule.take(), schedule.take(), schedule.take()])).toEqual([4, 5, undefined]);
  });

  it('makes indexes of one table one at a time where the server must', () => {
    const entries = [
      table(1),
      table(2),
      tableData(3, 1),
      after(4, 'INDEX', [1]),
      after(5, 'INDEX', [1]),
      after(6, 'INDEX', [2]),
    ];
    const taken = (indexesTogether: boolean): (number | undefined)[] => {
      const all = entries.map((entry) => picked(entry));
      const schedule = new Schedule(all, new TableLinks(entries), () => 1, { indexesTogether });
      schedule.takeSerial();
      schedule.finished(schedule.take()!);
      return ids([schedule.take(), schedule.take(), schedule.take()]);
    };
    expect(taken(true)).toEqual([4, 5, 6]);
    expect(taken(false)).toEqual([4, 6, undefined]);
  });

  it('adds tables to a publication one at a time', () => {
    const publication = after(3, 'PUBLICATION', []);
    const entries = [
      table(1),
      table(2),
      publication,
      after(4, 'PUBLICATION TABLE', [3, 1]),
      after(5, 'PUBLICATION TABLE', [3, 2]),
    ];
    const schedule = scheduleOf(entries.map((entry) => picked(entry)));
    schedule.takeSerial();
    schedule.finished(schedule.take()!);
    const first = schedule.take()!;
    expect(ids([first, schedule.take()])).toEqual([4, undefined]);
    schedule.finished(first);
    expect(ids([schedule.take()])).toEqual([5]);
  });

  it('grants privileges one at a time', () => {
    const acl = (dumpId: number): TocEntry => entryOf({ dumpId, desc: 'ACL', section: 'none', dependencies: [1] });
    const schedule = scheduleOf([table(1), tableData(4, 1), acl(2), acl(3)].map((entry) => picked(entry)));
    schedule.takeSerial();
    schedule.finished(schedule.take()!);
    const first = schedule.take()!;
    expect(ids([first, schedule.take()])).toEqual([2, undefined]);
    schedule.finished(first);
    expect(ids([schedule.take()])).toEqual([3]);
  });

  it('puts statistics in place behind the rows, before which a table is truncated', () => {
    const statistics = entryOf({ dumpId: 3, desc: 'STATISTICS DATA', section: 'data', dependencies: [1] });
    const schedule = scheduleOf([table(1), tableData(4, 1), statistics].map((entry) => picked(entry)));
    schedule.takeSerial();
    const rows = schedule.take()!;
    expect(ids([rows, schedule.take()])).toEqual([4, undefined]);
    schedule.finished(rows);
    expect(ids([schedule.take()])).toEqual([3]);
  });

  it('takes the biggest first, and weighs an index by the table it is made on', () => {
    const entries = [
      table(1),
      table(2),
      tableData(3, 1),
      tableData(4, 2),
      after(5, 'INDEX', [1]),
      after(6, 'INDEX', [2]),
    ];
    const schedule = scheduleOf(
      entries.map((entry) => picked(entry)),
      { 3: 10, 4: 90 },
    );
    schedule.takeSerial();
    const [first, second] = [schedule.take(), schedule.take()];
    expect(ids([first, second, schedule.take()])).toEqual([4, 3, undefined]);
    for (const each of [second, first]) if (each !== undefined) schedule.finished(each);
    expect(ids([schedule.take(), schedule.take()])).toEqual([6, 5]);
  });

  it('keeps apart what locks a table and what needs it', () => {
    const entries = [
      table(1),
      table(2),
      after(3, 'FK CONSTRAINT', [1, 2]),
      after(4, 'CONSTRAINT', [2]),
      after(5, 'INDEX', [1]),
    ];
    const schedule = scheduleOf(entries.map((entry) => picked(entry)));
    schedule.takeSerial();
    const foreignKey = schedule.take();
    expect(ids([foreignKey, schedule.take()])).toEqual([3, undefined]);
    if (foreignKey !== undefined) schedule.finished(foreignKey);
    expect(ids([schedule.take(), schedule.take()])).toEqual([4, 5]);
  });

  const attach = (dumpId: number, partition: number, to: number): TocEntry =>
    entryOf({ dumpId, desc: 'TABLE ATTACH', dependencies: [partition, to] });

  it('keeps what goes down to partitions apart from what attaches their indexes', () => {
    const entries = [
      ...[table(1), table(2), table(3), table(4), attach(5, 2, 1), attach(6, 3, 2)],
      tableData(7, 3),
      after(8, 'FK CONSTRAINT', [4, 1]),
      after(9, 'INDEX ATTACH', [3, 2]),
      after(10, 'CONSTRAINT', [4]),
    ];
    const schedule = scheduleOf(entries.map((entry) => picked(entry)));
    schedule.takeSerial();
    schedule.finished(schedule.take()!);
    const foreignKey = schedule.take()!;
    expect(ids([foreignKey, schedule.take()])).toEqual([8, undefined]);
    schedule.finished(foreignKey);
    expect(ids([schedule.take(), schedule.take()])).toEqual([9, 10]);
  });

  it('attaches the indexes of one tree of partitions one after the other', () => {
    const entries = [
      ...[table(1), table(2), table(3), table(4), table(5)],
      ...[attach(6, 2, 1), attach(7, 3, 1), attach(8, 4, 2), attach(9, 5, 3)],
      after(10, 'INDEX ATTACH', [4, 2]),
      after(11, 'INDEX ATTACH', [5, 3]),
      after(12, 'INDEX', [5]),
    ];
    const schedule = scheduleOf(entries.map((entry) => picked(entry)));
    schedule.takeSerial();
    expect(ids([schedule.take(), schedule.take(), schedule.take()])).toEqual([10, 12, undefined]);
  });

  it('passes over unwanted entries, and over dependencies that are not there', () => {
    const entries = [picked(table(1), false), picked(tableData(2, 1), false), picked(after(3, 'INDEX', [1, 77, 0]))];
    const schedule = scheduleOf(entries);
    schedule.takeSerial();
    expect(ids([schedule.take()])).toEqual([3]);
  });

  it('leaves circles to be restored at last', () => {
    const schedule = scheduleOf(
      [after(1, 'RULE', [2]), after(2, 'RULE', [1]), after(3, 'RULE', [])].map((entry) => picked(entry)),
    );
    schedule.takeSerial();
    const only = schedule.take();
    if (only !== undefined) schedule.finished(only);
    expect(schedule.take()).toBeUndefined();
    expect(schedule.isOver).toBe(true);
    expect(ids(schedule.takeLeftovers())).toEqual([1, 2]);
  });

  const sectionOf = (desc: string): Section => {
    if (desc === 'TABLE') return 'pre-data';
    if (desc === 'TABLE DATA') return 'data';
    return desc === 'ACL' || desc === 'COMMENT' ? 'none' : 'post-data';
  };

  const archives = fc
    .array(
      fc.record({
        desc: fc.constantFrom(
          'TABLE',
          'TABLE DATA',
          'INDEX',
          'CONSTRAINT',
          'FK CONSTRAINT',
          'ACL',
          'COMMENT',
          'EVENT TRIGGER',
        ),
        links: fc.array(fc.nat(30), { maxLength: 4 }),
        wanted: fc.boolean(),
        length: fc.nat(100),
      }),
      { maxLength: 30 },
    )
    .map((drawn) =>
      drawn.map(({ desc, links, wanted, length }, index) => {
        // Dependencies point backwards, so that there are no circles.
        const dependencies = index === 0 ? [] : links.map((link) => (link % index) + 1);
        const entry = entryOf({ dumpId: index + 1, desc, section: sectionOf(desc), dependencies });
        return { picked: picked(entry, wanted), length };
      }),
    );

  const wantedDependencies = ({ entry }: PickedEntry, entries: readonly PickedEntry[]): (number | undefined)[] =>
    ids(entries.filter((each) => (each.schema || each.data) && entry.dependencies.includes(each.entry.dumpId)));

  /** Two entries that name the same table, where one of them alters it. */
  function wouldConflict(one: TocEntry, other: TocEntry, tables: ReadonlySet<number>): boolean {
    const alters = ({ section, desc }: TocEntry): boolean => section === 'post-data' && desc !== 'INDEX';
    const shared = one.dependencies.filter((dumpId) => other.dependencies.includes(dumpId));
    return shared.some((dumpId) => tables.has(dumpId)) && (alters(one) || alters(other));
  }

  it('gives out every wanted entry once, after what it depends on in its pass, however long each one takes', () => {
    fc.assert(
      fc.property(archives, fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 4 }), (drawn, choices, workers) => {
        const lengths = Object.fromEntries(drawn.map(({ picked: { entry }, length }) => [entry.dumpId, length]));
        const entries = drawn.map((each) => each.picked);
        const schedule = scheduleOf(entries, lengths);
        // A table that has data is locked by the name of its data, so only the others are the same for all.
        const links = new TableLinks(entries.map(({ entry }) => entry));
        const withoutData = entries.filter(
          ({ entry }) => entry.desc === 'TABLE' && links.dataOf(entry.dumpId) === undefined,
        );
        const tables = new Set(withoutData.map(({ entry }) => entry.dumpId));
        const done = schedule.takeSerial().filter(({ schema, data }) => schema || data);
        const running: PickedEntry[] = [];
        while (!schedule.isOver) {
          const next = running.length < workers ? schedule.take() : undefined;
          if (next !== undefined) {
            expect(wantedDependencies(next, entries).filter((dumpId) => !ids(done).includes(dumpId))).toEqual([]);
            expect(running.filter((other) => wouldConflict(next.entry, other.entry, tables))).toEqual([]);
            running.push(next);
          } else if (running.length > 0) {
            const [finished] = running.splice((choices.next().value ?? 0) % running.length, 1);
            if (finished === undefined) continue;
            schedule.finished(finished);
            done.push(finished);
          }
        }
        done.push(...schedule.takeLeftovers().filter(({ schema, data }) => schema || data));
        const wanted = entries.filter(({ schema, data }) => schema || data);
        expect(done.map(({ entry }) => entry.dumpId).toSorted((a, b) => a - b)).toEqual(ids(wanted));
      }),
    );
  });
});
