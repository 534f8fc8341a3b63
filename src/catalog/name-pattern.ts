import type { ByteString } from '../model/text.ts';

/** A pattern of psql's, taken apart at its dots. */
export interface NamePattern {
  /** Anchored regular expressions, the name's last. */
  readonly parts: readonly ByteString[];
  /** Text of the first part without its quotes, as a plain name; a database is named so. */
  readonly literal: ByteString;
  /** Dots outside quotes, also those beyond the parts there may be. */
  readonly dots: number;
}

const special = '|*+?()[]{}.^$\\';

/**
 * Reads a shell-like pattern: letters outside double quotes fold to lower case, `*` and `?` match, other characters of
 * regular expressions stay active; inside quotes all stand for themselves, a dollar sign and `[]` always do
 * (patternToSQLRegex in string_utils.c). Only the first `maxParts - 1` dots separate.
 */
export function parseNamePattern(pattern: ByteString, maxParts: number): NamePattern {
  const parts: ByteString[] = [''];
  let literal = '';
  let dots = 0;
  let quoted = false;
  const add = (regex: string, plain: string): void => {
    parts[parts.length - 1] += regex;
    if (dots === 0) literal += plain;
  };
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '"') {
      if (quoted && pattern[i + 1] === '"') add(pattern[i++]!, '"');
      else quoted = !quoted;
    } else if (!quoted && char === '*') add('.*', char);
    else if (!quoted && char === '?') add('.', char);
    else if (!quoted && char === '.') {
      dots++;
      if (parts.length < maxParts) parts.push('');
      else add('.', '');
    } else if (char === '$') add('\\$', char);
    else if ((quoted && special.includes(char)) || (char === '[' && pattern[i + 1] === ']')) add(`\\${char}`, char);
    else {
      const folded = quoted ? char : char.replace(/[A-Z]/, (letter) => letter.toLowerCase());
      add(folded, folded);
    }
  }
  return { parts: parts.map((part) => `^(${part})$`), literal, dots };
}

/** Matches every name. */
export const matchesAll = (part: ByteString): boolean => part === '^(.*)$';
