import { component } from '../model/dump-object.ts';
import type { Relation } from '../model/relation.ts';
import type { ByteString } from '../model/text.ts';
import { quoteLiteral, quoteQualified } from '../ddl/quote.ts';
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
  relations: readonly Relation[],
  lockWaitTimeout: ByteString | undefined,
): Promise<void> {
  const names = relations
    .filter((relation) => (relation.dump & needsLock) !== 0 && (relation.relkind === 'r' || relation.relkind === 'p'))
    .map((relation) => quoteQualified(relation.namespace, relation.name));
  if (lockWaitTimeout !== undefined) await session.execute(`SET statement_timeout = ${quoteLiteral(lockWaitTimeout)}`);
  for (const list of inStatements(names)) await session.execute(`LOCK TABLE ${list} IN ACCESS SHARE MODE`);
  if (lockWaitTimeout !== undefined) await session.execute('SET statement_timeout = 0');
}

function* inStatements(names: readonly ByteString[]): Iterable<ByteString> {
  let batch: ByteString[] = [];
  let length = 0;
  for (const name of names) {
    batch.push(name);
    length += name.length + 2;
    if (length < statementLength) continue;
    yield batch.join(', ');
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch.join(', ');
}
