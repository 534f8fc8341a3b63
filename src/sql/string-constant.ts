import type { ByteString } from '../model/text.ts';

/** What a string constant stands for: `'it''s'`, `E'a\\b'`, `$$a$$`; null: it is none of these. */
export function stringOf(constant: ByteString): ByteString | null {
  const dollars = /^\$[^$]*\$/.exec(constant)?.[0];
  if (dollars !== undefined) return constant.slice(dollars.length, -dollars.length);
  const [, escapes, text] = /^([eE]?)'(.*)'$/s.exec(constant) ?? [];
  if (text === undefined) return null;
  return escapes === '' ? text.replaceAll("''", "'") : text.replace(escape, unescaped);
}

const escape = /''|\\(?:([0-7]{1,3})|x([\dA-Fa-f]{1,2})|([^]))/g;

function unescaped(quotes: string, octal?: string, hex?: string, letter?: string): ByteString {
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  return letter === undefined ? quotes.slice(1) : (controls[letter] ?? letter);
}

const controls: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
