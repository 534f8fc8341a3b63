import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { byteStringOf, type ByteString } from '../../src/model/text.ts';
import { connect } from '../../src/server/connect.ts';
import type { Session } from '../../src/server/session.ts';
import { scriptOf } from '../recording/script-of.ts';
import { repository } from '../support/repository.ts';
import { describeAsGenuine, type RecordedDatabase } from './as-genuine.ts';

interface Lost extends Omit<RecordedDatabase, 'database' | 'options' | 'make'> {
  /** What must be the same when the dump is restored: queries without OIDs in their answers. */
  readonly facts: readonly ByteString[];
}

const options = ['--schema-only'];

const lost = 'gpferry_lost';
const restoredLost = 'gpferry_lost_restored';

/**
 * The database `lost` of a server, of what its own pg_dump loses: dumped as by that but for the decisions, and restored by
 * its script. It is made for the test and dropped after it.
 */
export function describeLost({ facts, ...described }: Lost): void {
  const { name, folder, variable } = described;
  const make = (cluster: string) => made(cluster, folder);
  describeAsGenuine({ ...described, database: 'lost', options, make });

  const cluster = process.env[`GPFERRY_TEST_${variable}`];
  const without = cluster === undefined ? ` (skipped: GPFERRY_TEST_${variable} names no cluster)` : '';
  describe.skipIf(cluster === undefined)(`lost of ${name}, restored${without}`, () => {
    afterAll(async () => {
      await using session = await connect({ database: `${cluster} dbname=postgres` });
      for (const database of [lost, restoredLost]) await session.execute(`DROP DATABASE IF EXISTS ${database}`);
    });

    it('has what it had', async () => {
      const script = await scriptOf(await connect({ database: await made(cluster!, folder) }), options);
      const restored = await create(cluster!, restoredLost, script);
      const [before, after] = [await factsOf(`${cluster} dbname=${lost}`), await factsOf(restored)];
      expect(after).toEqual(before);
    });
  });

  async function factsOf(conninfo: string): Promise<unknown[]> {
    await using session = await connect({ database: conninfo });
    const answers: unknown[] = [];
    for (const sql of facts) answers.push(...(await session.query(sql)).map((row) => JSON.stringify(row)).toSorted());
    return answers;
  }
}

const made = async (cluster: string, folder: string): Promise<string> => {
  const source = join(repository, 'fixtures', 'recordings', folder, 'lost.create.sql');
  return await create(cluster, lost, byteStringOf(await readFile(source)));
};

/** A new database that a script fills; its conninfo. */
async function create(cluster: string, name: string, script: ByteString): Promise<string> {
  await using session: Session = await connect({ database: `${cluster} dbname=postgres` });
  await session.execute(`DROP DATABASE IF EXISTS ${name}`);
  await session.execute(`CREATE DATABASE ${name}`);
  const conninfo = `${cluster} dbname=${name}`;
  await using filled = await connect({ database: conninfo });
  await filled.execute(script);
  return conninfo;
}
