import { UserError } from '../errors.ts';
import { bytesOf, toByteString, typedText } from '../model/text.ts';
import { type Conninfo, isKeyword } from './conninfo-keywords.ts';
import { setKeyword } from './conninfo-string.ts';

const prefix = /^postgres(?:ql)?:\/\//;

export const isUri = (text: string): boolean => prefix.test(text);

/** `postgresql://user:password@host:port,host/database?keyword=value` as libpq reads it (fe-connect.c, conninfo_uri_parse_options). */
export function parseConninfoUri(uri: string): Conninfo {
  const settings: Conninfo = new Map();
  const start = prefix.exec(uri)?.[0].length ?? 0;
  const credentials = /^[^@/]*@/.exec(uri.slice(start))?.[0] ?? '';
  readCredentials(settings, credentials.slice(0, -1));

  const places = readPlaces(uri, start + credentials.length);
  set(settings, 'host', places.hosts.join(','));
  set(settings, 'port', places.ports.join(','));
  const rest = uri.slice(places.end);
  const question = rest.indexOf('?');
  if (rest.startsWith('/')) set(settings, 'dbname', rest.slice(1, question < 0 ? undefined : question));
  if (question >= 0) readParameters(settings, rest.slice(question + 1));
  return settings;
}

/** Empty parts are not set at all, so that the environment may fill them. */
function set(settings: Conninfo, keyword: string, encoded: string): void {
  if (encoded !== '') settings.set(keyword, decode(encoded));
}

function readCredentials(settings: Conninfo, credentials: string): void {
  const colon = credentials.indexOf(':');
  set(settings, 'user', colon < 0 ? credentials : credentials.slice(0, colon));
  const password = colon < 0 ? '' : credentials.slice(colon + 1);
  if (password !== '') settings.set('password', decode(password, 'the password of the URI'));
}

interface Places {
  readonly hosts: readonly string[];
  readonly ports: readonly string[];
  /** Where the list ended. */
  readonly end: number;
}

function readPlaces(uri: string, start: number): Places {
  const hosts: string[] = [];
  const ports: string[] = [];
  let at = start;
  for (;;) {
    const inBrackets = uri[at] === '[';
    const host = inBrackets ? bracketed(uri, at) : (/^[^:/?,]*/.exec(uri.slice(at))?.[0] ?? '');
    at += host.length + (inBrackets ? 2 : 0);
    hosts.push(host);
    const port = uri[at] === ':' ? (/^[^/?,]*/.exec(uri.slice(at + 1))?.[0] ?? '') : '';
    at += uri[at] === ':' ? port.length + 1 : 0;
    ports.push(port);
    if (uri[at] !== ',') return { hosts, ports, end: at };
    at++;
  }
}

/** The address inside the brackets that begin at `at`. */
function bracketed(uri: string, at: number): string {
  const close = uri.indexOf(']', at);
  if (close < 0) {
    throw new UserError(
      `end of string reached when looking for matching "]" in IPv6 host address in URI: "${withoutPassword(uri)}"`,
    );
  }
  if (close === at + 1) {
    throw new UserError(`IPv6 host address may not be empty in URI: "${withoutPassword(uri)}"`);
  }
  const next = uri[close + 1];
  if (next !== undefined && !':/?,'.includes(next)) {
    throw new UserError(
      `unexpected character "${next}" at position ${close + 2} in URI (expected ":" or "/"): "${withoutPassword(uri)}"`,
    );
  }
  return uri.slice(at + 1, close);
}

function readParameters(settings: Conninfo, text: string): void {
  const parameters = text.split('&');
  // A closing `&` ends the last parameter; it does not begin another.
  if (parameters.at(-1) === '') parameters.pop();
  for (const parameter of parameters) {
    const [encodedKeyword = '', encodedValue, ...more] = parameter.split('=');
    if (more.length > 0) {
      throw new UserError(`extra key/value separator "=" in URI query parameter: "${encodedKeyword}"`);
    }
    if (encodedValue === undefined) {
      throw new UserError(`missing key/value separator "=" in URI query parameter: "${encodedKeyword}"`);
    }
    const keyword = decode(encodedKeyword);
    const secret = keyword === 'password' || keyword === 'sslpassword';
    const value = decode(encodedValue, secret ? `the value of ${keyword}` : undefined);
    // JDBC's spelling.
    if (keyword === 'ssl' && value === 'true') settings.set('sslmode', 'require');
    else if (keyword !== 'requiressl' && !isKeyword(keyword)) {
      throw new UserError(`invalid URI query parameter: "${keyword}"`);
    } else setKeyword(settings, keyword, value);
  }
}

/** Percent-decodes. `secret` names a text that must not be printed. */
function decode(text: string, secret?: string): string {
  const printed = secret ?? `"${text}"`;
  const bytes = toByteString(text);
  const decoded = bytes.replace(/%([^]?[^]?)/g, (_, digits: string) => {
    if (!/^[0-9A-Fa-f]{2}$/.test(digits)) throw new UserError(`invalid percent-encoded token: ${printed}`);
    if (digits === '00') throw new UserError(`forbidden value %00 in percent-encoded value: ${printed}`);
    return String.fromCharCode(Number.parseInt(digits, 16));
  });
  return typedText(bytesOf(decoded));
}

const withoutPassword = (uri: string): string => uri.replace(/^([^/]*\/\/[^@/:]*):[^@/]*@/, '$1:********@');
