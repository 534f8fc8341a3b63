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

const otherSettings: readonly string[] = ['row_security', 'restrict_nonsystem_relation_kind'];

/**
 * What Greenplum needs beside: joins of catalogs without nested loops take minutes, and the older hash functions would
 * have operator classes written the other way round. Which segment a COPY has lost is told in the log only. Not every
 * setting is in pg_settings there.
 */
const greenplumSettings: readonly string[] = [
  'SET enable_nestloop = on',
  'SET gp_use_legacy_hashops = off',
  'SET client_min_messages = log',
];

/** The statements of pg_dump's setup_connection, so that every value is written the same whoever dumps it. */
export async function prepareSession(session: Session, settings: SessionSettings): Promise<void> {
  await session.execute(`SELECT pg_catalog.set_config('search_path', '', false)`);
  // Before the first query that takes some time.
  await session.execute('SET statement_timeout = 0');
  const names = [...optionalSettings.map(([name]) => name), ...otherSettings, ...clusterSettings];
  const known = await knownSettings(session, names);
  checkSeesWholeCluster(known);
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
  if (isGreenplum(known)) statements.push(...greenplumSettings);
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

type KnownSettings = ReadonlyMap<ByteString, ByteString>;

/** Refuses connections of Greenplum that reach a part of the cluster only. */
export async function checkReachesCluster(session: Session): Promise<void> {
  checkSeesWholeCluster(await knownSettings(session, clusterSettings));
}

const clusterSettings: readonly string[] = ['gp_role', 'gp_contentid'];

/** Those that are looked at, of some hundreds. */
async function knownSettings(session: Session, names: readonly string[]): Promise<KnownSettings> {
  const rows = await session.query<{ name: ByteString; setting: ByteString }>(
    `SELECT name, setting FROM pg_catalog.pg_settings WHERE name IN (${names.map(quoteLiteral).join(', ')})`,
  );
  return new Map(rows.map(({ name, setting }) => [name, setting]));
}

const isGreenplum = (known: KnownSettings): boolean => known.has('gp_role');

/** In utility mode a coordinator shows distributed tables empty, and a segment its own rows: a dump would look whole. */
function checkSeesWholeCluster(known: KnownSettings): void {
  if (!isGreenplum(known)) return;
  const content = known.get('gp_contentid') ?? '-1';
  if (content !== '-1') {
    throw new UserError(`this server is segment ${content} of a cluster and has a part of its rows only`, {
      hint: 'Connect to the coordinator.',
    });
  }
  if (known.get('gp_role') !== 'dispatch') {
    throw new UserError(`the connection is in ${known.get('gp_role')} mode and sees no rows of distributed tables`, {
      hint: 'Take gp_role and gp_session_role out of PGOPTIONS and of the settings of role and database.',
    });
  }
}
