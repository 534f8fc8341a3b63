/**
 * Inside gpferry every name, every statement and every value read from a server or an archive is a *byte string*:
 * a JavaScript string whose characters are the bytes 0 … 255 of the database's encoding. Nothing is decoded on the way,
 * so a LATIN1 or SQL_ASCII database passes as safely as a UTF-8 one, and comparing two names with `<` compares their
 * bytes, as strcmp does in pg_dump.
 *
 * Text that a person typed enters through `toByteString`; a name shown to a person leaves through `shown`. Where typed
 * text comes as bytes (a file's line, Linux's own list of arguments), `typedText` makes it text without losing any.
 */
export type ByteString = string;

/** Bytes of a byte string. */
export const bytesOf = (text: ByteString): Buffer => Buffer.from(text, 'latin1');

/** The byte string that holds these bytes. */
export const byteStringOf = (bytes: Uint8Array): ByteString =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** A part of a long text by itself, without which all of that would stay in memory. */
export const kept = (part: ByteString): ByteString => byteStringOf(bytesOf(part));

/** Text typed by a person (an argument, a file's line), as the byte string that C programs see. */
export const toByteString = (text: string): ByteString =>
  text
    .split(/([\udc80-\udcff])/u)
    .map((part, i) => (i % 2 === 1 ? String.fromCharCode(part.charCodeAt(0) - loneByte) : utf8ByteString(part)))
    .join('');

const utf8ByteString = (text: string): ByteString => Buffer.from(text, 'utf8').toString('latin1');

/** What a byte that is no UTF-8 is moved by: to a lone surrogate, which is no character (Python's surrogateescape). */
const loneByte = 0xdc00;

const utf8OrLoneByte =
  /(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+|[^]/g;

/** UTF-8 that a person typed; bytes that are none are kept, so that toByteString has them again. */
export const typedText = (bytes: Uint8Array): string =>
  byteStringOf(bytes).replace(utf8OrLoneByte, (part) => {
    const isLone = part.length === 1 && part > '\x7f';
    return isLone ? String.fromCharCode(part.charCodeAt(0) + loneByte) : bytesOf(part).toString('utf8');
  });

const utf8 = new TextDecoder('utf-8', { fatal: true });
const ascii = /^[\0-\x7f]*$/;

/** A byte string as text for a person: UTF-8 where it is that, else one character a byte. */
export function shown(text: ByteString): string {
  if (ascii.test(text)) return text;
  try {
    return utf8.decode(bytesOf(text));
  } catch {
    return text;
  }
}
