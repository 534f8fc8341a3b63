import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Session } from '../../src/server/session.ts';
import { keyType } from '../../src/placement/key-type.ts';
import { legacyOperatorClass } from '../../src/placement/operator-class.ts';
import { toByteString } from '../../src/model/text.ts';
import { liveCluster, withoutCluster, type ClusterVariable } from '../support/live-cluster.ts';
import { cases, userType, userTypes, type Case } from './cases.ts';
import { fixture } from './fixture.ts';
import { copied, rowsOf, settings } from './rows.ts';
import { linesOf, mismatch, placementOf } from './predict.ts';

const generated = 10_000;
/** Every so many rows go into the fixture, and all edges, which come first. */
const recordedOf = 50;

/** The rows of a new table that is distributed by the key, as COPY has them, with their segments. */
async function placed(session: Session, key: Case, classes: readonly (string | null)[]): Promise<Buffer> {
  const names = key.types.map((_, index) => `k${index}`);
  const columns = names.map((name, index) => `${name} ${key.types[index]}`);
  const by = names.map((name, index) => `${name} ${classes[index] ?? ''}`);
  await session.execute(
    toByteString(`DROP TABLE IF EXISTS placed;
SELECT gp_debug_set_create_table_default_numsegments(${key.segments});
CREATE TABLE placed (i int, ${columns.join(', ')}) DISTRIBUTED BY (${by.join(', ')});
INSERT INTO placed ${rowsOf(key, generated)}`),
  );
  return await copied(session, `SELECT ${names.join(', ')}, gp_segment_id FROM placed ORDER BY i`);
}

describe.each<ClusterVariable>(['GREENPLUM6', 'GREENPLUM7'])('the predicted segment: %s', (variable) => {
  const cluster = liveCluster(variable);
  const title = `is that of 10,000 rows and edge values for each type${withoutCluster(variable)}`;

  it.skipIf(cluster === null)(title, { timeout: 1_800_000 }, async () => {
    const recorded: Buffer[] = [];
    await cluster!.withDatabase(async (database) => {
      await using session = await cluster!.connect(database);
      await session.execute(`CREATE EXTENSION gp_debug_numsegments; ${userTypes}; ${settings}`);
      const wrong: string[] = [];
      for (const key of cases.filter(({ on }) => on.includes(variable))) {
        for (const classes of key.classes) {
          const rows = await placed(session, key, classes);
          const predicted = placementOf(key, classes);
          let count = 0;
          for (const line of linesOf(rows)) {
            const found = mismatch(predicted, line);
            if (found !== null) wrong.push(`${key.name} (${classes.join(', ')}): ${found}`);
            if (count < key.edges.length || count % recordedOf === 0) {
              recorded.push(Buffer.from(`${key.name}\t${classes.join(',')}\t`), Buffer.from(line), Buffer.from('\n'));
            }
            count += 1;
          }
          expect(count).toBe(generated + key.edges.length);
        }
      }
      expect(wrong).toEqual([]);
    });
    if (process.env['GPFERRY_UPDATE_FIXTURES'] !== '1') return;
    mkdirSync(dirname(fixture(variable)), { recursive: true });
    writeFileSync(fixture(variable), gzipSync(Buffer.concat(recorded)));
  });

  const legacies = `knows the classes that gp_use_legacy_hashops chooses${withoutCluster(variable)}`;
  it.skipIf(cluster === null)(legacies, { timeout: 120_000 }, async () => {
    await cluster!.withDatabase(async (database) => {
      await using session = await cluster!.connect(database);
      const types = cases.filter(({ on }) => on.includes(variable)).flatMap((key) => key.types);
      // Greenplum 7 distributes by no enum.
      types.push('money', ...(variable === 'GREENPLUM6' ? ['mood'] : []));
      const columns = types.map((type, index) => `k${index} ${type}`);
      await session.execute(`${userTypes}; SET gp_use_legacy_hashops = on;
CREATE TABLE placed (${columns.join(', ')}) DISTRIBUTED BY (${types.map((_, index) => `k${index}`).join(', ')})`);
      const rows = await session.query<{ opcname: string }>(`SELECT opcname
FROM (SELECT generate_series(1, ${types.length}) AS i) i, gp_distribution_policy, pg_opclass c
WHERE localoid = 'placed'::regclass AND c.oid = distclass[i - 1] ORDER BY i`);
      const chosen = rows.map(({ opcname }) => (opcname.startsWith('cdbhash_') ? opcname : null));
      expect(chosen).toEqual(types.map((type) => legacyOperatorClass(keyType(type, userType))));
    });
  });
});
