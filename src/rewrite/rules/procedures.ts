import type { ByteString } from '../../model/text.ts';
import type { ArchiveIndex } from '../archive-index.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/**
 * OUT arguments of procedures (PostgreSQL 14). CALL has an expression for each of them there, so that it is called in the same
 * way where they are INOUT.
 */
export const outArguments: Rule = {
  name: 'out-arguments',
  descs: ['PROCEDURE', 'ACL', 'COMMENT', 'SECURITY LABEL'],
  pattern: /\bPROCEDURE\b[^]*\bOUT\b/i,
  rewrite(entry, archive) {
    const { desc, definition, dropStatement } = entry;
    if (desc === 'PROCEDURE' && archive.proceduresLike(entry) > 1) {
      return {
        leftOut: 'with OUT arguments for INOUT, as the target has them, it would be another one of the archive',
      };
    }
    const rewriting = new Rewriting(definition ?? '');
    changeArguments(rewriting, archive);
    if (desc === 'PROCEDURE') rewriting.note('its OUT arguments are INOUT, since the target has none for procedures');
    const { outcome } = rewriting;
    if (outcome === null || dropStatement === null) return outcome;
    return { ...outcome, changes: { ...outcome.changes, dropStatement: changed(dropStatement, archive) } };
  },
};

function changed(text: ByteString, archive: ArchiveIndex): ByteString {
  const rewriting = new Rewriting(text);
  changeArguments(rewriting, archive);
  return rewriting.edits.result();
}

function changeArguments({ text, edits }: Rewriting, archive: ArchiveIndex): void {
  for (const statement of archive.statementsOf(text)) {
    const cursor = statement.cursor();
    while (cursor.skipTo('procedure', 'as', 'is') && cursor.take('procedure')) {
      cursor.takeQualifiedName();
      for (const item of cursor.takeList()?.items ?? []) {
        if (item.sees('out')) edits.replace(item.token!, 'INOUT');
      }
    }
  }
}
