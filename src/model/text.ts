/**
 * Inside gpferry every name, every statement and every value read from a server or an archive is a *byte string*:
 * a JavaScript string whose characters are the bytes 0 … 255 of the database's encoding. Nothing is decoded on the way,
 * so a LATIN1 or SQL_ASCII database passes as safely as a UTF-8 one, and comparing two names with `<` compares their
 * bytes, as strcmp does in pg_dump.
 *
 * Text that a person typed enters through `toByteString`; a name shown to a person leaves through `shown`.
 */
export type ByteString = string;

/** Bytes of a byte string. */
export const bytesOf = (text: ByteString): Buffer => Buffer.from(text, 'latin1');

/** The byte string that holds these bytes. */
export const byteStringOf = (bytes: Uint8Array): ByteString =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Text typed by a person (an argument, a file's line), as the UTF-8 byte string that C programs see. */
export const toByteString = (text: string): ByteString => Buffer.from(text, 'utf8').toString('latin1');

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A byte string as text for a person: UTF-8 where it is that, else one character a byte. */
export function shown(text: ByteString): string {
  try {
    return utf8.decode(bytesOf(text));
  } catch {
    return text;
  }
}
