import type { Oid } from '../model/catalog-id.ts';
import { component, type DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { quoteLiteral } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';

interface Row {
  readonly table: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly subscription: ByteString;
  readonly owner: ByteString;
  readonly state: string;
  readonly position: string | null;
}

interface SubscriptionTable extends DumpObject {
  readonly type: 'subscription-table';
  readonly table: Oid;
  readonly subscription: ByteString;
  /** How far its first copy is, and where in the publisher's log: pg_subscription_rel.srsubstate and srsublsn. */
  readonly state: string;
  readonly position: string | null;
}

/** How far a table of a subscription is, for upgrades of servers that can keep it (17). The row has no OID of its own. */
export const subscriptionTable = defineKind<Row, SubscriptionTable>({
  type: 'subscription-table',
  requires: 'pg_subscription.subfailover',
  skip: (options) => options.noSubscriptions || !options.binaryUpgrade,
  query: () => `SELECT r.srrelid AS table, r.srsubid AS oid, c.relname AS name, n.nspname AS namespace,
  s.subname AS subscription, pg_catalog.pg_get_userbyid(s.subowner) AS owner, r.srsubstate AS state,
  r.srsublsn::pg_catalog.text AS position
FROM pg_catalog.pg_subscription_rel r
JOIN pg_catalog.pg_subscription s ON s.oid = r.srsubid
JOIN pg_catalog.pg_class c ON c.oid = r.srrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
ORDER BY r.srsubid, r.srrelid`,
  toObject: ({ oid, ...row }) => ({
    ...row,
    type: 'subscription-table',
    catalogId: { tableoid: row.table, oid },
    ties: [row.subscription],
  }),
  select: (subscriptionTable, policy) => policy.inSchema(subscriptionTable),
  toEntries({ catalogId, subscription, name, table, state, position }, { catalog }) {
    const ofSubscription = catalog.get('subscription', catalogId.oid);
    const isDumped = ofSubscription !== undefined && (ofSubscription.dump & component.definition) !== 0;
    const values = [quoteLiteral(subscription), table, `'${state}'`, position === null ? 'NULL' : `'${position}'`];
    return [
      {
        desc: 'SUBSCRIPTION TABLE',
        tag: `${subscription} ${name}`,
        section: 'post-data',
        definition: isDumped
          ? '\n-- For binary upgrade, must preserve the subscriber table.\n' +
            `SELECT pg_catalog.binary_upgrade_add_sub_rel_state(${values.join(', ')});\n`
          : '',
        dropStatement: null,
      },
    ];
  },
});
