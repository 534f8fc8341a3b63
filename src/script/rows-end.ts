import type { Window } from './window.ts';

/** Characters that the mark and the line feeds around it have. */
const marginLength = 5;

/** Finds the line `\.` behind rows, of which the first begins at `from`, behind a line feed. What was passed is let go of. */
export async function findRowsEnd(
  window: Window,
  from: number,
): Promise<{
  /** In the script: behind the last row. */ readonly end: number;
  /** In the window: behind the mark. */ readonly after: number;
}> {
  // The statement may have ended with the script.
  if (window.text[from - 1] !== '\n') return { end: window.offset(from), after: from };
  for (let at = from - 1; ;) {
    const { text } = window;
    const found = text.indexOf('\n\\.', at);
    const isWhole = window.isOver || (found >= 0 && found + marginLength <= text.length);
    if (found < 0 || !isWhole) {
      if (window.isOver) return { end: window.offset(text.length), after: text.length };
      at = window.pass(found >= 0 ? found : Math.max(at, text.length - 2), true);
      await window.grow();
      continue;
    }
    const after = found + 3;
    const ending = /^\r?(?:\n|$)/.exec(text.slice(after, after + 2));
    // `\.` followed by a lone carriage return ends nothing, unless the script does.
    if (ending !== null && (ending[0].endsWith('\n') || after + ending[0].length === text.length)) {
      return { end: window.offset(found + 1), after: after + ending[0].length };
    }
    at = found + 1;
  }
}
