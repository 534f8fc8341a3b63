import { once } from 'node:events';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import pg from 'pg';
import { ServerError, UserError } from '../errors.ts';
import { authGuard, noPassword } from './authentication.ts';
import { ByteConnection } from './byte-connection.ts';
import type { Endpoint } from './cancel.ts';
import type { ConnectionPlan, HostPlan } from './connection-plan.ts';
import { serverErrorText } from './error-text.ts';
import { Link } from './link.ts';
import { type ServerMessage, toServerError } from './server-error.ts';
import { type SslTry, requestSsl, startTls } from './ssl.ts';
import type { SslFiles } from './ssl-files.ts';
import { toByteString } from '../model/text.ts';
import { systemReason } from '../files/system-error.ts';

/** One try at one address: everything known before it. */
export interface LinkTarget {
  readonly plan: ConnectionPlan;
  readonly place: HostPlan;
  readonly endpoint: Endpoint;
  readonly ssl: SslTry;
  readonly password: string;
  readonly startupPacket: Buffer;
  readonly signal: AbortSignal | undefined;
  /** Takes what the server says besides, in libpq's form. */
  readonly onWarning: (text: string) => void;
  /** Read once per host, and only where TLS is to be spoken. */
  sslFiles(): Promise<SslFiles>;
}

/** Why one try failed, in libpq's words without the part that names the server. */
export class TryFailed extends Error {
  /** `socket`: nobody there; `ssl`: no handshake; `auth`: refused by this side; `server`: refused by the server. */
  readonly stage: 'socket' | 'timeout' | 'ssl' | 'auth' | 'server';
  readonly usedSsl: boolean;

  constructor(stage: TryFailed['stage'], message: string, usedSsl: boolean, cause?: unknown) {
    super(message, { cause });
    this.stage = stage;
    this.usedSsl = usedSsl;
  }

  get needsPassword(): boolean {
    return this.message === noPassword;
  }

  get sqlstate(): string | undefined {
    return this.cause instanceof ServerError ? this.cause.code : undefined;
  }
}

/** Opens the socket, encrypts it, authenticates. Fails with TryFailed or the signal's reason and leaves nothing open. */
export async function openLink(target: LinkTarget): Promise<Link> {
  const socket = new net.Socket();
  // Whoever waits for the socket hears of its errors; one that comes between two waits must not end the process.
  socket.on('error', () => {});
  let expired = false;
  const { signal } = target;
  const abort = (): void => void socket.destroy(new Error('aborted'));
  signal?.throwIfAborted();
  signal?.addEventListener('abort', abort, { once: true });
  const { connectTimeout } = target.plan;
  const timer = connectTimeout === 0 ? undefined : setTimeout(expire, connectTimeout * 1000);
  function expire(): void {
    expired = true;
    socket.destroy(new Error('timeout expired'));
  }
  try {
    await openSocket(socket, target);
    const stream = await encrypt(socket, target);
    return await authenticate(stream, target);
  } catch (error) {
    socket.destroy();
    signal?.throwIfAborted();
    if (expired) throw new TryFailed('timeout', 'timeout expired', false, error);
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

async function openSocket(socket: net.Socket, { endpoint, plan }: LinkTarget): Promise<void> {
  try {
    socket.connect('path' in endpoint ? { path: endpoint.path } : { ...endpoint });
    await once(socket, 'connect');
  } catch (cause) {
    const hint =
      'path' in endpoint
        ? 'Is the server running locally and accepting connections on that socket?'
        : 'Is the server running on that host and accepting TCP/IP connections?';
    throw new TryFailed('socket', `${systemReason(cause)}\n\t${hint}`, false, cause);
  }
  if ('path' in endpoint) return;
  socket.setNoDelay(true);
  if (plan.keepAlive) socket.setKeepAlive(true, plan.keepAliveIdle * 1000);
}

async function encrypt(socket: net.Socket, target: LinkTarget): Promise<Duplex> {
  const { plan, place, ssl } = target;
  if (!ssl.ssl) return socket;
  try {
    if (!plan.directSsl && !(await requestSsl(socket))) {
      if (ssl.mayContinuePlain) return socket;
      throw new UserError('server does not support SSL, but SSL was required');
    }
    return await startTls(socket, plan, place, await target.sslFiles());
  } catch (cause) {
    const message = cause instanceof UserError ? cause.message : systemReason(cause);
    throw new TryFailed('ssl', message, true, cause);
  }
}

async function authenticate(stream: Duplex, target: LinkTarget): Promise<Link> {
  const { plan, password } = target;
  const isTls = stream instanceof tls.TLSSocket;
  const guard = authGuard({
    channelBinding: plan.channelBinding,
    requireAuth: plan.requireAuth,
    isTls,
    hasPassword: password !== '',
  });
  const secret = { user: toByteString(plan.user), password: toByteString(password) };
  const connection = new ByteConnection(stream, target.startupPacket, secret, guard);
  const client = new pg.Client({
    connection,
    user: plan.user,
    password,
    // Everything below would otherwise be read from the environment by pg itself.
    ssl: false,
    sslnegotiation: 'postgres',
    host: 'see ByteConnection',
    port: 1,
    database: 'see startup packet',
    enableChannelBinding: isTls && plan.channelBinding !== 'disable',
    // As libpq: no limit of our own.
    scramMaxIterations: 0,
  } as unknown as pg.ClientConfig);
  const onNotice = (notice: ServerMessage): void =>
    target.onWarning(serverErrorText(toServerError(notice, undefined), 'notice').trimEnd());
  connection.on('notice', onNotice);
  try {
    await client.connect();
  } catch (error) {
    stream.destroy();
    throw startupFailure(error, isTls);
  } finally {
    connection.off('notice', onNotice);
  }
  return new Link(client, connection);
}

function startupFailure(error: unknown, isTls: boolean): TryFailed {
  if (error instanceof pg.DatabaseError) {
    // Before there is a client encoding, the server writes in one of its own choice.
    const said = toServerError(error, undefined);
    return new TryFailed('server', serverErrorText(said).trimEnd(), isTls, said);
  }
  const { message, code } = error as NodeJS.ErrnoException;
  const isGone = message.startsWith('Connection terminated') || code === 'ECONNRESET' || code === 'EPIPE';
  if (!isGone) return new TryFailed('auth', message, isTls, error);
  const closed =
    'server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n\tbefore or while processing the request.';
  return new TryFailed('auth', closed, isTls, error);
}
