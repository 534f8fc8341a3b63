// npm run record: what a server answers to every query of a dump, for tests that have no such server.
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { ServerError } from '../../src/errors.ts';
import { shown } from '../../src/model/text.ts';
import { connect } from '../../src/server/connect.ts';
import { writeRecording } from './recording.ts';
import { RecordingSession } from './recording-session.ts';
import { globalsOptions, scriptOf } from './script-of.ts';

const usage = `npm run record -- -o FILE.json.gz [-h HOST] [-p PORT] [-U USER] [-d DATABASE] [--rows | --globals]

Dumps a database as "gpferry dump --schema-only" does, or with --globals what belongs to none
as "gpferry dumpall -g" does, changes nothing, and writes every query with the server's answer to
FILE: names, definitions, comments, privileges. Options that look like passwords are masked. Read
the file (zcat) before you give it away.

  -o, --output    the recording
  -h, -p, -U, -d  as for pg_dump; -d takes a connection string too
  --rows          the rows of all tables as well, as they are
  --globals       roles without their passwords, resource queues and groups, tablespaces
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      output: { type: 'string', short: 'o' },
      host: { type: 'string', short: 'h' },
      port: { type: 'string', short: 'p' },
      username: { type: 'string', short: 'U' },
      dbname: { type: 'string', short: 'd' },
      globals: { type: 'boolean', default: false },
      rows: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  const { output, host, port, username: user } = values;
  if (values.help || output === undefined) {
    process.stdout.write(usage);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const command = values.globals ? 'dumpall' : 'dump';
  const options = values.globals ? globalsOptions : values.rows ? [] : ['--schema-only'];
  const database = values.dbname ?? (values.globals ? 'postgres' : undefined);
  const session = new RecordingSession(await connect({ host, port, user, database }));
  try {
    await scriptOf(session, options, command);
  } finally {
    // Of a server that gpferry cannot dump yet, what it has answered so far is wanted most.
    const recording = session.recording(command, options);
    await mkdir(dirname(output), { recursive: true });
    await writeRecording(output, recording);
    const { size } = await stat(output);
    const about = shown(`${session.database} (server ${session.serverVersion})`);
    console.log(`record: ${Object.keys(recording.answers).length} answers of ${about} in ${output}, ${size} bytes`);
  }
}

await main().catch((error: Error) => {
  const statement = error instanceof ServerError ? `\n${shown(error.statement ?? '')}` : '';
  console.error(`record: ${error.message}${statement}`);
  process.exitCode = 1;
});
