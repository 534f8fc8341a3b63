import { dumpInto } from '../../src/dump/dump.ts';
import { silentReporter } from '../../src/log.ts';
import { byteStringOf, type ByteString } from '../../src/model/text.ts';
import type { Session } from '../../src/server/session.ts';
import { dumpOptionsFrom } from '../commands/dump-options-from.ts';
import { RecordingSession } from './recording-session.ts';
import type { Recording } from './recording.ts';
import { ReplaySession } from './replay-session.ts';

/** The script that `gpferry dump` with these options writes of the session's database. The session is closed. */
export async function scriptOf(session: Session, options: readonly string[]): Promise<ByteString> {
  const script: ByteString[] = [];
  const output = {
    write: async (bytes: Uint8Array) => void script.push(byteStringOf(bytes)),
    finish: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
  await dumpInto({ connect: async () => session, output }, await dumpOptionsFrom(options), silentReporter);
  return script.join('');
}

export async function record(
  session: Session,
  options: readonly string[],
): Promise<{ readonly recording: Recording; readonly script: ByteString }> {
  const recording = new RecordingSession(session);
  const script = await scriptOf(recording, options);
  return { recording: recording.recording(options), script };
}

export const replay = (recording: Recording): Promise<ByteString> =>
  scriptOf(new ReplaySession(recording), recording.options);
