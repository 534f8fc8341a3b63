import { once } from 'node:events';
import net from 'node:net';
import pg from 'pg';
import { ByteConnection } from './byte-connection.ts';
import type { Endpoint } from './cancel.ts';
import type { ConnectionOptions } from './conninfo.ts';
import { Link } from './link.ts';
import { PgSession } from './pg-session.ts';
import type { Session } from './session.ts';
import { startupPacket } from './startup-packet.ts';

export interface ConnectExtras {
  readonly applicationName?: string;
  readonly promptPassword?: (user: string, text: string) => Promise<string>;
}

export async function connect(options: ConnectionOptions, extras: ConnectExtras = {}): Promise<Session> {
  const host = options.host ?? process.env.PGHOST ?? 'localhost';
  const port = Number(options.port ?? process.env.PGPORT ?? 5432);
  const user = options.user ?? process.env.PGUSER ?? process.env.USER ?? 'postgres';
  const database = options.database ?? process.env.PGDATABASE ?? user;
  const endpoint: Endpoint = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  const socket = net.connect(endpoint);
  await once(socket, 'connect');
  socket.setNoDelay(true);
  const packet = startupPacket({ user, database, application_name: extras.applicationName ?? 'gpferry' });
  const connection = new ByteConnection(socket, packet);
  const client = new pg.Client({
    connection: connection as never,
    user,
    database,
    ssl: false,
    password: options.overrides?.password ?? process.env.PGPASSWORD ?? '',
  } as pg.ClientConfig);
  await client.connect();
  return new PgSession(new Link(client, connection), { host, port, user, database, endpoint });
}
