import { execFile } from 'node:child_process';
import { chmod, chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A directory of certificates, removed on disposal. Paths by name: `ca.crt`, `server.key`, … */
export interface Certificates extends AsyncDisposable {
  path(name: string): string;
}

/** Two authorities, one that signs the server (localhost) and the client (cert_user) and one that nobody uses. */
export async function makeCertificates(): Promise<Certificates> {
  const directory = await mkdtemp(join(tmpdir(), 'gpferry-certs-'));
  const path = (name: string) => join(directory, name);
  const openssl = (...args: string[]) => run('openssl', args, { cwd: directory });
  const authority = (name: string) =>
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
    );
  const signed = async (name: string, commonName: string, extension: string) => {
    await writeFile(path(`${name}.ext`), extension);
    await openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      `/CN=${commonName}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
    );
    await openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.crt`,
    );
  };
  await Promise.all([authority('ca'), authority('other')]);
  await signed('server', 'not used', 'subjectAltName=DNS:localhost,DNS:db.example.com\n');
  await signed('client', 'cert_user', '\n');
  await openssl('rsa', '-aes256', '-passout', 'pass:key secret', '-in', 'client.key', '-out', 'encrypted.key');
  await openssl('rsa', '-in', 'client.key', '-outform', 'DER', '-out', 'client.der');
  await openssl('genrsa', '-out', 'stranger.key', '2048');
  await writeFile(
    path('ca.cnf'),
    '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=2\n',
  );
  await writeFile(path('index.txt'), '');
  await openssl('ca', '-config', 'ca.cnf', '-gencrl', '-keyfile', 'ca.key', '-cert', 'ca.crt', '-out', 'empty.crl');
  await openssl('ca', '-config', 'ca.cnf', '-revoke', 'server.crt', '-keyfile', 'ca.key', '-cert', 'ca.crt');
  await openssl('ca', '-config', 'ca.cnf', '-gencrl', '-keyfile', 'ca.key', '-cert', 'ca.crt', '-out', 'revoked.crl');
  for (const key of ['client.key', 'encrypted.key', 'client.der', 'stranger.key']) await chmod(path(key), 0o600);
  return { path, [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }) };
}

/** Gives the server's files to the account that the data directory belongs to. */
export async function giveToServer(certificates: Certificates, dataDirectory: string): Promise<void> {
  const { uid, gid } = await stat(dataDirectory);
  for (const name of ['server.key', 'server.crt', 'ca.crt']) {
    await run('cp', [certificates.path(name), join(dataDirectory, name)]);
    await chown(join(dataDirectory, name), uid, gid);
    await chmod(join(dataDirectory, name), 0o600);
  }
}
