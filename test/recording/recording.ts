import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ByteString } from '../../src/model/text.ts';
import type { Row } from '../../src/server/session.ts';

/** What a server says of itself when a session begins. */
export interface RecordedServer {
  readonly user: ByteString;
  readonly database: ByteString;
  readonly serverVersion: ByteString;
  readonly serverVersionNum: number;
}

/** Rows as the session decodes them, or the bytes of a COPY as a byte string. */
export type Answer = { readonly rows: readonly Row[] } | { readonly copy: ByteString };

/** `dumpall` for what belongs to no database (dumpall -g). */
export type RecordedCommand = 'dump' | 'dumpall';

/** All that one dump asked of a server and was told. Statements without an answer (SET, LOCK) leave no trace. */
export interface Recording {
  /** gpferry's version that recorded. */
  readonly recordedBy: string;
  readonly command: RecordedCommand;
  /** The command's. */
  readonly options: readonly string[];
  readonly server: RecordedServer;
  /** The session's parameters that were asked for. */
  readonly parameters: Readonly<Record<string, ByteString>>;
  /** By `questionOf` the statement. */
  readonly answers: Readonly<Record<ByteString, Answer>>;
}

/** A statement as a recording knows it: set in lines another way it is the same. */
export const questionOf = (sql: ByteString): ByteString => sql.replaceAll(/\s+/g, ' ').trim();

/** Rows stand in a file of their own, which stays as it is where only questions of the catalog are new. */
const rowsPath = (path: string): string => path.replace(/(\.json\.gz)?$/, '.rows$1');

export async function writeRecording(path: string, recording: Recording): Promise<void> {
  const answers = Object.entries(recording.answers);
  const part = (isRows: boolean) => Object.fromEntries(answers.filter(([, answer]) => 'copy' in answer === isRows));
  await write(path, { ...recording, answers: part(false) });
  const rows = part(true);
  if (Object.keys(rows).length > 0) await write(rowsPath(path), rows);
}

export async function readRecording(path: string): Promise<Recording> {
  const { command = 'dump', ...recording } = (await read(path)) as Omit<Recording, 'command'> & {
    readonly command?: RecordedCommand;
  };
  const rows = existsSync(rowsPath(path)) ? ((await read(rowsPath(path))) as Recording['answers']) : {};
  return { command, ...recording, answers: { ...recording.answers, ...rows } };
}

const write = (path: string, value: unknown): Promise<void> =>
  writeFile(path, gzipSync(JSON.stringify(value, null, 1), { level: 9 }));

const read = async (path: string): Promise<unknown> => JSON.parse(gunzipSync(await readFile(path)).toString());
