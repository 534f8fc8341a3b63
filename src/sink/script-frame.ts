import type { ByteString } from '../model/text.ts';
import { onOneLine } from './entry-text.ts';

/** What a script says of itself before its first statement. All texts are byte strings. */
export interface ScriptFrame {
  /** `PostgreSQL`, or the product whose name its own tools write here. */
  readonly product: ByteString;
  /** See psql.ts; null: psql may run what it finds. */
  readonly restrictKey: string | null;
  /** The head tells the versions. */
  readonly namesVersions: boolean;
  readonly serverVersion: ByteString | null;
  readonly dumperVersion: ByteString | null;
  /** `2026-11-21 02:41:12 UTC`; null: not said. */
  readonly startedAt: ByteString | null;
}

export function scriptHead(frame: ScriptFrame): ByteString {
  let text = `--\n-- ${frame.product} database dump\n--\n\n`;
  if (frame.restrictKey !== null) text += `\\restrict ${frame.restrictKey}\n\n`;
  if (frame.namesVersions) text += versionLines(frame);
  if (frame.startedAt !== null) text += `-- Started on ${frame.startedAt}\n\n`;
  return text;
}

function versionLines({ serverVersion, dumperVersion }: ScriptFrame): ByteString {
  const server = serverVersion === null ? '' : `-- Dumped from database version ${onOneLine(serverVersion)}\n`;
  const dumper = dumperVersion === null ? '' : `-- Dumped by pg_dump version ${onOneLine(dumperVersion)}\n`;
  return `${server}${dumper}\n`;
}

export function scriptFoot(frame: ScriptFrame, completedAt: ByteString | null): ByteString {
  let text = completedAt === null ? '' : `-- Completed on ${completedAt}\n\n`;
  text += `--\n-- ${frame.product} database dump complete\n--\n\n`;
  // pg_dumpall goes on to the next database from here.
  return frame.restrictKey === null ? text : `${text}\\unrestrict ${frame.restrictKey}\n\n`;
}
