import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import type { Release } from '../model/release.ts';
import { quoteIdent, quoteLiteral } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly owner: ByteString;
  readonly connection: ByteString;
  readonly slot: ByteString | null;
  readonly publications: readonly ByteString[];
  readonly synchronousCommit: ByteString;
  readonly isBinary: boolean;
  readonly streaming: string;
  readonly twoPhase: string;
  readonly disablesOnError: boolean;
  readonly passwordRequired: boolean;
  readonly runsAsOwner: boolean | null;
  readonly failover: boolean;
  readonly origin: ByteString;
  readonly isEnabled: boolean;
  readonly remotePosition: string | null;
}

interface Subscription extends DumpObject {
  readonly type: 'subscription';
  readonly connection: ByteString;
  readonly slot: ByteString | null;
  readonly publications: readonly ByteString[];
  readonly synchronousCommit: ByteString;
  readonly isBinary: boolean;
  /** f off, t on, p parallel. */
  readonly streaming: string;
  /** pg_subscription.subtwophasestate: d disabled, p pending, e enabled. */
  readonly twoPhase: string;
  readonly disablesOnError: boolean;
  readonly passwordRequired: boolean;
  /** null: the server does not know of it, and always does. */
  readonly runsAsOwner: boolean | null;
  readonly failover: boolean;
  /** `any` or `none`; the server takes no other. */
  readonly origin: ByteString;
  /** Of servers whose upgrade can let the subscription go on (17); else false. */
  readonly isEnabled: boolean;
  /** Up to here the publisher's log is in; null: nothing is, or an upgrade could not keep it. */
  readonly remotePosition: string | null;
}

const inThisDatabase = `s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d
  WHERE d.datname = pg_catalog.current_database())`;

/** Subscriptions, without the position that the subscriber is to skip: after a restore it means nothing. */
export const subscription = defineKind<Row, Subscription>({
  type: 'subscription',
  requires: 'pg_subscription',
  skip: (options) => options.noSubscriptions,
  superuserOnly: {
    count: `SELECT pg_catalog.count(*) AS count FROM pg_catalog.pg_subscription s WHERE ${inThisDatabase}`,
    warning: 'subscriptions not dumped because current user is not a superuser',
  },
  query(server) {
    const has = (column: string, otherwise: string): string =>
      server.has(`pg_subscription.${column}`) ? `s.${column}` : otherwise;
    const goesOn = server.has('pg_subscription.subfailover');
    return `SELECT s.tableoid, s.oid, s.subname AS name, pg_catalog.pg_get_userbyid(s.subowner) AS owner,
  s.subconninfo AS connection, s.subslotname AS slot, s.subpublications AS publications,
  s.subsynccommit AS "synchronousCommit", ${has('subbinary', 'false')} AS "isBinary",
  pg_catalog."left"(${has('substream', 'false')}::pg_catalog.text, 1) AS streaming,
  ${has('subtwophasestate', `'d'::pg_catalog."char"`)} AS "twoPhase",
  ${has('subdisableonerr', 'false')} AS "disablesOnError", ${has('subpasswordrequired', 'true')} AS "passwordRequired",
  ${has('subrunasowner', 'NULL::pg_catalog.bool')} AS "runsAsOwner", ${has('subfailover', 'false')} AS failover,
  ${has('suborigin', "'any'::pg_catalog.text")} AS origin,
  ${goesOn ? 's.subenabled' : 'false'} AS "isEnabled",
  ${goesOn ? 'o.remote_lsn::pg_catalog.text' : 'NULL'} AS "remotePosition"
FROM pg_catalog.pg_subscription s${
      goesOn
        ? `
LEFT JOIN pg_catalog.pg_replication_origin_status o ON o.external_id = 'pg_' || s.oid::pg_catalog.text`
        : ''
    }
WHERE ${inThisDatabase}
ORDER BY s.oid`;
  },
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'subscription',
    catalogId: { tableoid, oid },
    namespace: null,
  }),
  toEntries(subscription, { options: { release, binaryUpgrade } }) {
    const name = quoteIdent(subscription.name);
    const publications = subscription.publications.map(quoteIdent).join(', ');
    return [
      {
        desc: 'SUBSCRIPTION',
        section: 'post-data',
        definition: `CREATE SUBSCRIPTION ${name} CONNECTION ${quoteLiteral(subscription.connection)} PUBLICATION ${publications} WITH (${options(subscription, release).join(', ')});\n${binaryUpgrade ? goOn(subscription) : ''}`,
        dropStatement: `DROP SUBSCRIPTION ${name};\n`,
      },
    ];
  },
  satellites: ({ name }) => ({ comments: [{ type: 'SUBSCRIPTION', name: quoteIdent(name) }] }),
});

/** After an upgrade the subscription is where it was. */
function goOn({ name, remotePosition, isEnabled }: Subscription): ByteString {
  const advance =
    "\n-- For binary upgrade, must preserve the remote_lsn for the subscriber's replication origin.\n" +
    `SELECT pg_catalog.binary_upgrade_replorigin_advance(${quoteLiteral(name)}, '${remotePosition}');\n`;
  const enable =
    "\n-- For binary upgrade, must preserve the subscriber's running state.\n" +
    `ALTER SUBSCRIPTION ${quoteIdent(name)} ENABLE;\n`;
  return (remotePosition === null ? '' : advance) + (isEnabled ? enable : '');
}

/** A restore must not reach for the publisher. */
const options = (subscription: Subscription, release: Release): readonly ByteString[] => [
  'connect = false',
  `slot_name = ${subscription.slot === null ? 'NONE' : quoteLiteral(subscription.slot)}`,
  ...(subscription.isBinary ? ['binary = true'] : []),
  ...streaming(subscription, release),
  ...(subscription.twoPhase === 'd' ? [] : ['two_phase = on']),
  ...(subscription.disablesOnError ? ['disable_on_error = true'] : []),
  ...(subscription.passwordRequired ? [] : ['password_required = false']),
  ...((subscription.runsAsOwner ?? release.saysRunAsOwner) ? ['run_as_owner = true'] : []),
  ...(subscription.failover ? ['failover = true'] : []),
  ...(subscription.synchronousCommit === 'off'
    ? []
    : [`synchronous_commit = ${quoteIdent(subscription.synchronousCommit)}`]),
  ...(subscription.origin.toLowerCase() === 'any' ? [] : [`origin = ${subscription.origin}`]),
];

function streaming(subscription: Subscription, release: Release): readonly string[] {
  if (subscription.streaming === 'p') return ['streaming = parallel'];
  if (subscription.streaming === 't') return ['streaming = on'];
  return release.saysStreamingOff ? ['streaming = off'] : [];
}
