import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import { shown, type ByteString } from '../model/text.ts';
import { quoteIdent, quoteLiteral, quoteQualified } from '../ddl/quote.ts';
import type { Server } from '../server/server.ts';
import { defineKind, type DdlContext } from './kind.ts';
import { madeByUsers } from './made-by-users.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly owner: ByteString;
  readonly encoding: number;
  /** pg_collation.collprovider: b builtin, c libc, d the database's, i ICU. */
  readonly provider: string;
  readonly isDeterministic: boolean;
  readonly collate: ByteString | null;
  readonly ctype: ByteString | null;
  readonly locale: ByteString | null;
  readonly rules: ByteString | null;
  readonly version: ByteString | null;
}

interface Collation extends DumpObject {
  readonly type: 'collation';
  readonly provider: string;
  readonly isDeterministic: boolean;
  readonly collate: ByteString | null;
  readonly ctype: ByteString | null;
  /** Locale of a provider but libc. */
  readonly locale: ByteString | null;
  /** ICU tailoring rules. */
  readonly rules: ByteString | null;
  /** Of the provider's order, as the server last saw it. */
  readonly version: ByteString | null;
}

function query(server: Server): ByteString {
  const has = (column: string, otherwise: string): string =>
    server.has(`pg_collation.${column}`) ? `c.${column}` : otherwise;
  const provider = has('collprovider', `'c'::pg_catalog."char"`);
  const ownLocale = has('colllocale', has('colliculocale', ''));
  // Where the locale has no column of its own, ICU's stands in both of libc's, which are never NULL.
  const isIcu = `${provider} = 'i'`;
  const libc = (column: string): string =>
    `CASE WHEN ${ownLocale === '' ? isIcu : 'false'} THEN NULL ELSE nullif(c.${column}::pg_catalog.text, '') END`;
  const locale = ownLocale === '' ? `CASE WHEN ${isIcu} THEN c.collcollate::pg_catalog.text END` : ownLocale;
  return `SELECT c.tableoid, c.oid, c.collname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(c.collowner) AS owner, c.collencoding AS encoding,
  ${provider} AS provider, ${has('collisdeterministic', 'true')} AS "isDeterministic",
  ${libc('collcollate')} AS collate, ${libc('collctype')} AS ctype,
  ${locale} AS locale,
  ${has('collicurules', 'NULL::pg_catalog.text')} AS rules, ${has('collversion', 'NULL')} AS version
FROM pg_catalog.pg_collation c
JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
WHERE ${madeByUsers('c', 'n')}
ORDER BY c.oid`;
}

export const collation = defineKind<Row, Collation>({
  type: 'collation',
  requires: 'pg_collation',
  query,
  toObject: ({ tableoid, oid, encoding, ...row }) => ({
    ...row,
    type: 'collation',
    catalogId: { tableoid, oid },
    ties: [encoding],
  }),
  toEntries(collation, context) {
    const name = quoteQualified(collation.namespace, collation.name);
    const options = [
      `provider = ${providerWord(collation)}`,
      ...(collation.isDeterministic ? [] : ['deterministic = false']),
      ...localeOptions(collation, context),
      ...(collation.rules === null ? [] : [`rules = ${quoteLiteral(collation.rules)}`]),
      // Indexes that are taken over are in the order of this version.
      ...(collation.version === null || !context.options.binaryUpgrade
        ? []
        : [`version = ${quoteLiteral(collation.version)}`]),
    ];
    return [
      {
        desc: 'COLLATION',
        section: 'pre-data',
        definition: `CREATE COLLATION ${name} (${options.join(', ')});\n`,
        dropStatement: `DROP COLLATION ${name};\n`,
      },
    ];
  },
  satellites: ({ name }) => ({ comments: [{ type: 'COLLATION', name: quoteIdent(name), labels: false }] }),
});

// The database's own is written only when pg_catalog is dumped, and no server takes it back.
const providerWords: Readonly<Record<string, string>> = { b: 'builtin', c: 'libc', d: 'default', i: 'icu' };

function providerWord({ provider }: Collation): string {
  const word = providerWords[provider];
  if (word === undefined) throw new Error(`unrecognized collation provider: ${provider}`);
  return word;
}

function localeOptions(collation: Collation, { report }: DdlContext): readonly ByteString[] {
  const { collate, ctype, locale, provider } = collation;
  const isLibc = provider === 'c';
  const libcNames = [collate, ctype].filter((name) => name !== null).length;
  const isValid = libcNames === (isLibc ? 2 : 0) && (locale !== null) === (provider === 'i' || provider === 'b');
  if (!isValid) {
    const name = shown(quoteIdent(collation.name));
    report({ severity: 'warning', subject: `collation "${name}"`, message: `invalid collation "${name}"` });
  }
  if (provider === 'd') return [];
  if (!isLibc) return [`locale = ${quoteLiteral(locale ?? '')}`];
  if (collate !== null && collate === ctype) return [`locale = ${quoteLiteral(collate)}`];
  return [`lc_collate = ${quoteLiteral(collate ?? '')}`, `lc_ctype = ${quoteLiteral(ctype ?? '')}`];
}
