import type { ByteString } from '../model/text.ts';

/** A string literal for a session whose standard_conforming_strings may be off (appendStringLiteral). */
export function literal(text: ByteString, standardStrings: boolean): ByteString {
  const doubled = text.replaceAll("'", "''");
  return `'${standardStrings ? doubled : doubled.replaceAll('\\', '\\\\')}'`;
}

/** A bytea literal in hex (appendByteaLiteral in string_utils.c). */
export function byteaLiteral(bytes: Uint8Array, standardStrings: boolean): ByteString {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `'${standardStrings ? '\\x' : '\\\\x'}${hex}'`;
}
