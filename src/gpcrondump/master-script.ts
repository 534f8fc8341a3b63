import { corrupt } from '../archive/corruption.ts';
import { UserError } from '../errors.ts';
import { dumpComment, entryComments } from '../script/comments.ts';
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
  const { path: file } = postData;
  const other = (offset: number): Error => corrupt('the script is not the one that follows the rows', { file, offset });
  /** null: nothing says what it is. */
  let isComplete: boolean | null = null;
  let isOver = false;
  let end = 0;
  for await (const piece of scanScript(bytesIn(postData))) {
    ({ end } = piece);
    if (piece.kind === 'unread')
      throw corrupt('the script has something that is no statement', { file, offset: piece.start });
    if (piece.kind !== 'blank') {
      if (isComplete === null) throw other(piece.start);
      if (isOver) throw corrupt('something follows the end of the script', { file, offset: piece.start });
      yield piece;
      continue;
    }
    const { begins, isBorder } = dumpComment(piece.text);
    const headed = entryComments(piece.text);
    if (headed.some(({ desc }) => ofDefinitions.has(desc))) throw other(piece.start);
    if (begins !== null && isComplete !== null)
      throw corrupt('the script is there twice in one file', { file, offset: piece.start });
    isOver = isBorder && begins === null;
    if (begins !== null) isComplete = false;
    else if (isBorder || headed.length > 0) isComplete = isBorder || (isComplete ?? true);
    // It goes on with what the first script has begun.
    yield { ...piece, text: piece.text.replace(dumpHead, '') };
  }
  if (isComplete !== true) throw corrupt('the file ends before the script does', { file, offset: end });
}

/** What the master's first script has, and segments'. */
const ofDefinitions: ReadonlySet<string> = new Set(['SCHEMA', 'TABLE', 'TABLE DATA', 'SEQUENCE SET']);

const dumpHead = /^--\r?\n-- .* database dump\r?\n--\r?$/m;
