import type { TargetSession } from './connection-plan.ts';
import type { Link } from './link.ts';
import { simpleQuery } from './simple-query.ts';

/** Why the server is not the sort that target_session_attrs asks for, in libpq's words; null where it is. */
export async function wrongServer(link: Link, target: TargetSession): Promise<string | null> {
  switch (target) {
    case 'any':
      return null;
    case 'read-write':
      return (await isReadOnly(link)) ? 'session is read-only' : null;
    case 'read-only':
      return (await isReadOnly(link)) ? null : 'session is not read-only';
    case 'primary':
      return (await isStandby(link)) ? 'server is in hot standby mode' : null;
    case 'standby':
    case 'prefer-standby':
      return (await isStandby(link)) ? null : 'server is not in hot standby mode';
  }
}

async function isReadOnly(link: Link): Promise<boolean> {
  const { parameters } = link.connection;
  const byDefault = parameters.get('default_transaction_read_only');
  const standby = parameters.get('in_hot_standby');
  // Servers before 14 do not report the two.
  if (byDefault !== undefined && standby !== undefined) return byDefault === 'on' || standby === 'on';
  return (await value(link, 'SHOW transaction_read_only')) === 'on';
}

async function isStandby(link: Link): Promise<boolean> {
  const standby = link.connection.parameters.get('in_hot_standby');
  if (standby !== undefined) return standby === 'on';
  return (await value(link, 'SELECT pg_catalog.pg_is_in_recovery()')) === true;
}

async function value(link: Link, sql: string): Promise<unknown> {
  const rows: Record<string, unknown>[] = [];
  await simpleQuery(link, sql, (row) => rows.push(row));
  return Object.values(rows[0] ?? {})[0];
}
