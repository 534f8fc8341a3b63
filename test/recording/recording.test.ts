import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toByteString } from '../../src/model/text.ts';
import { connect } from '../../src/server/connect.ts';
import { withoutRunMarks } from '../support/dump-text.ts';
import { describeWithServer, withDatabase, type TestDatabase } from '../support/server.ts';
import { readRecording, writeRecording, type Recording } from './recording.ts';
import { RecordingSession } from './recording-session.ts';
import { ReplaySession } from './replay-session.ts';
import { record, replay } from './script-of.ts';

const objects = `
  CREATE TABLE names (id serial PRIMARY KEY, name text DEFAULT 'ä', tags text[], CHECK (id > 0));
  INSERT INTO names (name, tags) VALUES (E'a\\tb\\\\', '{x,NULL}'), ('ü', NULL);
  CREATE VIEW upper_names AS SELECT upper(name) FROM names;
  COMMENT ON TABLE names IS 'of people';
  SELECT lo_from_bytea(4711, '\\x00ff');
  CREATE FOREIGN DATA WRAPPER elsewhere;
  CREATE SERVER other FOREIGN DATA WRAPPER elsewhere;
  CREATE USER MAPPING FOR PUBLIC SERVER other OPTIONS (user 'me', password 'pass''word');`;

const sessionOf = ({ host, port, user, database }: TestDatabase) => connect({ host, port, user, database });

describeWithServer('a recording', () => {
  it.each([[['--schema-only']], [[]]])('replays a dump with options %j to the same script', async (options) => {
    await withDatabase(async (database) => {
      await database.query(objects);
      const { recording, script } = await record(await sessionOf(database), options);
      const masked = script.replace("'pass''word'", "'********'");
      expect(masked).not.toBe(script);
      expect(withoutRunMarks(await replay(await throughFile(recording)))).toBe(withoutRunMarks(masked));
    });
  });

  it('holds what was answered before a query that the server refused', async () => {
    await withDatabase(async (database) => {
      const session = new RecordingSession(await sessionOf(database));
      await expect(
        session.eachOf([
          { sql: 'SELECT 1 AS one', onRow() {} },
          { sql: 'SELECT 1 / 0', onRow() {} },
        ]),
      ).rejects.toThrow('division by zero');
      expect(session.recording('dump', []).answers).toEqual({ 'SELECT 1 AS one': { rows: [{ one: 1 }] } });
      await session[Symbol.asyncDispose]();
    });
  });

  it('holds rows only where they are dumped', async () => {
    await withDatabase(async (database) => {
      await database.query('CREATE TABLE t (a text)');
      await database.query("INSERT INTO t VALUES ('very private')");
      const schema = await record(await sessionOf(database), ['--schema-only']);
      expect(JSON.stringify(schema.recording)).not.toContain('very private');
      const rows = await record(await sessionOf(database), []);
      expect(rows.recording.answers['COPY public.t (a) TO stdout;']).toEqual({ copy: 'very private\n' });
    });
  });
});

describe('a replayed session', () => {
  const recording: Recording = {
    recordedBy: '0.1.0',
    command: 'dump',
    options: [],
    server: { user: 'me', database: 'db', serverVersion: '12.12', serverVersionNum: 120012 },
    parameters: { client_encoding: 'UTF8' },
    answers: { 'SELECT name FROM people': { rows: [{ name: toByteString('Zoë') }] } },
  };

  it('knows a query that is set in lines another way', async () => {
    const session = new ReplaySession(await throughFile(recording));
    expect(await session.query('SELECT name\nFROM people')).toEqual([{ name: toByteString('Zoë') }]);
  });

  it('fails with the text of a query that has no answer, and says what to do', async () => {
    const session = new ReplaySession(recording);
    await expect(session.query('SELECT age FROM people')).rejects.toThrow(
      /no answer .*record again \(fixtures\/README\.md\):\nSELECT age FROM people$/,
    );
  });
});

async function throughFile(recording: Recording): Promise<Recording> {
  const directory = await mkdtemp(join(tmpdir(), 'gpferry-recording-'));
  try {
    await writeRecording(join(directory, 'recording.json.gz'), recording);
    return await readRecording(join(directory, 'recording.json.gz'));
  } finally {
    await rm(directory, { recursive: true });
  }
}
