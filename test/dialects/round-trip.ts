import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { liveCluster, withoutCluster, type ClusterVariable, type LiveCluster } from '../support/live-cluster.ts';
import { withTempDir } from '../support/files.ts';
import { gpferry, type ToolResult } from '../support/pg-tools.ts';
import { contentsOf, type Contents } from './cluster-contents.ts';
import { factsOf } from './cluster-facts.ts';

/** What a copy has otherwise than its source, and why no program can help it. */
export interface Difference {
  readonly name: string;
  readonly fact: string;
  /** A line of the source; null: it has none. */
  readonly source: string | null;
  /** What the copy has in its place; null: nothing. */
  readonly copy: string | null;
}

export interface RoundTrip {
  /** Of the server, in titles. */
  readonly name: string;
  readonly variable: ClusterVariable;
  /** Rows of gpshop when it was made: `table|rows|digest`. */
  readonly groundTruth: string;
  /** Archives that the cluster's own pg_dump has made of it. */
  readonly archives: readonly string[];
  /** Databases of the cluster that its own programs cannot carry over. */
  readonly others: readonly string[];
  readonly differences: readonly Difference[];
}

const formats = ['custom', 'directory', 'tar'] as const;

/** Own archives of gpshop are restored by every program that reads them, and the archives of genuine pg_dump by ours. */
export function describeRoundTrip({ name, variable, groundTruth, archives, others, differences }: RoundTrip): void {
  const facts = factsOf(variable);

  describe.skipIf(liveCluster(variable) === null)(`gpshop of ${name}, carried over${withoutCluster(variable)}`, () => {
    let cluster: LiveCluster;
    let expected: Contents;
    let truth: readonly string[];
    const psqlArgs = ['-Xq', '-v', 'ON_ERROR_STOP=1'];

    beforeAll(async () => {
      cluster = liveCluster(variable)!;
      truth = (await readFile(groundTruth, 'utf8')).trimEnd().split('\n');
      expected = withDifferences(await contentsOf(cluster.conninfo('gpshop'), facts), differences);
    });

    const ours =
      (...args: readonly string[]) =>
      (file: string, database: string): Promise<ToolResult> =>
        gpferry(['restore', ...args, '-d', cluster.conninfo(database), file]);
    const theirs = (file: string, database: string): Promise<ToolResult> =>
      cluster.tool('pg_restore', ['-d', cluster.conninfo(database), file]);
    const psql = (file: string, database: string): Promise<ToolResult> =>
      cluster.tool('psql', [...psqlArgs, '-d', cluster.conninfo(database), '-f', file]);

    type Restore = typeof theirs;

    /** Restored without an error, the copy has all that the source has. */
    const expectSame = (file: string, restore: Restore): Promise<void> =>
      cluster.withDatabase(async (database) => {
        const result = await restore(file, database);
        expect(errorsOf(result)).toEqual([]);
        expect(result.status, result.stderr).toBe(0);
        expect(differenceOf(await contentsOf(cluster.conninfo(database), facts), expected)).toEqual({});
      });

    const withDump = (args: readonly string[], fn: (file: string) => Promise<void>): Promise<void> =>
      withTempDir(async (directory) => {
        const file = join(directory, 'gpshop');
        const result = await gpferry(['dump', ...args, '-f', file, '-d', cluster.conninfo('gpshop')]);
        expect(result.status, result.stderr).toBe(0);
        await fn(file);
      });

    it.each(others)('leaves nothing of %s behind, which its own pg_dump and pg_restore do', async (other) => {
      const same = await contentsOf(cluster.conninfo(other), facts);
      await withTempDir(async (directory) => {
        const file = join(directory, other);
        const dumped = await gpferry(['dump', '-Fc', '-f', file, '-d', cluster.conninfo(other)]);
        expect(dumped.status, dumped.stderr).toBe(0);
        await cluster.withDatabase(async (database) => {
          expect(errorsOf(await ours()(file, database))).toEqual([]);
          expect(differenceOf(await contentsOf(cluster.conninfo(database), facts), same)).toEqual({});
        });
      });
    });

    it('has the rows that it was made with', async () => {
      expect(truth.length).toBeGreaterThan(30);
      // A segment that crashes empties its unlogged tables.
      const { rows } = await contentsOf(cluster.conninfo('gpshop'), []);
      expect(without(truth, rows!).filter((line) => !line.startsWith('shop.unlogged_t|'))).toEqual([]);
    });

    it.each<[string, () => Restore]>([
      ['gpferry restore', () => ours()],
      ['its own pg_restore', () => theirs],
    ])('is the same after gpferry dump and %s, whatever the format', async (_name, restore) => {
      for (const format of formats) await withDump([`--format=${format}`], (file) => expectSame(file, restore()));
    });

    it('is the same after gpferry dump plain and its own psql', () =>
      withDump(['--format=plain'], (file) => expectSame(file, psql)));

    it.each(['custom', 'directory'])('is the same after gpferry dump %s and gpferry restore with four jobs', (format) =>
      withDump([`--format=${format}`], (file) => expectSame(file, ours('-j4'))),
    );

    it('is the same after gpferry dump with three jobs and gpferry restore', () =>
      withDump(['--format=directory', '-j3'], (file) => expectSame(file, ours())));

    it('is the same after gpferry restore in one transaction', () =>
      withDump(['--format=custom'], (file) => expectSame(file, ours('--single-transaction'))));

    it('is the same after gpferry restore has written a script and its own psql has run it', () =>
      withDump(['--format=custom'], (file) =>
        expectSame(file, async (archive, database) => {
          await gpferry(['restore', '-f', `${archive}.sql`, archive]);
          return await psql(`${archive}.sql`, database);
        }),
      ));

    /** Archives of genuine pg_dump: what gpferry restore makes of them is what genuine pg_restore makes. */
    const expectAsGenuine = async (file: string, rows: readonly string[]): Promise<void> => {
      const outcome = (restore: Restore): Promise<{ errors: readonly string[]; contents: Contents }> =>
        cluster.withDatabase(async (database) => {
          const errors = errorsOf(await restore(file, database));
          return { errors, contents: await contentsOf(cluster.conninfo(database), facts) };
        });
      const genuine = await outcome(theirs);
      const own = await outcome(ours());
      expect(genuine.errors).toEqual(expect.arrayContaining([...own.errors]));
      expect(differenceOf(own.contents, genuine.contents)).toEqual({});
      expect(without(rows, own.contents['rows']!)).toEqual([]);
    };

    it.each(formats)('is after its own pg_dump %s and gpferry restore what its own pg_restore makes of it', (format) =>
      withTempDir(async (directory) => {
        const file = join(directory, 'gpshop');
        const args = ['-F', format[0]!, '-f', file, '-d', cluster.conninfo('gpshop')];
        const { status, stderr } = await cluster.tool('pg_dump', args);
        expect(status, stderr).toBe(0);
        await expectAsGenuine(file, expected['rows']!);
      }),
    );

    it.each(archives)('is after gpferry restore of %s what its own pg_restore makes of it', (file) =>
      expectAsGenuine(file, truth),
    );
  });
}

/** By fact, what only one of the two has; of two thousand lines no person would find it. */
function differenceOf(actual: Contents, expected: Contents): Record<string, { lost: string[]; gained: string[] }> {
  const differences: Record<string, { lost: string[]; gained: string[] }> = {};
  for (const [fact, lines] of Object.entries(expected)) {
    const lost = without(lines, actual[fact]!);
    const gained = without(actual[fact]!, lines);
    if (lost.length + gained.length > 0) differences[fact] = { lost, gained };
  }
  return differences;
}

/** The lines that others has not, or not as often. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/** What the server refused, in its words. */
const errorsOf = ({ stderr }: ToolResult): readonly string[] =>
  [...stderr.matchAll(/(?:ERROR|FATAL): +(.*)/g)].map(([, message]) => message!);

function withDifferences(source: Contents, differences: readonly Difference[]): Contents {
  const expected: Record<string, readonly string[]> = { ...source };
  for (const { fact, source: lost, copy } of differences) {
    const left = expected[fact]!.filter((line) => line !== lost);
    expect(expected[fact]!.length - left.length, `lines "${lost}" of ${fact}`).toBe(lost === null ? 0 : 1);
    expected[fact] = copy === null ? left : [...left, copy].toSorted();
  }
  return expected;
}
