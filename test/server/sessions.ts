import { type ConnectExtras, connect } from '../../src/server/connect.ts';
import type { Session } from '../../src/server/session.ts';
import type { ServerAddress } from '../support/cluster.ts';

/** Nothing of the developer's own environment: no PG variables, no ~/.pgpass, no ~/.postgresql. */
export const bareEnvironment = { HOME: '/nonexistent' };

export function sessionTo(
  { host, port, user, database }: ServerAddress & { readonly database?: string },
  extras: ConnectExtras = {},
): Promise<Session> {
  return connect({ host, port, user, database: database ?? 'postgres' }, { env: bareEnvironment, ...extras });
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** The error that `work` ends with. */
export async function errorOf(work: () => Promise<unknown>): Promise<Error> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('expected an error');
}
