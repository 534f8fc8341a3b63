import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { byteStringOf, bytesOf, toByteString, type ByteString } from '../../src/model/text.ts';
import { connect } from '../../src/server/connect.ts';
import { readRecording, writeRecording } from '../recording/recording.ts';
import { record, replay } from '../recording/script-of.ts';
import { entriesOf, withoutRunMarks } from '../support/dump-text.ts';
import { repository } from '../support/repository.ts';
import { withRowDigests } from '../support/row-digests.ts';

/** A difference from the genuine program that is meant. */
export interface Decision {
  readonly name: string;
  readonly entry: string;
  /** What it writes there; null: it has no such entry, and ours is all but the comment above it. */
  readonly genuine: string | null;
  /** null: the same of ours. */
  readonly ours: string | null;
}

export interface RecordedDatabase {
  /** Of the server, in titles. */
  readonly name: string;
  readonly database: string;
  /** Its folder in fixtures/recordings. */
  readonly folder: string;
  /** In GPFERRY_TEST_<variable> and GENUINE_<variable>. */
  readonly variable: string;
  /** Of both programs. */
  readonly options?: readonly string[];
  readonly decisions: readonly Decision[];
  /** Makes the database in the cluster, and says how to connect to it; undefined: the cluster's conninfo names it. */
  make?(cluster: string): Promise<string>;
}

/**
 * A database is dumped as by the server's own pg_dump, entry by entry, but for the decisions: what the server
 * once answered is replayed, and the server itself is asked where GPFERRY_TEST_… names one.
 */
export function describeAsGenuine(described: RecordedDatabase): void {
  const { name, database, folder, variable, options = [] } = described;
  const decisions = described.decisions.map(inBytes);
  const directory = join(repository, 'fixtures', 'recordings', folder);
  const recordingFile = join(directory, `${database}.json.gz`);
  const genuineFile = join(directory, `${database}.sql`);
  const genuineScript = async (): Promise<ByteString> => byteStringOf(await readFile(genuineFile));

  async function expectGenuineButForDecisions(script: ByteString): Promise<void> {
    const expected = entriesByName(await genuineScript());
    for (const { entry, genuine, ours } of decisions) {
      if (ours === null) delete expected[entry];
      else
        expected[entry] =
          genuine === null ? `--\n-- Name: ${entry}\n--\n\n${ours}` : expected[entry]!.replace(genuine, () => ours);
    }
    expect(entriesByName(normalized(script))).toEqual(expected);
    expect(preambleOf(withoutRunMarks(script))).toBe(preambleOf(await genuineScript()));
  }

  describe(`${database} of ${name}, replayed`, () => {
    it('is dumped as by its own pg_dump, entry by entry, but for the decisions', async () => {
      await expectGenuineButForDecisions(await replay(await readRecording(recordingFile)));
    });

    it.each(decisions)('differs where $name', async ({ entry, genuine, ours }) => {
      const theirText = entriesByName(await genuineScript())[entry];
      const ourText = entriesByName(await replay(await readRecording(recordingFile)))[entry];
      if (genuine === null) expect(theirText).toBeUndefined();
      else expect(theirText).toContain(genuine);
      if (ours === null) expect(ourText).toBeUndefined();
      else expect(ourText).toContain(ours);
    });
  });

  const cluster = process.env[`GPFERRY_TEST_${variable}`];
  const without = cluster === undefined ? ` (skipped: GPFERRY_TEST_${variable} names no cluster)` : '';
  const programs = process.env[`GENUINE_${variable}`];

  describe.skipIf(cluster === undefined)(`${database} of ${name}, live${without}`, () => {
    it('is dumped as by its own pg_dump, entry by entry, but for the decisions', async () => {
      const conninfo = (await described.make?.(cluster!)) ?? cluster!;
      const { recording, script } = await record(await connect({ database: conninfo }), options);
      // With GENUINE_… what its pg_dump writes and the server answers is expected from now on.
      if (programs !== undefined) {
        await writeFile(genuineFile, bytesOf(normalized(genuineDump(programs, [...options, '-d', conninfo]))));
        await writeRecording(recordingFile, recording);
      }
      await expectGenuineButForDecisions(script);
    });
  });
}

const inBytes = (decision: Decision): Decision => ({
  ...decision,
  genuine: decision.genuine && toByteString(decision.genuine),
  ours: decision.ours && toByteString(decision.ours),
});

function genuineDump(programs: string, args: readonly string[]): ByteString {
  const env = { ...process.env, LD_LIBRARY_PATH: join(programs, '..', 'lib') };
  return byteStringOf(execFileSync(join(programs, 'pg_dump'), args, { env, maxBuffer: 2 ** 30 }));
}

const normalized = (dump: ByteString): ByteString => withRowDigests(withoutRunMarks(dump));

/** What stands before the first entry, the program's name aside. */
const preambleOf = (dump: ByteString): ByteString => dump.slice(0, dump.search(/^-- Name: /m));

/** Entries by the line that names them; each further one of the same name is counted. */
function entriesByName(dump: ByteString): Record<string, ByteString> {
  const texts: Record<string, ByteString> = {};
  for (const { text } of entriesOf(dump)) {
    const name = text.split('\n')[1]!.replace(/^-- (Data for )?Name: /, '$1');
    let unique = name;
    for (let count = 2; texts[unique] !== undefined; count += 1) unique = `${name} #${count}`;
    texts[unique] = text;
  }
  return texts;
}
