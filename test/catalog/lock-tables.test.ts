import { expect, it } from 'vitest';
import { lockTables } from '../../src/catalog/lock-tables.ts';
import { component } from '../../src/model/dump-object.ts';
import type { Relation } from '../../src/model/relation.ts';
import { errorOf, sessionTo } from '../server/sessions.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';

/** As much of a relation as a lock needs. */
const table = (name: string): Relation =>
  ({ namespace: 'public', name, relkind: 'r', dump: component.all }) as unknown as Relation;

const names = Array.from({ length: 20 }, (_, index) => `table ${index}`);

describeWithServer('many tables locked in one statement', () => {
  it.each(['table 0', 'table 7', 'table 19'])('are told by the name of the one that cannot be had: %s', (name) =>
    withDatabase(async (database) => {
      for (const each of names) await database.query(`CREATE TABLE "${each}" ()`);
      await using other = await sessionTo(database);
      await other.execute(`BEGIN; LOCK TABLE "${name}"`);
      await using session = await sessionTo(database);
      await session.execute('BEGIN');
      const error = await errorOf(() => lockTables(session, names.map(table), '200ms'));
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
      const error = await errorOf(() => lockTables(session, [table('t'), table('gone')], undefined));
      expect(error).toMatchObject({ message: 'relation "public.gone" does not exist', code: '42P01' });
    }));
});
