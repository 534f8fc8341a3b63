let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for one character each. The segmenter takes milliseconds to make, and most runs show no line. */
const graphemesOf = (text: string): Intl.Segments =>
  (segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })).segment(text);

// East Asian wide and full-width characters (UAX #11, by block) and emoji take two columns.
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|^\p{Extended_Pictographic}\ufe0f|^\p{Emoji_Presentation}/u;
const invisible = /^[\p{Mark}\u200b-\u200f\u2060\ufeff]+$/u;

const widthOf = (grapheme: string): number => (wide.test(grapheme) ? 2 : invisible.test(grapheme) ? 0 : 1);

/** Columns a line of text takes on a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemesOf(text)) width += widthOf(segment);
  return width;
}

/** As much of the text as fits, with an ellipsis where something was left out. */
export function fitted(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let kept = '';
  let width = 1;
  for (const { segment } of graphemesOf(text)) {
    width += widthOf(segment);
    if (width > columns) break;
    kept += segment;
  }
  return columns > 0 ? `${kept}…` : '';
}
