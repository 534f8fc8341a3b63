import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withTempDir } from '../support/files.ts';
import { liveCluster, withoutCluster, type ClusterVariable } from '../support/live-cluster.ts';
import { gpferryOk } from '../support/pg-tools.ts';

const tables = ['a', 'b', 'c'];
const perTable = 100_000;

/** What all rows of a script hold together. */
const sumOf = (script: string): number =>
  [...script.matchAll(/^\d+\t(-?\d+)$/gm)].reduce((sum, [, amount]) => sum + Number(amount), 0);

describe.each<ClusterVariable>(['GREENPLUM6', 'GREENPLUM7'])('a dump through several sessions: %s', (variable) => {
  const cluster = liveCluster(variable);
  const title = `sees one moment of all segments, while rows move between them${withoutCluster(variable)}`;

  it.skipIf(cluster === null)(title, async () => {
    await cluster!.withDatabase(async (database) => {
      await using writer = await cluster!.connect(database);
      for (const table of tables) {
        await writer.execute(`CREATE TABLE ${table} (id int, amount int) DISTRIBUTED BY (id)`);
        await writer.execute(`INSERT INTO ${table} SELECT i, ${perTable / 1000} FROM generate_series(1, 1000) i`);
      }
      let writing = true;
      const moves = async (): Promise<void> => {
        for (let round = 0; writing; round += 1) {
          const [from, to] = [tables[round % 3]!, tables[(round + 1) % 3]!];
          await writer.execute(`BEGIN;
UPDATE ${from} SET amount = amount - 7 WHERE id % 50 = ${round % 50};
UPDATE ${to} SET amount = amount + 7 WHERE id % 50 = ${(round + 1) % 50};
COMMIT`);
        }
      };
      const moving = moves();
      const scripts: string[] = [];
      await withTempDir(async (directory) => {
        for (const run of ['1', '2', '3', '4', '5']) {
          const file = join(directory, run);
          await gpferryOk(['dump', '-Fd', '-j3', '-f', file, '-d', cluster!.conninfo(database)]);
          scripts.push(await gpferryOk(['restore', '--data-only', '--restrict-key=k', '-f', '-', file]));
        }
      }).finally(() => {
        writing = false;
      });
      await moving;
      expect(scripts.map(sumOf)).toEqual(scripts.map(() => tables.length * perTable));
      expect(new Set(scripts).size).toBe(scripts.length);
    });
  });
});
