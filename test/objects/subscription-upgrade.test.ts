import { describe, expect, it } from 'vitest';
import { component, type DumpObject } from '../../src/model/dump-object.ts';
import { newestRelease } from '../../src/model/release.ts';
import type { DdlContext } from '../../src/objects/kind.ts';
import { subscription } from '../../src/objects/subscription.ts';
import { subscriptionTable } from '../../src/objects/subscription-table.ts';

/** The texts are those of genuine pg_dump 18.3, of a PostgreSQL 17 server that subscribes to two tables of another. */
describe('a subscription in an upgrade of a server that can let it go on', () => {
  const context = (dump: number): DdlContext =>
    // The only look-up and the only options that these kinds ask for.
    ({
      catalog: { get: () => ({ dump }) },
      options: { release: newestRelease, binaryUpgrade: true },
    }) as unknown as DdlContext;
  const server = undefined as never;
  const dumped = <T extends DumpObject>(object: object): T => ({ dump: component.all, ...object }) as unknown as T;

  it('starts where it was, and runs', () => {
    const row = {
      tableoid: 6100,
      oid: 18774,
      name: 'a17',
      owner: 'postgres',
      connection: 'dbname=pubdb',
      slot: 'a17',
      publications: ['p2'],
      synchronousCommit: 'off',
      isBinary: false,
      streaming: 'f',
      twoPhase: 'd',
      disablesOnError: false,
      passwordRequired: true,
      runsAsOwner: false,
      failover: false,
      origin: 'any',
      isEnabled: true,
      remotePosition: '0/25A3280',
    };
    const [entry] = subscription.toEntries(dumped(subscription.toObject(row as never, server)), context(127));
    expect(entry?.definition).toBe(
      "CREATE SUBSCRIPTION a17 CONNECTION 'dbname=pubdb' PUBLICATION p2 " +
        "WITH (connect = false, slot_name = 'a17', streaming = off);\n" +
        "\n-- For binary upgrade, must preserve the remote_lsn for the subscriber's replication origin.\n" +
        "SELECT pg_catalog.binary_upgrade_replorigin_advance('a17', '0/25A3280');\n" +
        "\n-- For binary upgrade, must preserve the subscriber's running state.\n" +
        'ALTER SUBSCRIPTION a17 ENABLE;\n',
    );
  });

  it.each([
    ['0/25A3280', component.all, "('a17', 18768, 'r', '0/25A3280')"],
    [null, component.all, "('a17', 18768, 'r', NULL)"],
    [null, component.none, null],
  ])('keeps how far a table is, unless the subscription is not dumped: %s, %i', (position, dump, values) => {
    const row = {
      table: 18768,
      oid: 18774,
      name: 't2',
      namespace: 'public',
      subscription: 'a17',
      state: 'r',
      position,
    };
    const table = subscriptionTable.toObject({ ...row, owner: 'postgres' } as never, server);
    const [entry] = subscriptionTable.toEntries(dumped(table), context(dump));
    expect(entry?.tag).toBe('a17 t2');
    expect(entry?.definition).toBe(
      values === null
        ? ''
        : '\n-- For binary upgrade, must preserve the subscriber table.\n' +
            `SELECT pg_catalog.binary_upgrade_add_sub_rel_state${values};\n`,
    );
  });
});
