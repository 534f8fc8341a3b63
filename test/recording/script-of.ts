import { dumpInto } from '../../src/dump/dump.ts';
import { readCluster } from '../../src/dumpall/read-cluster.ts';
import { silentReporter } from '../../src/log.ts';
import { byteStringOf, type ByteString } from '../../src/model/text.ts';
import type { Session } from '../../src/server/session.ts';
import { dumpAllOptionsFrom } from '../commands/dumpall-options-from.ts';
import { dumpOptionsFrom } from '../commands/dump-options-from.ts';
import { RecordingSession } from './recording-session.ts';
import type { RecordedCommand, Recording } from './recording.ts';
import { ReplaySession } from './replay-session.ts';

/** All that Greenplum has of roles, but passwords. */
export const globalsOptions = ['-g', '--gp-syntax', '--no-role-passwords'];

type Script = (session: Session, options: readonly string[]) => Promise<ByteString>;

const scripts: Record<RecordedCommand, Script> = { dump: databaseScript, dumpall: globalsScript };

/** The script that `gpferry <command>` with these options writes of what the session answers. The session is closed. */
export const scriptOf = (
  session: Session,
  options: readonly string[],
  command: RecordedCommand = 'dump',
): Promise<ByteString> => scripts[command](session, options);

async function databaseScript(session: Session, options: readonly string[]): Promise<ByteString> {
  const script: ByteString[] = [];
  const output = {
    write: async (bytes: Uint8Array) => void script.push(byteStringOf(bytes)),
    finish: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
  await dumpInto({ connect: async () => session, output }, await dumpOptionsFrom(options), silentReporter);
  return script.join('');
}

/** Up to the databases. */
async function globalsScript(session: Session, options: readonly string[]): Promise<ByteString> {
  const { script } = await readCluster(await dumpAllOptionsFrom(options), silentReporter, {}, async () => session);
  return script;
}

export async function record(
  session: Session,
  options: readonly string[],
  command: RecordedCommand = 'dump',
): Promise<{ readonly recording: Recording; readonly script: ByteString }> {
  const recording = new RecordingSession(session);
  const script = await scriptOf(recording, options, command);
  return { recording: recording.recording(command, options), script };
}

export const replay = (recording: Recording): Promise<ByteString> =>
  scriptOf(new ReplaySession(recording), recording.options, recording.command);
