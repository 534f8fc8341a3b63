import type { ByteString } from '../model/text.ts';
import { onOneLine } from './entry-text.ts';

/** What a script says of itself before its first statement. All texts are byte strings. */
export interface ScriptFrame {
  /** `PostgreSQL`, or the product whose name its own tools write here. */
  readonly product: ByteString;
  /** See psql.ts; null: psql may run what it finds. */
  readonly restrictKey: string | null;
  readonly serverVersion: ByteString | null;
  readonly dumperVersion: ByteString | null;
  /** `2026-11-21 02:41:12 UTC`; null: not said. */
  readonly startedAt: ByteString | null;
}

export function scriptHead(frame: ScriptFrame): ByteString {
  let text = `--\n-- ${frame.product} database dump\n--\n\n`;
  if (frame.restrictKey !== null) text += `\\restrict ${frame.restrictKey}\n\n`;
  if (frame.serverVersion !== null) text += `-- Dumped from database version ${onOneLine(frame.serverVersion)}\n`;
  if (frame.dumperVersion !== null) text += `-- Dumped by pg_dump version ${onOneLine(frame.dumperVersion)}\n`;
  text += '\n';
  if (frame.startedAt !== null) text += `-- Started on ${frame.startedAt}\n\n`;
  return text;
}

export function scriptFoot(frame: ScriptFrame, completedAt: ByteString | null): ByteString {
  let text = completedAt === null ? '' : `-- Completed on ${completedAt}\n\n`;
  text += `--\n-- ${frame.product} database dump complete\n--\n\n`;
  // pg_dumpall goes on to the next database from here.
  return frame.restrictKey === null ? text : `${text}\\unrestrict ${frame.restrictKey}\n\n`;
}
