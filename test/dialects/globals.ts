import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byteStringOf, bytesOf, toByteString, type ByteString } from '../../src/model/text.ts';
import { connect } from '../../src/server/connect.ts';
import type { Session } from '../../src/server/session.ts';
import { readRecording, writeRecording } from '../recording/recording.ts';
import { globalsOptions, record, replay, scriptOf } from '../recording/script-of.ts';
import { repository } from '../support/repository.ts';

/** A difference from the genuine program that is meant: a part of its script, and what ours says there. */
export interface GlobalsDecision {
  readonly name: string;
  readonly genuine: ByteString;
  readonly ours: ByteString;
}

export interface GlobalsOfServer {
  readonly name: string;
  /** Its folder in fixtures/recordings. */
  readonly folder: string;
  /** In GPFERRY_TEST_<variable> and GENUINE_<variable>. */
  readonly variable: string;
  /** Options of a resource group with a small part of everything. */
  readonly groupOptions: string;
  /** Name of a role and of another that is its member, as only this server may take them. */
  readonly roles: readonly [string, string];
  readonly decisions: readonly GlobalsDecision[];
}

/** Where segments that run on one machine have the tablespace of the test. */
const directory = '/tmp/gpferry-globals';
const directories = ['all', 'seg0', 'seg2'].map((name) => `${directory}/${name}`).join(' ');

/** Beside what is in data/greenplum-*: names that must be quoted, numbers with many digits, places of segments. */
const objects = ({ groupOptions, roles: [role, member] }: GlobalsOfServer): readonly string[] => [
  `COPY (SELECT 1) TO PROGRAM 'cat; mkdir -p ${directories}'`,
  `CREATE RESOURCE QUEUE "Globals' queue" WITH (max_cost=1234567.25, min_cost=0.001, cost_overcommit=true, memory_limit='1GB', priority=max)`,
  `COMMENT ON RESOURCE QUEUE "Globals' queue" IS E'it''s \\\\ this'`,
  `CREATE RESOURCE GROUP "Globals' group" WITH (${groupOptions})`,
  `COMMENT ON RESOURCE GROUP "Globals' group" IS 'of some'`,
  `CREATE ROLE "Globals' ""role""" RESOURCE QUEUE "Globals' queue" RESOURCE GROUP "Globals' group"`,
  `ALTER ROLE "Globals' ""role""" DENY BETWEEN DAY 'Monday' TIME '01:00' AND DAY 'Tuesday' TIME '03:30'`,
  `ALTER ROLE "Globals' ""role""" SET statement_timeout = 5`,
  `ALTER ROLE "Globals' ""role""" SET search_path = public, "Odd one"`,
  `CREATE TABLESPACE "Globals' place" OWNER "Globals' ""role""" LOCATION '${directory}/all'
    WITH (content0='${directory}/seg0', content2='${directory}/seg2', seq_page_cost=1.5)`,
  `GRANT CREATE ON TABLESPACE "Globals' place" TO PUBLIC`,
  `CREATE ROLE ${role}`,
  `CREATE ROLE ${member} IN ROLE ${role}`,
];
const drops = ({ roles: [role, member] }: GlobalsOfServer): readonly string[] => [
  `DROP ROLE ${role}, ${member}`,
  `DROP TABLESPACE "Globals' place"`,
  `DROP ROLE "Globals' ""role"""`,
  `DROP RESOURCE QUEUE "Globals' queue"`,
  `DROP RESOURCE GROUP "Globals' group"`,
];

/** What both generations of the genuine program lose or break. */
export const commonDecisions: readonly GlobalsDecision[] = [
  {
    name: 'queues and groups of a role are quoted',
    genuine: "RESOURCE QUEUE Globals' queue RESOURCE GROUP Globals' group",
    ours: `RESOURCE QUEUE "Globals' queue" RESOURCE GROUP "Globals' group"`,
  },
  {
    name: 'queues have their comments',
    genuine: " WITH ( priority=max,\n memory_limit='1GB') ;\n",
    ours:
      " WITH ( priority=max,\n memory_limit='1GB') ;\n" +
      `COMMENT ON RESOURCE QUEUE "Globals' queue" IS E'it''s \\\\ this';\n`,
  },
  {
    name: 'tablespaces are quoted, and have the places of their segments',
    genuine: `CREATE TABLESPACE Globals' place OWNER "Globals' ""role""" LOCATION '${directory}/all';\n`,
    ours:
      `CREATE TABLESPACE "Globals' place" OWNER "Globals' ""role""" LOCATION '${directory}/all' ` +
      `WITH (content0='${directory}/seg0', content2='${directory}/seg2');\n`,
  },
];

/** Roles, resources and tablespaces are dumped as by the server's own pg_dumpall but for the decisions: replayed, and live. */
export function describeGlobals(described: GlobalsOfServer): void {
  const { name, folder, variable, decisions } = described;
  const recordingFile = join(repository, 'fixtures', 'recordings', folder, 'globals.json.gz');
  const genuineFile = join(repository, 'fixtures', 'recordings', folder, 'globals.sql');
  const genuineScript = async (): Promise<ByteString> => byteStringOf(await readFile(genuineFile));

  async function expectGenuineButForDecisions(script: ByteString): Promise<void> {
    const expected = decisions.reduce(
      (text, { genuine, ours }) => text.replaceAll(genuine, () => ours),
      await genuineScript(),
    );
    expect(normalized(script)).toBe(expected);
  }

  describe(`globals of ${name}, replayed`, () => {
    it('are dumped as by its own pg_dumpall --gp-syntax but for the decisions', async () => {
      await expectGenuineButForDecisions(await replay(await readRecording(recordingFile)));
    });

    it.each(decisions)('differ where $name', async ({ genuine, ours }) => {
      expect(await genuineScript()).toContain(genuine);
      expect(normalized(await replay(await readRecording(recordingFile)))).toContain(ours);
    });
  });

  const cluster = process.env[`GPFERRY_TEST_${variable}`];
  const without = cluster === undefined ? ` (skipped: GPFERRY_TEST_${variable} names no cluster)` : '';
  const programs = process.env[`GENUINE_${variable}`];
  const session = (): Promise<Session> => connect({ database: cluster });

  describe.skipIf(cluster === undefined)(`globals of ${name}, live${without}`, () => {
    beforeAll(() => execute(session, objects(described)));
    afterAll(() => execute(session, drops(described)));

    it('are dumped as by its own pg_dumpall --gp-syntax but for the decisions', async () => {
      const { recording, script } = await record(await session(), globalsOptions, 'dumpall');
      // With GENUINE_… what its pg_dumpall writes and the server answers is expected from now on.
      if (programs !== undefined) {
        await writeFile(genuineFile, bytesOf(normalized(genuineDump(programs, cluster!))));
        await writeRecording(recordingFile, recording);
      }
      await expectGenuineButForDecisions(script);
    });

    it('are what they were after their own script has dropped and made them', async () => {
      const before = await scriptOf(await session(), globalsOptions, 'dumpall');
      const script = await scriptOf(await session(), [...globalsOptions, '--clean'], 'dumpall');
      await execute(
        session,
        statementsOf(script).filter((statement) => /globals/i.test(statement)),
      );
      expect(await scriptOf(await session(), globalsOptions, 'dumpall')).toBe(before);
    });
  });
}

async function execute(open: () => Promise<Session>, statements: readonly string[]): Promise<void> {
  await using session = await open();
  for (const statement of statements) await session.execute(toByteString(statement));
}

const statementsOf = (script: ByteString): readonly ByteString[] =>
  script.split(/;\n/).map((statement) => statement.replaceAll(/^(--.*)?\n/gm, ''));

function genuineDump(programs: string, cluster: string): ByteString {
  const env = { ...process.env, LD_LIBRARY_PATH: join(programs, '..', 'lib') };
  return byteStringOf(execFileSync(join(programs, 'pg_dumpall'), ['-g', '--gp-syntax', '-d', cluster], { env }));
}

/** Without passwords, OIDs and the last line; in an order where the genuine program leaves it to the server. */
const normalized = (script: ByteString): ByteString =>
  script
    .replaceAll(/ PASSWORD '[^']*'/g, '')
    .replaceAll(/(?<=tablespace_oid\()\d+/g, 'OID')
    .replace(/--\n-- PostgreSQL database cluster dump complete\n--\n\n$/, '')
    .replace(/(?:^ALTER ROLE .* DENY BETWEEN .*\n)+/m, (rules) => sortedBy(rules, (rule) => rule))
    // Greenplum 6's are lowered first of all: those lines alone have quotes around names that need none.
    .replace(/(?:^(?:CREATE|ALTER|COMMENT ON) RESOURCE GROUP .*\n)+/m, (groups) =>
      sortedBy(groups, (line) => (/ GROUP "\w+" /.test(line) ? '' : / GROUP (\S+)/.exec(line)![1]!)),
    );

const sortedBy = (lines: ByteString, keyOf: (line: ByteString) => string): ByteString =>
  lines
    .split(/(?<=\n)/)
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))
    .join('');
