import type { Rows } from './piece.ts';
import type { Window } from './window.ts';

/** Characters that the mark and the line feeds around it have. */
const marginLength = 5;

const mark = '\\.\n';

interface RowsEnd extends Pick<Rows, 'mark'> {
  /** In the script: behind the last row. */
  readonly end: number;
  /** In the window: behind the mark. */
  readonly after: number;
}

/** Finds the line `\.` behind rows, of which the first begins at `from`, behind a line feed. What was passed is let go of. */
export async function findRowsEnd(window: Window, from: number): Promise<RowsEnd> {
  // The statement may have ended with the script.
  if (window.text[from - 1] !== '\n') return { end: window.offset(from), after: from, mark };
  for (let at = from - 1; ;) {
    const { text } = window;
    const found = text.indexOf('\n\\.', at);
    const isWhole = window.isOver || (found >= 0 && found + marginLength <= text.length);
    if (found < 0 || !isWhole) {
      if (window.isOver) {
        const end = window.offset(text.length);
        return { end, after: text.length, mark: text.endsWith('\n') ? mark : `\n${mark}` };
      }
      at = window.pass(found >= 0 ? found : Math.max(at, text.length - 2), true);
      await window.grow();
      continue;
    }
    const after = found + 3;
    const rest = /^\r?(?:\n|$)/.exec(text.slice(after, after + 2))?.[0];
    // `\.` followed by a lone carriage return ends nothing, unless the script does.
    if (rest !== undefined && (rest.endsWith('\n') || after + rest.length === text.length)) {
      return { end: window.offset(found + 1), after: after + rest.length, mark: rest === '\r\n' ? '\\.\r\n' : mark };
    }
    at = found + 1;
  }
}
