import { ServerError, UserError } from '../errors.ts';
import { quoteIdent, quoteLiteral } from '../ddl/quote.ts';
import { toByteString, type ByteString } from '../model/text.ts';
import type { Session } from './session.ts';

export interface SessionSettings {
  /** -E; undefined: what the connection has by PGCLIENTENCODING, the role's settings or the database. */
  readonly encoding: string | undefined;
  readonly role: string | undefined;
  readonly extraFloatDigits: number | undefined;
  readonly quoteAllIdentifiers: boolean;
  readonly enableRowSecurity: boolean;
}

/** Settings that only some servers know, and the value a dump needs. */
const optionalSettings: readonly (readonly [name: string, value: string])[] = [
  ['lock_timeout', '0'],
  ['idle_in_transaction_session_timeout', '0'],
  ['transaction_timeout', '0'],
  // Bulk queries of catalogs look expensive to the planner and are not: compiling them took most of their time.
  ['jit', 'off'],
  // Workers each look the same catalogs up again, while gpferry could use the processor.
  ['max_parallel_workers_per_gather', '0'],
];

/** The statements of pg_dump's setup_connection, so that every value is written the same whoever dumps it. */
export async function prepareSession(session: Session, settings: SessionSettings): Promise<void> {
  await session.execute(`SELECT pg_catalog.set_config('search_path', '', false)`);
  // Before the first query that takes some time.
  await session.execute('SET statement_timeout = 0');
  const known = await knownSettings(session);
  if (settings.encoding !== undefined) await setEncoding(session, settings.encoding);
  if (settings.role !== undefined) await session.execute(`SET ROLE ${quoteIdent(toByteString(settings.role))}`);
  const statements = [
    'SET standard_conforming_strings = on',
    'SET DATESTYLE = ISO',
    'SET INTERVALSTYLE = POSTGRES',
    `SET extra_float_digits TO ${settings.extraFloatDigits ?? 3}`,
    'SET synchronize_seqscans TO off',
    ...optionalSettings.filter(([name]) => known.has(name)).map(([name, value]) => `SET ${name} = ${value}`),
  ];
  if (settings.quoteAllIdentifiers) statements.push('SET quote_all_identifiers = true');
  if (known.has('row_security')) statements.push(`SET row_security = ${settings.enableRowSecurity ? 'on' : 'off'}`);
  if (known.has('restrict_nonsystem_relation_kind')) {
    statements.push(`SET restrict_nonsystem_relation_kind = 'view, foreign-table'`);
  }
  for (const statement of statements) await session.execute(statement);
}

async function setEncoding(session: Session, encoding: string): Promise<void> {
  try {
    await session.execute(`SET client_encoding = ${quoteLiteral(toByteString(encoding))}`);
  } catch (error) {
    // Unknown, or known without a conversion: PQsetClientEncoding only says that it failed.
    if (!(error instanceof ServerError)) throw error;
    throw new UserError(`invalid client encoding "${encoding}" specified`);
  }
}

async function knownSettings(session: Session): Promise<ReadonlySet<ByteString>> {
  const rows = await session.query<{ name: ByteString }>('SELECT name FROM pg_catalog.pg_settings');
  return new Set(rows.map((row) => row.name));
}
