import { ServerError } from '../errors.ts';
import type { Oid } from '../model/catalog-id.ts';
import { component } from '../model/dump-object.ts';
import type { Relation } from '../model/relation.ts';
import { shown, type ByteString } from '../model/text.ts';
import { quoteLiteral, quoteQualified } from '../ddl/quote.ts';
import type { Behaviours } from '../server/behaviours.ts';
import type { Server } from '../server/server.ts';
import type { Session } from '../server/session.ts';

/** A statement is sent when it has grown this long (as pg_dump 16 does). */
const statementLength = 100_000;

const needsLock = component.definition | component.data | component.policy;

/**
 * Takes ACCESS SHARE on the tables to be dumped, so that none is dropped or altered before its turn; other relations
 * cannot be locked. Many tables a statement: one round trip each would take minutes for a large catalog.
 */
export async function lockTables(
  session: Session,
  { behaves: { coordinatorOnly } }: Pick<Server, 'behaves'>,
  relations: readonly Relation[],
  lockWaitTimeout: ByteString | undefined,
): Promise<void> {
  const names = relations
    .filter((relation) => (relation.dump & needsLock) !== 0 && (relation.relkind === 'r' || relation.relkind === 'p'))
    .map((relation) => quoteQualified(relation.namespace, relation.name));
  if (lockWaitTimeout !== undefined) await session.execute(`SET statement_timeout = ${quoteLiteral(lockWaitTimeout)}`);
  for (const tables of inStatements(names)) {
    try {
      await session.execute(lockStatement(tables, { coordinatorOnly }));
    } catch (error) {
      throw await ofOneTable(session, tables, error);
    }
  }
  if (lockWaitTimeout !== undefined) await session.execute('SET statement_timeout = 0');
}

interface LockManner {
  readonly nowait?: boolean;
  /**
   * Whoever alters or truncates a table of Greenplum asks for the coordinator's lock first, so that alone does: segments
   * have room for so many locks only, and each would have one for every table (10,000 tables: 30,000 locks, and a
   * third of the time without them).
   */
  readonly coordinatorOnly?: Behaviours['coordinatorOnly'];
}

/** Of quoted tables. */
export const lockStatement = (tables: readonly ByteString[], { nowait, coordinatorOnly }: LockManner): ByteString =>
  `LOCK TABLE ${tables.join(', ')} IN ACCESS SHARE MODE` +
  `${nowait === true ? ' NOWAIT' : ''}${coordinatorOnly ? ` ${coordinatorOnly}` : ''}`;

/** SQLSTATE of a lock that NOWAIT or lock_timeout did not wait for. */
export const lockNotAvailable = '55P03';
/** The server says that it waited in vain, and not for which table: lock_timeout, statement_timeout, deadlock_detected. */
const waitedInVain: readonly string[] = [lockNotAvailable, '57014', '40P01'];

/** The error of a statement that locks many tables, as that of the one which somebody else has locked. */
async function ofOneTable(session: Session, tables: readonly ByteString[], error: unknown): Promise<unknown> {
  if (!(error instanceof ServerError) || !waitedInVain.includes(error.code)) return error;
  let suspects = tables;
  while (suspects.length > 1) {
    const half = suspects.slice(0, suspects.length / 2);
    suspects = (await isLocked(session, half)) ? half : suspects.slice(half.length);
  }
  // The lock may have gone meanwhile.
  if (!(await isLocked(session, suspects))) return error;
  return new ServerError(error.message, { ...error, statement: shown(lockStatement(suspects, {})) });
}

/** Somebody has a lock on one of the tables that ACCESS SHARE cannot be had beside. */
async function isLocked(session: Session, tables: readonly ByteString[]): Promise<boolean> {
  // The transaction has failed already; a lock can be asked for in a transaction only.
  await session.execute('ROLLBACK');
  await session.execute('BEGIN');
  try {
    await session.execute(lockStatement(tables, { nowait: true }));
    return false;
  } catch (error) {
    if (error instanceof ServerError && error.code === lockNotAvailable) return true;
    throw error;
  }
}

/**
 * Of the tables whose rows are to be dumped, those truncated, rewritten or replaced by another of their name between
 * the snapshot and the lock. The snapshot sees none of the rows that they had; pg_dump leaves them out in silence.
 */
export async function findRewritten(session: Session, relations: readonly Relation[]): Promise<readonly Relation[]> {
  // Of catalogs that the server finds by its relation map, pg_class has no file: those are never rewritten by users.
  // The catalog is read as the snapshot has it; the function and the locks are of now. Another table was locked by name.
  const rows = await session.query<{ oid: Oid }>(`SELECT c.oid
FROM pg_catalog.pg_class c
WHERE c.relkind = 'r'
  AND (c.relfilenode <> 0 AND pg_catalog.pg_relation_filenode(c.oid) IS DISTINCT FROM c.relfilenode
    OR c.oid NOT IN (SELECT l.relation FROM pg_catalog.pg_locks l
      WHERE l.pid = pg_catalog.pg_backend_pid() AND l.relation IS NOT NULL))`);
  const rewritten = new Set(rows.map((row) => row.oid));
  return relations.filter(
    ({ dump, relkind, catalogId }) => (dump & component.data) !== 0 && relkind !== 'x' && rewritten.has(catalogId.oid),
  );
}

function* inStatements(names: readonly ByteString[]): Iterable<readonly ByteString[]> {
  let batch: ByteString[] = [];
  let length = 0;
  for (const name of names) {
    batch.push(name);
    length += name.length + 2;
    if (length < statementLength) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch;
}
