import { UserError } from '../errors.ts';
import { type Conninfo, isKeyword } from './conninfo-keywords.ts';

/** libpq reads lines into a buffer of 1024 bytes and refuses longer ones. */
const longestLine = 1022;

/** The settings of one service in a pg_service.conf, or null where the file does not define it. */
export function readServiceFile(text: string, service: string, path: string): Conninfo | null {
  let settings: Conninfo | null = null;
  for (const [index, raw] of text.split('\n').entries()) {
    const problem = (what: string) => new UserError(`${what} in service file "${path}", line ${index + 1}`);
    if (Buffer.byteLength(raw) > longestLine) {
      throw new UserError(`line ${index + 1} too long in service file "${path}"`);
    }
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('[')) {
      if (settings) break;
      if (line.startsWith(`[${service}]`)) settings = new Map();
    } else if (settings) {
      const [, keyword, value] = /^([^=]*)=([^]*)$/.exec(line) ?? [];
      if (line.startsWith('ldap')) throw problem('LDAP lookup is not supported');
      if (keyword === undefined || value === undefined) throw problem('syntax error');
      if (keyword === 'service') throw problem('nested service specifications not supported');
      if (!isKeyword(keyword)) throw problem('syntax error');
      if (!settings.has(keyword)) settings.set(keyword, value);
    }
  }
  return settings;
}
