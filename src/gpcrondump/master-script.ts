import { corrupt } from '../archive/corruption.ts';
import { UserError } from '../errors.ts';
import { dumpComment } from '../script/comments.ts';
import { gatherSections } from '../script/gather.ts';
import type { Piece } from '../script/piece.ts';
import { scanScript } from '../script/scanner.ts';
import type { TocEntry } from '../toc/entry.ts';
import { bytesIn, type Dump } from './dump.ts';
import type { ScriptPath } from './found-dumps.ts';

/** What the master says of the database: its entries in their order, those of tables' rows among them, which it has not. */
export async function masterEntries({ master, postData }: Dump): Promise<readonly TocEntry[]> {
  const sections = await gatherSections(pieces(master, postData));
  const [section = sections[0]!, other] = sections.filter(({ payloads }) => payloads.size > 0);
  if (other !== undefined) {
    throw new UserError('the script of the master is about several databases', { detail: `file "${master.path}"` });
  }
  return section.entries;
}

async function* pieces(master: ScriptPath, postData: ScriptPath | null): AsyncGenerator<Piece, void, undefined> {
  yield* scanScript(bytesIn(master));
  if (postData === null) return;
  let isComplete = true;
  let end = 0;
  for await (const piece of scanScript(bytesIn(postData))) {
    ({ end } = piece);
    if (piece.kind === 'unread') {
      throw corrupt('the script has something that is no statement', { file: postData.path, offset: piece.start });
    }
    if (piece.kind !== 'blank') {
      yield piece;
      continue;
    }
    const { begins, isBorder } = dumpComment(piece.text);
    if (begins !== null) isComplete = false;
    else if (isBorder) isComplete = true;
    // It goes on with what the first script has begun.
    yield { ...piece, text: piece.text.replace(dumpHead, '') };
  }
  if (!isComplete) throw corrupt('the file ends before the script does', { file: postData.path, offset: end });
}

const dumpHead = /^--\r?\n-- .* database dump\r?\n--\r?$/m;
