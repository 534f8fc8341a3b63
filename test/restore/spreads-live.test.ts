import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Session } from '../../src/server/session.ts';
import { withTempDir } from '../support/files.ts';
import { liveCluster, withoutCluster, type ClusterVariable } from '../support/live-cluster.ts';
import { gpferryOk } from '../support/pg-tools.ts';
import { withDatabase } from '../support/server.ts';

/** Tables of all sorts: keys of one column and of several, partitions, children, rows alone. */
const tables = `
CREATE SCHEMA s;
CREATE DOMAIN s.code AS varchar(12);
CREATE TABLE s.keyed (id bigint PRIMARY KEY, v text);
CREATE TABLE s.two (d date, c s.code, n numeric(12, 3), PRIMARY KEY (d, c));
CREATE TABLE s.rows_only (kind text, happened timestamptz, ip inet, u uuid);
CREATE TABLE s.pairs (a int, b char(3), flag boolean);
CREATE TABLE s.child (note text) INHERITS (s.keyed);
CREATE TABLE s.parts (id int, region text, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
CREATE TABLE s.parts_n PARTITION OF s.parts FOR VALUES IN ('n');
CREATE TABLE s.parts_s (region text NOT NULL, id int NOT NULL);
ALTER TABLE s.parts ATTACH PARTITION s.parts_s FOR VALUES IN ('s');
INSERT INTO s.keyed SELECT i * 7919, E'tab\\t' || i FROM generate_series(1, 3000) i;
INSERT INTO s.two SELECT date '2020-02-28' + i, 'ü' || i % 40, i / 7.0 FROM generate_series(1, 3000) i;
INSERT INTO s.rows_only SELECT 'k' || i % 3, timestamptz '1999-12-31 23:59:00+00' + i * interval '1 s',
  ('10.0.' || i / 250 || '.' || i % 250)::inet, md5(i::text)::uuid FROM generate_series(1, 3000) i;
INSERT INTO s.pairs SELECT i % 100, 'c' || i / 100 % 100, true FROM generate_series(1, 9000) i;
INSERT INTO s.child SELECT -i, NULL, 'x' FROM generate_series(1, 500) i;
INSERT INTO s.parts SELECT i, CASE WHEN i % 3 = 0 THEN 'n' ELSE 's' END FROM generate_series(1, 3000) i;
`;

interface Planned {
  readonly spread: {
    readonly tables: readonly {
      readonly table: string;
      readonly key: { readonly rowsPerSegment: readonly number[] };
    }[];
  };
}

/** Of Greenplum 6: operator classes of Greenplum 5, and partitions of its own sort. */
const oldTables = `
CREATE SCHEMA s;
CREATE TABLE s.number (a int, v text) DISTRIBUTED BY (a cdbhash_int4_ops);
CREATE TABLE s.several (a int, v text, d date) DISTRIBUTED BY (a cdbhash_int4_ops, v cdbhash_text_ops, d cdbhash_date_ops);
CREATE TABLE s.mixed (a int, v text) DISTRIBUTED BY (a cdbhash_int4_ops, v);
CREATE TABLE s.padded (c char(8), b bool) DISTRIBUTED BY (c cdbhash_bpchar_ops);
CREATE TABLE s.state (c char(8), b bool) DISTRIBUTED BY (b cdbhash_bool_ops);
CREATE TABLE s.parts (a int, d date) DISTRIBUTED BY (a) PARTITION BY RANGE (d)
  (START ('2024-01-01') END ('2024-05-01') EVERY ('1 month'::interval), DEFAULT PARTITION other);
INSERT INTO s.number SELECT i, 'v' FROM generate_series(1, 3000) i;
INSERT INTO s.several SELECT i, CASE WHEN i % 7 > 0 THEN 'v' || i END, date '2020-01-01' + i FROM generate_series(1, 3000) i;
INSERT INTO s.mixed SELECT i, CASE WHEN i % 7 > 0 THEN 'v' || i END FROM generate_series(1, 3000) i;
INSERT INTO s.padded SELECT 'c' || i, NULL FROM generate_series(1, 3000) i;
INSERT INTO s.state SELECT 'c', i % 3 = 0 FROM generate_series(1, 3000) i;
INSERT INTO s.parts SELECT i, date '2024-01-01' + i % 200 FROM generate_series(1, 3000) i;
`;

const counted = async (session: Session, sql: string): Promise<number[]> =>
  (await session.query<{ rows: string }>(sql)).map(({ rows }) => Number(rows));

const segmentsOf = async (session: Session): Promise<number> =>
  (
    await counted(
      session,
      `SELECT count(*) AS rows FROM pg_catalog.gp_segment_configuration WHERE content >= 0 AND role = 'p'`,
    )
  )[0]!;

/** The rows that an archive's plan has for each segment are the real ones. */
async function expectPlanned(
  session: Session,
  archive: string,
  options: readonly string[],
  tables: string,
): Promise<void> {
  const plan = JSON.parse(await gpferryOk(['plan', '--json', ...options, archive])) as Planned;
  const planned = new Map(plan.spread.tables.map(({ table, key }) => [table, key.rowsPerSegment]));
  expect([...planned.keys()].sort().join(' ')).toBe(tables);
  for (const [table, perSegment] of planned) {
    const only = table === 's.parts' ? '' : 'ONLY ';
    const real = await counted(
      session,
      `SELECT count(gp_segment_id) AS rows
FROM generate_series(0, ${perSegment.length - 1}) AS i LEFT JOIN (SELECT gp_segment_id FROM ${only}${table}) t ON gp_segment_id = i
GROUP BY i ORDER BY i`,
    );
    expect(perSegment, table).toEqual(real);
  }
}

describe.each<ClusterVariable>(['GREENPLUM6', 'GREENPLUM7'])('the planned rows of segments: %s', (variable) => {
  const cluster = liveCluster(variable);
  it.skipIf(cluster === null)(`are the real ones${withoutCluster(variable)}`, { timeout: 120_000 }, () =>
    withTempDir(async (directory) => {
      const archive = join(directory, 'archive');
      await withDatabase(async (database) => {
        await database.query(tables);
        await gpferryOk(['dump', '-Fc', '-f', archive, ...database.connectionArgs, '-d', database.database]);
      });
      await cluster!.withDatabase(async (database) => {
        await using session = await cluster!.connect(database);
        const segments = await segmentsOf(session);
        const options = [`--target=${variable.toLowerCase()}`, '--sample=all', `--segments=${segments}`];
        await gpferryOk(['restore', '-O', '-x', ...options, '-d', cluster!.conninfo(database), archive]);
        await expectPlanned(session, archive, options, 's.child s.keyed s.pairs s.parts s.rows_only s.two');
      });
    }),
  );
});

const six = liveCluster('GREENPLUM6');

it.skipIf(six === null)(
  `are those of legacy operator classes${withoutCluster('GREENPLUM6')}`,
  { timeout: 120_000 },
  () =>
    withTempDir((directory) =>
      six!.withDatabase(async (database) => {
        const archive = join(directory, 'archive');
        await using session = await six!.connect(database);
        await session.execute(oldTables);
        await gpferryOk(['dump', '-Fc', '-f', archive, '-d', six!.conninfo(database)]);
        const options = ['--target=greenplum6', '--sample=all', `--segments=${await segmentsOf(session)}`];
        await expectPlanned(session, archive, options, 's.mixed s.number s.padded s.parts s.several s.state');
      }),
    ),
);
