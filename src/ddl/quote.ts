import type { ByteString } from '../model/text.ts';
import { keywordsToQuote } from './keywords.ts';

const plainIdentifier = /^[a-z_][a-z0-9_]*$/;

let quoteAll = false;

/**
 * Runs `build` with --quote-all-identifiers in force or not. The text of entries is built without a pause, so nothing
 * else can run in between and see the setting.
 */
export function withQuoteAll<T>(on: boolean, build: () => T): T {
  const before = quoteAll;
  quoteAll = on;
  try {
    return build();
  } finally {
    quoteAll = before;
  }
}

/** An identifier as SQL wants it: quoted unless plain and not a keyword (fmtId in string_utils.c). */
export function quoteIdent(name: ByteString): ByteString {
  if (!quoteAll && plainIdentifier.test(name) && !keywordsToQuote.has(name)) return name;
  return `"${name.replaceAll('"', '""')}"`;
}

/** `schema.name`, or the name alone where there is no schema (fmtQualifiedId). */
export function quoteQualified(namespace: ByteString | null, name: ByteString): ByteString {
  return namespace === null || namespace === '' ? quoteIdent(name) : `${quoteIdent(namespace)}.${quoteIdent(name)}`;
}

/** A string literal. Every session of ours has standard_conforming_strings on, so a backslash is itself. */
export function quoteLiteral(text: ByteString): ByteString {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A dollar-quoted string whose delimiter does not occur in the text (appendStringLiteralDQ in string_utils.c). */
export function quoteDollar(text: ByteString, prefix = ''): ByteString {
  const suffixes = '_XXXXXXX';
  let delimiter = `$${prefix}`;
  for (let next = 0; text.includes(delimiter); next = (next + 1) % suffixes.length) delimiter += suffixes[next];
  return `${delimiter}$${text}${delimiter}$`;
}
