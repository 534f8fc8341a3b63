import { UserError } from '../errors.ts';
import { type AuthRequirement, parseAuthRequirement } from './auth-requirement.ts';
import { type Conninfo, keywords } from './conninfo-keywords.ts';

const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];

const targets = ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'] as const;
export type TargetSession = (typeof targets)[number];

const channelBindings = ['disable', 'prefer', 'require'] as const;
export type ChannelBinding = (typeof channelBindings)[number];

/** One entry of the host list. */
export interface HostPlan {
  /** As the user named it; '' where only an address was given. */
  readonly host: string;
  /** Numeric address, where given: the name is then not looked up. */
  readonly address: string;
  /** Text, as messages show it. */
  readonly port: string;
  readonly kind: 'name' | 'address' | 'socket';
}

/** All that is decided before the first packet: pure, so that it can be looked at in tests. */
export interface ConnectionPlan {
  readonly hosts: readonly HostPlan[];
  readonly user: string;
  readonly database: string;
  /** '' where not given: then the password file is asked. */
  readonly password: string;
  readonly passwordFile: string;
  readonly sslMode: SslMode;
  readonly directSsl: boolean;
  readonly channelBinding: ChannelBinding;
  readonly requireAuth: AuthRequirement | null;
  readonly target: TargetSession;
  readonly randomOrder: boolean;
  /** Seconds for each address; 0 waits for ever. */
  readonly connectTimeout: number;
  readonly keepAlive: boolean;
  readonly keepAliveIdle: number;
  /** Everything else, by keyword. */
  readonly settings: Conninfo;
}

export interface PlanDefaults {
  readonly osUser: string;
  /** Where to go when no host is given: a socket directory or a host name, for the given port. */
  defaultHost(port: string): string;
}

/** Checks settings as libpq's connectOptions2 does, in its order and with its messages. */
export function planConnection(settings: Conninfo, defaults: PlanDefaults): ConnectionPlan {
  const text = (keyword: string) => settings.get(keyword) ?? '';
  const oneOf = <T extends string>(keyword: string, values: readonly T[]): T => {
    const value = values.find((known) => known === text(keyword));
    if (value === undefined) throw new UserError(`invalid ${keyword} value: "${text(keyword)}"`);
    return value;
  };
  const hosts = planHosts(settings, defaults);
  const user = text('user') || defaults.osUser;
  const requireAuth = parseAuthRequirement(text('require_auth'));
  const channelBinding = oneOf('channel_binding', channelBindings);
  const sslMode = oneOf('sslmode', sslModes);
  const directSsl = oneOf('sslnegotiation', ['postgres', 'direct']) === 'direct';
  checkStrength(sslMode, directSsl, text('sslrootcert'));
  checkProtocolRange(text('ssl_min_protocol_version'), text('ssl_max_protocol_version'));
  checkUnsupported(settings);
  return {
    hosts,
    user,
    database: text('dbname') || user,
    password: text('password'),
    passwordFile: text('passfile'),
    sslMode,
    directSsl,
    channelBinding,
    requireAuth,
    target: oneOf('target_session_attrs', targets),
    randomOrder: oneOf('load_balance_hosts', ['disable', 'random']) === 'random',
    connectTimeout: timeoutOf(integer('connect_timeout', text('connect_timeout') || '0')),
    keepAlive: integer('keepalives', text('keepalives') || '1') !== 0,
    keepAliveIdle: integer('keepalives_idle', text('keepalives_idle') || '0'),
    settings,
  };
}

function planHosts(settings: Conninfo, defaults: PlanDefaults): HostPlan[] {
  const list = (keyword: string) => {
    const value = settings.get(keyword) ?? '';
    return value === '' ? [] : value.split(',');
  };
  const names = list('host');
  const addresses = list('hostaddr');
  const ports = list('port');
  const count = addresses.length || names.length || 1;
  if (names.length > 0 && names.length !== count) {
    throw new UserError(`could not match ${names.length} host names to ${count} hostaddr values`);
  }
  if (ports.length > 1 && ports.length !== count) {
    throw new UserError(`could not match ${ports.length} port numbers to ${count} hosts`);
  }
  return Array.from({ length: count }, (_, index) => {
    const port = (ports.length === 1 ? ports[0] : ports[index]) || '5432';
    integer('port', port);
    const address = addresses[index] ?? '';
    const host = names[index] || (address === '' ? defaults.defaultHost(port) : '');
    // `@name` is the abstract namespace of Linux.
    const kind = address !== '' ? 'address' : /^[/@]/.test(host) ? 'socket' : 'name';
    return { host, address, port, kind };
  });
}

function checkStrength(sslMode: SslMode, directSsl: boolean, rootCert: string): void {
  if (directSsl && (sslMode === 'disable' || sslMode === 'allow' || sslMode === 'prefer')) {
    throw new UserError(
      `weak sslmode "${sslMode}" may not be used with sslnegotiation=direct (use "require", "verify-ca", or "verify-full")`,
    );
  }
  if (rootCert === 'system' && sslMode !== 'verify-full') {
    throw new UserError(`weak sslmode "${sslMode}" may not be used with sslrootcert=system (use "verify-full")`);
  }
}

const protocolVersions = ['tlsv1', 'tlsv1.1', 'tlsv1.2', 'tlsv1.3'];

function checkProtocolRange(min: string, max: string): void {
  const rank = (keyword: string, version: string) => {
    const index = protocolVersions.indexOf(version.toLowerCase());
    if (version !== '' && index < 0) throw new UserError(`invalid ${keyword} value: "${version}"`);
    return index;
  };
  const lowest = rank('ssl_min_protocol_version', min);
  const highest = rank('ssl_max_protocol_version', max);
  if (lowest >= 0 && highest >= 0 && lowest > highest) throw new UserError('invalid SSL protocol version range');
}

function checkUnsupported(settings: Conninfo): void {
  for (const [keyword, value] of settings) {
    const only = keywords[keyword]?.only;
    if (only && !only.values.includes(value)) {
      throw new UserError(`${keyword} value "${value}" is not supported: ${only.because}`);
    }
  }
}

export function integer(keyword: string, value: string): number {
  if (!/^\s*[+-]?\d+\s*$/.test(value)) {
    throw new UserError(`invalid integer value "${value}" for connection option "${keyword}"`);
  }
  return Number(value);
}

/** Below two seconds libpq waits two: clocks of whole seconds could make one second none. */
const timeoutOf = (seconds: number): number => (seconds <= 0 ? 0 : Math.max(seconds, 2));
