import { type ByteString, toByteString } from '../model/text.ts';

/** Not trim(), to which the byte A0 is a blank, too. */
export const trimmed = (text: ByteString): ByteString => text.replace(/^[ \t]+|[ \t]+$/g, '');

/** A line break in quotes is a blank, and blanks around it are nothing; an empty line is a line break. */
export function folded(text: ByteString, more: ByteString): ByteString {
  const next = more.replace(/^[ \t]+/, '');
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text)) return text.slice(0, -1) + next;
  if (next === '') return text.endsWith('\n') ? `${text}\n` : `${text.replace(/[ \t]+$/, '')}\n`;
  return text.endsWith('\n') ? text + next : `${text.replace(/[ \t]+$/, '')} ${next}`;
}

const escapes: Readonly<Record<string, number>> = {
  '0': 0,
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  e: 27,
  N: 0x85,
  _: 0xa0,
  L: 0x2028,
  P: 0x2029,
};

/** A scalar in double quotes as it is meant; `wrong` makes an error of what is no escape. */
export function unescaped(text: ByteString, wrong: (what: string) => Error): ByteString {
  return text.replace(
    /\\(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|([^]))/g,
    (_, two?: string, four?: string, eight?: string, letter?: string) => {
      const digits = two ?? four ?? eight;
      if (letter !== undefined && ' "/\\\t'.includes(letter)) return letter;
      const code = digits === undefined ? escapes[letter ?? ''] : Number.parseInt(digits, 16);
      if (code === undefined || code > 0x10ffff) throw wrong(`"\\${letter ?? digits}" is no escape`);
      return toByteString(String.fromCodePoint(code));
    },
  );
}
