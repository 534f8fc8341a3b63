import { type ServerError, UserError } from '../errors.ts';
import { type ByteString, toByteString } from '../model/text.ts';
import type { ConnectionPlan } from './connection-plan.ts';
import type { ConnectionOptions } from './conninfo.ts';
import { processEnvironment, type Environment } from './environment.ts';
import { loadPlan } from './load-plan.ts';
import { promptPassword } from './password-prompt.ts';
import { PgSession } from './pg-session.ts';
import type { Session } from './session.ts';
import { type Attempt, type Connected, tryHosts } from './try-hosts.ts';

export interface ConnectExtras {
  /** What the server shows unless the user or PGAPPNAME names another. */
  readonly applicationName?: string;
  /** Asks a person; called once at most. By default the terminal is asked. */
  readonly promptPassword?: (user: string, text: string) => Promise<string>;
  /** Each notice of the session as it comes, except during copyOut. */
  readonly onNotice?: (notice: ServerError) => void;
  /** Text that libpq would write to standard error while it connects (connection-warnings.ts). */
  readonly onWarning?: (message: string) => void;
  /** By default that of the process. */
  readonly env?: Environment;
  /** Once it aborts, whoever waits for a connection is told its reason at once. */
  readonly signal?: AbortSignal | undefined;
}

/** What a run needs beside its options. */
export interface RunExtras extends ConnectExtras {
  /** Once it aborts the run stops, wherever it is, and rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Opens a session as libpq would: hosts in their order, sslmode's tries, the password from where it may come from. */
export async function connect(options: ConnectionOptions, extras: ConnectExtras = {}): Promise<Session> {
  const env = extras.env ?? processEnvironment();
  const ask = () => (extras.promptPassword ?? promptPassword)(options.user ?? '', 'Password: ');
  const attempt = async (typed?: string) => {
    const plan = await loadPlan(options, { applicationName: extras.applicationName ?? 'gpferry', env, typed });
    return attemptOf(plan, toByteString(plan.database), extras);
  };
  const typed = options.passwordPrompt === 'force' ? await ask() : undefined;
  let outcome = await tryHosts(await attempt(typed));
  // A wrong password is not asked for again: pg_dump gives up too.
  const mayAsk = typed === undefined && options.passwordPrompt !== 'never';
  if (outcome.kind === 'failed' && outcome.needsPassword && mayAsk)
    outcome = await tryHosts(await attempt(await ask()));
  if (outcome.kind === 'failed') {
    const hint = otherThanCoordinator.test(outcome.message) ? { hint: 'Connect to the coordinator.' } : {};
    throw new UserError(outcome.message, { cause: outcome.cause, ...hint });
  }
  return openSession(outcome, extras);
}

/** A segment of Greenplum in its words, which advise utility mode; and a mirror or a standby, which tell of their log. */
const otherThanCoordinator =
  /connections to primary segments are not allowed|in recovery mode\nDETAIL: {2}last replayed record at/;

/** How to open another session to the server that a session is connected to. */
const reconnections = new WeakMap<Session, (database: ByteString | undefined) => Promise<Session>>();

/**
 * Another session to the very server that `session` is connected to (of a list of hosts, the one that answered), with
 * its user and password and nothing asked: for workers, and for a database made during a restore.
 */
export function connectAgain(session: Session, database?: ByteString): Promise<Session> {
  const reconnect = reconnections.get(session);
  if (!reconnect) throw new Error('the session was not opened by connect');
  return reconnect(database);
}

function attemptOf(plan: ConnectionPlan, database: ByteString, extras: ConnectExtras): Attempt {
  const { env = processEnvironment(), onWarning = () => {} } = extras;
  // One of its own: as many attempts may wait at once as there are workers, which is no leak of listeners.
  const signal = extras.signal && AbortSignal.any([extras.signal]);
  return { plan, database, env, onWarning, signal };
}

function openSession(connected: Connected, extras: ConnectExtras): Session {
  const { plan, database, link, place, endpoint, password } = connected;
  const session = new PgSession(link, {
    host: place.host || place.address,
    port: Number(place.port),
    user: toByteString(plan.user),
    database,
    endpoint,
    onNotice: extras.onNotice,
  });
  reconnections.set(session, async (otherDatabase) => {
    const samePlace: ConnectionPlan = { ...plan, hosts: [place], target: 'any', password };
    const outcome = await tryHosts(attemptOf(samePlace, otherDatabase ?? database, extras), endpoint);
    if (outcome.kind === 'failed') throw new UserError(outcome.message, { cause: outcome.cause });
    return openSession(outcome, extras);
  });
  return session;
}
