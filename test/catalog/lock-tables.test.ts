import { expect, it } from 'vitest';
import { lockTables } from '../../src/catalog/lock-tables.ts';
import { component } from '../../src/model/dump-object.ts';
import type { Relation } from '../../src/model/relation.ts';
import { serverFrom } from '../../src/server/probe.ts';
import type { Server } from '../../src/server/server.ts';
import type { Session } from '../../src/server/session.ts';
import { errorOf, sessionTo } from '../server/sessions.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';

/** As much of a relation as a lock needs. */
const table = (name: string): Relation =>
  ({ namespace: 'public', name, relkind: 'r', dump: component.all }) as unknown as Relation;

const postgresql = serverFrom([], 'PostgreSQL 15.18', 150018);

/** What a server is told that lets each statement pass. */
async function told(server: Server): Promise<readonly string[]> {
  const statements: string[] = [];
  // Nothing else of a session is asked for.
  const session = { execute: async (sql: string) => void statements.push(sql) } as unknown as Session;
  await lockTables(session, server, [table('t'), table('u')], undefined);
  return statements;
}

it.each([
  ['PostgreSQL 9.4.26 (Greenplum Database 6.20.5 build …) on …', 90426, ''],
  ['PostgreSQL 9.4.26 (Greenplum Database 6.24.3 build …) on …', 90426, ' MASTER ONLY'],
  ['PostgreSQL 12.12 (Greenplum Database 7.0.0 build …) on …', 120012, ' COORDINATOR ONLY'],
  ['PostgreSQL 14.4 (Apache Cloudberry 2.0.0 build …) on …', 140004, ''],
])('the coordinator alone has the locks where the server can do so: %s', async (version, number, only) => {
  const lock = `LOCK TABLE public.t, public.u IN ACCESS SHARE MODE${only}`;
  expect(await told(serverFrom(['gp_distribution_policy'], version, number))).toEqual([lock]);
});

const names = Array.from({ length: 20 }, (_, index) => `table ${index}`);

describeWithServer('many tables locked in one statement', () => {
  it.each(['table 0', 'table 7', 'table 19'])('are told by the name of the one that cannot be had: %s', (name) =>
    withDatabase(async (database) => {
      for (const each of names) await database.query(`CREATE TABLE "${each}" ()`);
      await using other = await sessionTo(database);
      await other.execute(`BEGIN; LOCK TABLE "${name}"`);
      await using session = await sessionTo(database);
      await session.execute('BEGIN');
      const error = await errorOf(() => lockTables(session, postgresql, names.map(table), '200ms'));
      expect(error).toMatchObject({
        message: 'canceling statement due to statement timeout',
        code: '57014',
        statement: `LOCK TABLE public."${name}" IN ACCESS SHARE MODE`,
      });
    }),
  );

  it('are told all where none of them is in the way', () =>
    withDatabase(async (database) => {
      await database.query('CREATE TABLE t ()');
      await using session = await sessionTo(database);
      await session.execute('BEGIN');
      const error = await errorOf(() => lockTables(session, postgresql, [table('t'), table('gone')], undefined));
      expect(error).toMatchObject({ message: 'relation "public.gone" does not exist', code: '42P01' });
    }));
});
