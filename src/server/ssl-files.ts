import crypto from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import tls from 'node:tls';
import { UserError } from '../errors.ts';
import type { ConnectionPlan } from './connection-plan.ts';
import { systemReason } from '../files/system-error.ts';

/** Certificates and keys as read from disk: what tls.connect takes. */
export interface SslFiles {
  /** Undefined where there is no root certificate: then the server's certificate is not verified. */
  readonly ca: Buffer | readonly string[] | undefined;
  readonly crl: Buffer[] | undefined;
  readonly cert: Buffer | undefined;
  readonly key: string | undefined;
}

/** Reads what libpq reads before it talks TLS (fe-secure-openssl.c, initialize_SSL), with its checks and messages. */
export async function readSslFiles(plan: ConnectionPlan, home: string): Promise<SslFiles> {
  const text = (keyword: string) => plan.settings.get(keyword) ?? '';
  const inHome = (name: string) => (home === '' ? '' : join(home, '.postgresql', name));
  const ca = await readRootCertificate(plan, text('sslrootcert') || inHome('root.crt'));
  const crl =
    ca === undefined ? undefined : await readRevocations(text('sslcrl'), text('sslcrldir'), inHome('root.crl'));
  const sendsCertificate = text('sslcertmode') !== 'disable';
  const certPath = text('sslcert') || inHome('postgresql.crt');
  const cert = sendsCertificate ? await readClientCertificate(certPath) : undefined;
  const keyPath = text('sslkey') || inHome('postgresql.key');
  const key = cert === undefined ? undefined : await readClientKey(keyPath, text('sslpassword'));
  if (cert !== undefined && key !== undefined) {
    accepted(`certificate does not match private key file "${keyPath}"`, () => tls.createSecureContext({ cert, key }));
  }
  return { ca, crl, cert, key };
}

async function readRootCertificate(plan: ConnectionPlan, path: string): Promise<SslFiles['ca']> {
  if (path === 'system') return systemRoots();
  const content = path === '' ? null : await readIfThere(path, 'root certificate file');
  if (content !== null) {
    accepted(`could not read root certificate file "${path}"`, () => {
      if (!content.includes('-----BEGIN')) throw new Error('no certificate or crl found');
      tls.createSecureContext({ ca: content });
    });
    return content;
  }
  if (plan.sslMode !== 'verify-ca' && plan.sslMode !== 'verify-full') return undefined;
  const missing =
    path === ''
      ? 'could not get home directory to locate root certificate file'
      : `root certificate file "${path}" does not exist`;
  throw new UserError(
    `${missing}\nEither provide the file, use the system's trusted roots with sslrootcert=system, or change sslmode to disable server certificate verification.`,
  );
}

/** Where the systems that OpenSSL runs on keep their bundle. */
const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

async function systemRoots(): Promise<Buffer | readonly string[]> {
  const fromEnvironment = process.env.SSL_CERT_FILE;
  for (const path of fromEnvironment ? [fromEnvironment] : systemBundles) {
    const content = await readIfThere(path, 'root certificate file');
    if (content !== null) return content;
  }
  return tls.rootCertificates;
}

/** A list that is not there is not required; one that is there must cover the whole chain. */
async function readRevocations(file: string, directory: string, standard: string): Promise<Buffer[] | undefined> {
  const paths = directory === '' ? [] : (await readdir(directory).catch(() => [])).map((name) => join(directory, name));
  if (file !== '') paths.push(file);
  else if (directory === '' && standard !== '') paths.push(standard);
  const contents = await Promise.all(paths.map((path) => readFile(path).catch(() => null)));
  const lists = contents.filter((content) => content !== null && content.includes('-----BEGIN X509 CRL'));
  return lists.length === 0 ? undefined : (lists as Buffer[]);
}

async function readClientCertificate(path: string): Promise<Buffer | undefined> {
  const cert = path === '' ? null : await readIfThere(path, 'certificate file');
  if (cert === null) return undefined;
  accepted(`could not read certificate file "${path}"`, () => tls.createSecureContext({ cert }));
  return cert;
}

async function readClientKey(path: string, password: string): Promise<string | undefined> {
  if (path === '') return undefined;
  const file = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      error.code === 'ENOENT'
        ? `certificate present, but not private key file "${path}"`
        : `could not stat private key file "${path}": ${systemReason(error)}`,
      { cause: error },
    );
  });
  if (!file.isFile()) throw new UserError(`private key file "${path}" is not a regular file`);
  // A key that belongs to root may be readable by a group, so that services share it.
  if ((file.mode & (file.uid === 0 ? 0o037 : 0o077)) !== 0) {
    throw new UserError(
      `private key file "${path}" has group or world access; file must have permissions u=rw (0600) or less if owned by the current user, or permissions u=rw,g=r (0640) or less if owned by root`,
    );
  }
  const content = await readFile(path);
  return accepted(`could not load private key file "${path}"`, () => decodeKey(content, password));
}

/** PEM, else DER, as libpq tries them; the message is about the first. */
function decodeKey(content: Buffer, passphrase: string): string {
  const asPem = (key: crypto.KeyObject) => key.export({ format: 'pem', type: 'pkcs8' }).toString();
  try {
    return asPem(crypto.createPrivateKey({ key: content, format: 'pem', passphrase }));
  } catch (problem) {
    for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
      try {
        return asPem(crypto.createPrivateKey({ key: content, format: 'der', type, passphrase }));
      } catch {
        continue;
      }
    }
    throw problem;
  }
}

async function readIfThere(path: string, what: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new UserError(`could not open ${what} "${path}": ${systemReason(error)}`, { cause: error });
  }
}

function accepted<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new UserError(`${what}: ${sslReason(cause)}`, { cause });
  }
}

/** OpenSSL's own words, where Node.js passes them on. */
export function sslReason(error: unknown): string {
  const { reason, message } = error as { reason?: string; message?: string };
  return reason ?? message ?? String(error);
}
