import { UserError } from '../errors.ts';
import { type Conninfo, isKeyword } from './conninfo-keywords.ts';

const blanks = /[ \t\n\v\f\r]*/y;
const name = /[^= \t\n\v\f\r]*/y;
const bareValue = /(?:\\[^]?|[^\\ \t\n\v\f\r])*/y;
const quotedValue = /'((?:\\[^]|[^'\\])*)'/y;

/** `host=h dbname='my db'` as libpq reads it (fe-connect.c, conninfo_parse), with its messages. */
export function parseConninfoString(text: string): Conninfo {
  const settings: Conninfo = new Map();
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  let last = '';
  take(blanks);
  while (at < text.length) {
    const keyword = take(name)?.[0] ?? '';
    take(blanks);
    if (text[at] !== '=') throw missingEquals(keyword, last);
    at++;
    take(blanks);
    const quoted = text[at] === "'";
    const value = quoted ? take(quotedValue)?.[1] : take(bareValue)?.[0];
    if (value === undefined) throw new UserError('unterminated quoted string in connection info string');
    setKeyword(settings, keyword, value.replace(/\\([^]?)/g, '$1'));
    last = keyword;
    take(blanks);
  }
  return settings;
}

function missingEquals(keyword: string, last: string): UserError {
  // What follows `password=a b` may be the rest of a password; libpq would print it.
  const word = last === 'password' || last === 'sslpassword' ? `the value of ${last}` : `"${keyword}"`;
  return new UserError(`missing "=" after ${word} in connection info string`);
}

/** Sets a keyword, or complains as libpq does of one that it does not know. */
export function setKeyword(settings: Conninfo, keyword: string, value: string): void {
  if (keyword === 'requiressl') {
    settings.set('sslmode', value.startsWith('1') ? 'require' : 'prefer');
    return;
  }
  if (!isKeyword(keyword)) throw new UserError(`invalid connection option "${keyword}"`);
  settings.set(keyword, value);
}
