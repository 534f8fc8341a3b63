/** What libpq (PostgreSQL 15 to 18) knows of a connection keyword, and what becomes of it here. */
interface Keyword {
  /** The environment variable that supplies it. */
  readonly env?: string;
  readonly default?: string;
  /** Accepted and without effect; why. */
  readonly ignored?: string;
  /** Refused where it is given a value other than these; why. */
  readonly only?: { readonly values: readonly string[]; readonly because: string };
}

const noGss = 'GSSAPI is not supported by gpferry';
const noOauth = 'OAuth is not supported by gpferry';
const oauth: Keyword = { only: { values: [''], because: noOauth } };

/** Every keyword libpq 15 to 18 accepts, in libpq's order. A keyword not here is an error, as in libpq. */
export const keywords: Readonly<Record<string, Keyword>> = {
  service: { env: 'PGSERVICE' },
  user: { env: 'PGUSER' },
  password: { env: 'PGPASSWORD' },
  passfile: { env: 'PGPASSFILE' },
  channel_binding: { env: 'PGCHANNELBINDING', default: 'prefer' },
  require_auth: { env: 'PGREQUIREAUTH' },
  connect_timeout: { env: 'PGCONNECT_TIMEOUT' },
  dbname: { env: 'PGDATABASE' },
  host: { env: 'PGHOST' },
  hostaddr: { env: 'PGHOSTADDR' },
  port: { env: 'PGPORT', default: '5432' },
  client_encoding: { env: 'PGCLIENTENCODING' },
  options: { env: 'PGOPTIONS' },
  application_name: { env: 'PGAPPNAME' },
  fallback_application_name: {},
  keepalives: { default: '1' },
  keepalives_idle: {},
  keepalives_interval: { ignored: 'Node.js cannot set it; the system has its own' },
  keepalives_count: { ignored: 'Node.js cannot set it; the system has its own' },
  tcp_user_timeout: { ignored: 'Node.js cannot set it' },
  sslmode: { env: 'PGSSLMODE', default: 'prefer' },
  sslnegotiation: { env: 'PGSSLNEGOTIATION', default: 'postgres' },
  sslcompression: { env: 'PGSSLCOMPRESSION', ignored: 'TLS compression is gone from OpenSSL' },
  sslcert: { env: 'PGSSLCERT' },
  sslkey: { env: 'PGSSLKEY' },
  sslcertmode: {
    env: 'PGSSLCERTMODE',
    default: 'allow',
    only: {
      values: ['', 'allow', 'disable'],
      because: 'whether the server asked for a certificate cannot be seen from Node.js',
    },
  },
  sslpassword: {},
  sslrootcert: { env: 'PGSSLROOTCERT' },
  sslcrl: { env: 'PGSSLCRL' },
  sslcrldir: { env: 'PGSSLCRLDIR' },
  sslsni: { env: 'PGSSLSNI', default: '1' },
  sslkeylogfile: { ignored: 'for debugging; Node.js has --tls-keylog' },
  requirepeer: {
    env: 'PGREQUIREPEER',
    only: { values: [''], because: 'the owner of a socket cannot be seen from Node.js' },
  },
  ssl_min_protocol_version: { env: 'PGSSLMINPROTOCOLVERSION', default: 'TLSv1.2' },
  ssl_max_protocol_version: { env: 'PGSSLMAXPROTOCOLVERSION' },
  min_protocol_version: { env: 'PGMINPROTOCOLVERSION', only: { values: ['', '3.0'], because: 'gpferry speaks 3.0' } },
  max_protocol_version: { env: 'PGMAXPROTOCOLVERSION', ignored: '3.0 is below every maximum' },
  gssencmode: {
    env: 'PGGSSENCMODE',
    default: 'prefer',
    only: { values: ['', 'disable', 'prefer'], because: noGss },
  },
  krbsrvname: { env: 'PGKRBSRVNAME', ignored: noGss },
  gsslib: { env: 'PGGSSLIB', ignored: noGss },
  gssdelegation: { env: 'PGGSSDELEGATION', ignored: noGss },
  replication: { only: { values: ['', 'false', 'off', 'no', '0'], because: 'gpferry needs an ordinary session' } },
  target_session_attrs: { env: 'PGTARGETSESSIONATTRS', default: 'any' },
  load_balance_hosts: { env: 'PGLOADBALANCEHOSTS', default: 'disable' },
  scram_client_key: { only: { values: [''], because: 'SCRAM pass-through is for foreign servers' } },
  scram_server_key: { only: { values: [''], because: 'SCRAM pass-through is for foreign servers' } },
  oauth_issuer: oauth,
  oauth_client_id: oauth,
  oauth_client_secret: oauth,
  oauth_scope: oauth,
};

/** Settings by keyword. A keyword set to '' is set: neither a service nor the environment fills it. */
export type Conninfo = Map<string, string>;

export const isKeyword = (name: string): boolean => Object.hasOwn(keywords, name);
