import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type ConnectExtras, connect } from '../../src/server/connect.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { type Certificates, giveToServer, makeCertificates } from './certificates.ts';
import { bareEnvironment, sessionTo } from './sessions.ts';

/** A server that asks: users by way of authentication, TLS where asked for. */
export interface GuardedServer extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly certificates: Certificates;
  /** What a connection string leads to: `tls` or `plain`, or the error message. */
  outcome(conninfo: string, env?: Record<string, string>, extras?: ConnectExtras): Promise<string>;
  /** The same by genuine psql. */
  genuineOutcome(conninfo: string, env?: Record<string, string>): Promise<string>;
}

const rules = `local all all trust
hostssl all ssl_only all trust
hostnossl all plain_only all trust
host all ssl_only,plain_only all reject
host all scram_user all scram-sha-256
host all md5_user all md5
host all clear_user all password
hostssl all cert_user all cert
host all all all trust
`;

const users = `SET password_encryption = 'scram-sha-256';
CREATE ROLE scram_user LOGIN PASSWORD 'scram pässword';
CREATE ROLE clear_user LOGIN PASSWORD 'clear password';
SET password_encryption = 'md5';
CREATE ROLE md5_user LOGIN PASSWORD 'md5 password';
CREATE ROLE ssl_only LOGIN; CREATE ROLE plain_only LOGIN; CREATE ROLE cert_user LOGIN;`;

const isEncrypted = `SELECT CASE WHEN ssl THEN 'tls' ELSE 'plain' END AS how FROM pg_stat_ssl WHERE pid = pg_backend_pid()`;

export async function startGuardedServer(): Promise<GuardedServer> {
  const certificates = await makeCertificates();
  const cluster = await startCluster({ binDirectory: inject('pgBin') ?? '' });
  {
    await using session = await sessionTo(cluster.address);
    await session.execute(Buffer.from(users).toString('latin1'));
    await giveToServer(certificates, cluster.dataDirectory);
    await session.execute(`ALTER SYSTEM SET ssl = on`);
    await session.execute(`ALTER SYSTEM SET ssl_ca_file = 'ca.crt'`);
    await writeFile(join(cluster.dataDirectory, 'pg_hba.conf'), rules);
    await session.execute('SELECT pg_reload_conf()');
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const place = `port=${cluster.address.port} dbname=postgres`;
  return {
    cluster,
    certificates,
    async outcome(conninfo, env = {}, extras = {}) {
      const options = {
        database: `${place} ${conninfo}`,
        passwordPrompt: extras.promptPassword ? 'default' : 'never',
      } as const;
      try {
        await using session = await connect(options, { env: { ...bareEnvironment, ...env }, ...extras });
        const [row] = await session.query<{ how: string }>(isEncrypted);
        return row?.how ?? '';
      } catch (error) {
        return (error as Error).message;
      }
    },
    genuineOutcome: (conninfo, env = {}) =>
      new Promise((resolve) => {
        const args = ['-wXAtd', `${place} ${conninfo}`, '-c', isEncrypted];
        const options = { env: { ...bareEnvironment, LC_ALL: 'C.UTF-8', ...env } };
        execFile(join(inject('pgBin') ?? '', 'psql'), args, options, (error, stdout, stderr) => {
          resolve(error ? stderr.trimEnd().replace(/^psql: error: /, '') : stdout.trim());
        });
      }),
    async [Symbol.asyncDispose]() {
      await cluster[Symbol.asyncDispose]();
      await certificates[Symbol.asyncDispose]();
    },
  };
}
