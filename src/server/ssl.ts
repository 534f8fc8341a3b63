import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { UserError } from '../errors.ts';
import type { ConnectionPlan, HostPlan, SslMode } from './connection-plan.ts';
import { type SslFiles, sslReason } from './ssl-files.ts';

/** Whether a try at one address encrypts, and what follows when it fails. */
export interface SslTry {
  readonly ssl: boolean;
  /** The server may answer that it has no TLS, and the connection goes on without. */
  readonly mayContinuePlain: boolean;
}

/**
 * What is tried at one address, in order. Unix sockets are never encrypted. `prefer` falls back when the handshake or
 * the authentication over TLS fails, `allow` goes the other way round.
 */
export function sslTries(mode: SslMode, isSocket: boolean): readonly SslTry[] {
  const plain: SslTry = { ssl: false, mayContinuePlain: true };
  const ssl: SslTry = { ssl: true, mayContinuePlain: false };
  if (isSocket || mode === 'disable') return [plain];
  if (mode === 'allow') return [plain, { ...ssl, mayContinuePlain: true }];
  if (mode === 'prefer') return [{ ...ssl, mayContinuePlain: true }, plain];
  return [ssl];
}

const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** Asks the server for TLS: true for yes, false for no. */
export async function requestSsl(socket: net.Socket): Promise<boolean> {
  socket.write(sslRequest);
  const answer = await firstByte(socket);
  if (answer === 'S' || answer === 'N') return answer === 'S';
  throw new UserError(
    answer === 'E'
      ? 'server sent an error response during SSL exchange'
      : `received invalid response to SSL negotiation: ${answer}`,
  );
}

async function firstByte(socket: net.Socket): Promise<string> {
  const answer = await new Promise<Buffer>((resolve, reject) => {
    const closed = (): void => reject(new UserError('server closed the connection unexpectedly'));
    socket.once('close', closed);
    socket.once('error', reject);
    socket.once('data', (chunk: Buffer) => {
      socket.off('close', closed).off('error', reject).pause();
      resolve(chunk);
    });
  });
  // Bytes that come before the handshake are not encrypted and may be anybody's (CVE-2021-23222).
  if (answer.length > 1) throw new UserError('received unencrypted data after SSL response');
  return answer.toString('latin1');
}

/** TLS over an open socket, the server's certificate checked as sslmode says. */
export async function startTls(
  socket: net.Socket,
  plan: ConnectionPlan,
  place: HostPlan,
  files: SslFiles,
): Promise<tls.TLSSocket> {
  const isName = place.host !== '' && net.isIP(place.host) === 0 && !place.host.includes(':');
  const version = (keyword: string) => versionOf(plan.settings.get(keyword) ?? '');
  let mismatch: Error | undefined;
  const secured = tls.connect({
    socket,
    ...files,
    ca: files.ca as Buffer | string[] | undefined,
    rejectUnauthorized: files.ca !== undefined,
    checkServerIdentity: (_, certificate) =>
      plan.sslMode === 'verify-full' ? (mismatch = checkHostName(place.host, certificate)) : undefined,
    ...(isName && plan.settings.get('sslsni')?.startsWith('1') ? { servername: place.host } : {}),
    ...(plan.directSsl ? { ALPNProtocols: ['postgresql'] } : {}),
    minVersion: version('ssl_min_protocol_version') ?? 'TLSv1',
    maxVersion: version('ssl_max_protocol_version') ?? 'TLSv1.3',
  });
  try {
    await once(secured, 'secureConnect');
  } catch (cause) {
    secured.destroy();
    throw mismatch ?? new UserError(handshakeFailure(cause), { cause });
  }
  if (plan.directSsl && secured.alpnProtocol !== 'postgresql') {
    secured.destroy();
    throw new UserError('direct SSL connection was established without ALPN protocol negotiation extension');
  }
  return secured;
}

function handshakeFailure(error: unknown): string {
  const { code = '', library } = error as { code?: string; library?: string };
  // Node.js names the verification errors of OpenSSL without a prefix: UNABLE_TO_GET_ISSUER_CERT_LOCALLY, CERT_HAS_EXPIRED, …
  if (/^(?:UNABLE_|SELF_SIGNED|DEPTH_ZERO|CERT_|CRL_|INVALID_|PATH_LENGTH|ERROR_IN_)/.test(code)) {
    return 'SSL error: certificate verify failed';
  }
  if (library !== undefined || code.startsWith('ERR_SSL')) return `SSL error: ${sslReason(error)}`;
  return code === 'ECONNRESET' ? 'SSL SYSCALL error: EOF detected' : `SSL error: ${sslReason(error)}`;
}

const versions: Readonly<Record<string, tls.SecureVersion>> = {
  tlsv1: 'TLSv1',
  'tlsv1.1': 'TLSv1.1',
  'tlsv1.2': 'TLSv1.2',
  'tlsv1.3': 'TLSv1.3',
};

const versionOf = (text: string): tls.SecureVersion | undefined => versions[text.toLowerCase()];

/** verify-full: the name the user gave must be one of the certificate's. */
function checkHostName(host: string, certificate: tls.PeerCertificate): Error | undefined {
  if (host === '') return new UserError('host name must be specified for a verified SSL connection');
  const names = namesOf(certificate);
  const isPlainName = certificate.subjectaltname === undefined && names.includes(host);
  if (isPlainName || tls.checkServerIdentity(host, certificate) === undefined) return undefined;
  const [first = '', ...others] = names;
  const more = others.length === 0 ? '' : ` (and ${others.length} other name${others.length === 1 ? '' : 's'})`;
  return new UserError(
    first === ''
      ? "could not get server's host name from server certificate"
      : `server certificate for "${first}"${more} does not match host name "${host}"`,
  );
}

/** Alternative names, or the common name where there are none. */
function namesOf(certificate: tls.PeerCertificate): string[] {
  const alternatives = certificate.subjectaltname?.split(', ').map((name) => name.replace(/^[^:]*:/, '')) ?? [];
  return alternatives.length > 0 ? alternatives : [certificate.subject?.CN ?? ''].flat().filter((name) => name !== '');
}
