import type { ByteString } from '../model/text.ts';
import { hasTrailBytes } from '../sql/trail-bytes.ts';
import { standardLexing, type Lexing } from '../sql/lexer.ts';

const setting =
  /^(?:set\s+(?:session\s+|local\s+)?(standard_conforming_strings|client_encoding|names)\b\s*(?:=|to\b)?\s*'?([A-Za-z0-9_-]+)|reset\s+(standard_conforming_strings|client_encoding|all)\b)/i;

/** How strings are read behind a statement, which may be a SET. */
export function lexingAfter(text: ByteString, lexing: Lexing): Lexing {
  const found = setting.exec(text);
  if (found === null) return lexing;
  const [, name, value = '', reset] = found;
  if (reset !== undefined) return reset.toLowerCase() === 'all' ? standardLexing : without(reset, lexing);
  if (name?.toLowerCase() !== 'standard_conforming_strings') return inEncoding(value, lexing);
  return { ...lexing, standardStrings: !/^(?:off|of|false|fals|fal|fa|f|no|n|0)$/i.test(value) };
}

export const inEncoding = (encoding: string, lexing: Lexing): Lexing => ({
  ...lexing,
  encoding: hasTrailBytes(encoding) ? encoding : undefined,
});

const without = (name: string, lexing: Lexing): Lexing =>
  name.toLowerCase() === 'client_encoding'
    ? { ...lexing, encoding: undefined }
    : { ...lexing, standardStrings: standardLexing.standardStrings };
