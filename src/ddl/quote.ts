import { AsyncLocalStorage } from 'node:async_hooks';
import { releases } from '../model/release.ts';
import type { ByteString } from '../model/text.ts';
import { isKeywordToQuote, type KeywordsOf } from './keywords.ts';

const plainIdentifier = /^[a-z_][a-z0-9_]*$/;

interface Quoting {
  readonly all: boolean;
  readonly release: KeywordsOf;
}

const plainQuoting: Quoting = { all: false, release: releases[15] };

/** The settings belong to a run, and runs may go on side by side in one process. */
const quoting = new AsyncLocalStorage<Quoting>();

function withQuoting<T>(change: Partial<Quoting>, work: () => T): T {
  const now = quoting.getStore() ?? plainQuoting;
  const { all, release } = { ...now, ...change };
  // A storage that nobody has entered costs nothing; one that is entered, something at every await.
  return all === now.all && release === now.release ? work() : quoting.run({ all, release }, work);
}

/** Runs `work`, and all it awaits, with --quote-all-identifiers in force or not. */
export const withQuoteAll = <T>(all: boolean, work: () => T): T => withQuoting({ all }, work);

/** Runs `work`, and all it awaits, with the keywords of a release. */
export const withKeywords = <T>(release: KeywordsOf, work: () => T): T => withQuoting({ release }, work);

/** An identifier as SQL wants it: quoted unless plain and not a keyword (fmtId in string_utils.c). */
export function quoteIdent(name: ByteString): ByteString {
  const { all, release } = quoting.getStore() ?? plainQuoting;
  if (!all && plainIdentifier.test(name) && !isKeywordToQuote(name, release)) return name;
  return `"${name.replaceAll('"', '""')}"`;
}

/** `schema.name`, or the name alone where there is no schema (fmtQualifiedId). */
export function quoteQualified(namespace: ByteString | null, name: ByteString): ByteString {
  return namespace === null || namespace === '' ? quoteIdent(name) : `${quoteIdent(namespace)}.${quoteIdent(name)}`;
}

/** A string literal. Every session of ours has standard_conforming_strings on, so a backslash is itself. */
export function quoteLiteral(text: ByteString): ByteString {
  // Most have none, and every value of an INSERT command comes through here.
  return text.includes("'") ? `'${text.replaceAll("'", "''")}'` : `'${text}'`;
}

/** A string literal that sessions with standard_conforming_strings on and off read alike (appendStringLiteralConn). */
export const portableLiteral = (text: ByteString): ByteString =>
  text.includes('\\') ? `E${quoteLiteral(text.replaceAll('\\', '\\\\'))}` : quoteLiteral(text);

/** A dollar-quoted string whose delimiter does not occur in the text (appendStringLiteralDQ in string_utils.c). */
export function quoteDollar(text: ByteString, prefix = ''): ByteString {
  const suffixes = '_XXXXXXX';
  let delimiter = `$${prefix}`;
  for (let next = 0; text.includes(delimiter); next = (next + 1) % suffixes.length) delimiter += suffixes[next];
  return `${delimiter}$${text}${delimiter}$`;
}
