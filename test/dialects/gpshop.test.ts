import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { byteStringOf, bytesOf, type ByteString } from '../../src/model/text.ts';
import { connect } from '../../src/server/connect.ts';
import { readRecording, writeRecording } from '../recording/recording.ts';
import { record, replay } from '../recording/script-of.ts';
import { entriesOf, withoutRunMarks } from '../support/dump-text.ts';
import { repository } from '../support/repository.ts';
import { withRowDigests } from '../support/row-digests.ts';

/** A difference from the genuine program that is meant. */
interface Decision {
  readonly name: string;
  readonly entry: string;
  /** What it writes there; null: it has no such entry, all of which is ours. */
  readonly genuine: string | null;
  readonly ours: string;
}

const decisions: readonly Decision[] = [
  {
    // Greenplum 7's pg_dump loses them: a function would find other tables after a restore.
    name: 'functions keep their SET clauses',
    entry: 'reads_it(integer); Type: FUNCTION; Schema: shop; Owner: gpadmin',
    genuine: '    LANGUAGE plpgsql SECURITY DEFINER COST 33\n',
    ours: "    LANGUAGE plpgsql SECURITY DEFINER COST 33\n    SET search_path TO 'shop'\n",
  },
  {
    // The genuine SET search_path holds for all that follows in the script.
    name: 'protocols name the schema of their functions, and the search_path stays as it is',
    entry: 'demoprot; Type: PROTOCOL; Schema: -; Owner: shop_owner',
    genuine:
      '-- Set the search_path required to look up the functions\nSET search_path = public;\n\n' +
      "CREATE TRUSTED PROTOCOL demoprot ( readfunc = 'demo_read', writefunc = 'demo_write');\n",
    ours: 'CREATE TRUSTED PROTOCOL demoprot (readfunc = public.demo_read, writefunc = public.demo_write);\n',
  },
  {
    // Without ONLY it would go to all that inherit the table, some of which may have others of their own.
    name: 'defaults are set for the table ONLY',
    entry: 'customers id; Type: DEFAULT; Schema: shop; Owner: gpadmin',
    genuine: 'ALTER TABLE shop.customers ALTER COLUMN id SET DEFAULT',
    ours: 'ALTER TABLE ONLY shop.customers ALTER COLUMN id SET DEFAULT',
  },
  {
    // Greenplum 7's pg_dump forgets what was said of types that initdb made.
    name: 'types of pg_catalog keep how their columns are compressed',
    entry: 'int2; Type: TYPE STORAGE OPTIONS; Schema: pg_catalog; Owner: gpadmin',
    genuine: null,
    ours:
      '--\n-- Name: int2; Type: TYPE STORAGE OPTIONS; Schema: pg_catalog; Owner: gpadmin\n--\n\n' +
      'ALTER TYPE pg_catalog.int2 SET DEFAULT ENCODING (compresstype=zlib, compresslevel=2, blocksize=32768);',
  },
];

const directory = join(repository, 'fixtures', 'recordings', 'greenplum-7');
const recordingFile = join(directory, 'gpshop.json.gz');
const genuineFile = join(directory, 'gpshop.sql');

const normalized = (dump: ByteString): ByteString => withRowDigests(withoutRunMarks(dump));

/** Entries by the line that names them; each further one of the same name is counted. */
function entriesByName(dump: ByteString): Record<string, ByteString> {
  const texts: Record<string, ByteString> = {};
  for (const { text } of entriesOf(dump)) {
    const name = text.split('\n')[1]!.replace(/^-- (Data for )?Name: /, '$1');
    let count = 1;
    while (texts[count === 1 ? name : `${name} #${count}`] !== undefined) count += 1;
    texts[count === 1 ? name : `${name} #${count}`] = text;
  }
  return texts;
}

async function genuineEntries(): Promise<Record<string, ByteString>> {
  return entriesByName(byteStringOf(await readFile(genuineFile)));
}

async function expectGenuineButForDecisions(script: ByteString): Promise<void> {
  const expected = await genuineEntries();
  for (const { entry, genuine, ours } of decisions) {
    expected[entry] = genuine === null ? ours : expected[entry]!.replace(genuine, () => ours);
  }
  expect(entriesByName(normalized(script))).toEqual(expected);
}

/** What stands before the first entry. "Dumped by" names us and is a run mark. */
const preambleOf = (dump: ByteString): ByteString => dump.slice(0, dump.search(/^-- Name: /m));

describe('gpshop of Greenplum 7, replayed', () => {
  it('is dumped as by its own pg_dump, entry by entry, but for the decisions', async () => {
    const script = await replay(await readRecording(recordingFile));
    await expectGenuineButForDecisions(script);
    expect(preambleOf(withoutRunMarks(script))).toBe(preambleOf(byteStringOf(await readFile(genuineFile))));
  });

  it.each(decisions)('differs where $name', async ({ entry, genuine, ours }) => {
    const theirs = (await genuineEntries())[entry];
    if (genuine === null) expect(theirs).toBeUndefined();
    else expect(theirs).toContain(genuine);
    expect(entriesByName(await replay(await readRecording(recordingFile)))[entry]).toContain(ours);
  });
});

const cluster = process.env['GPFERRY_TEST_GREENPLUM7'];
const without = cluster === undefined ? ' (skipped: GPFERRY_TEST_GREENPLUM7 names no cluster)' : '';

describe.skipIf(cluster === undefined)(`gpshop of Greenplum 7, live${without}`, () => {
  it('is dumped as by its own pg_dump, entry by entry, but for the decisions', async () => {
    const { recording, script } = await record(await connect({ database: cluster }), []);
    await updateFixtures(() => writeRecording(recordingFile, recording));
    await expectGenuineButForDecisions(script);
  });
});

/** With GENUINE_GREENPLUM7 the directory of its programs, takes what pg_dump writes and the server answers as expected from now on. */
async function updateFixtures(writeAnswers: () => Promise<void>): Promise<void> {
  const programs = process.env['GENUINE_GREENPLUM7'];
  if (programs === undefined || cluster === undefined) return;
  const dump = execFileSync(join(programs, 'pg_dump'), ['-d', cluster], { maxBuffer: 2 ** 30 });
  await writeFile(genuineFile, bytesOf(normalized(byteStringOf(dump))));
  await writeAnswers();
}
