import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { connect } from '../../src/server/connect.ts';
import { errorOf } from './sessions.ts';

/** Whoever connects is told this error of a server that does not let him in. */
async function refusedWith(fields: Readonly<Record<string, string>>): Promise<unknown> {
  const body = Object.entries({ S: 'FATAL', ...fields }).map(([code, text]) => `${code}${text}\0`);
  const bytes = Buffer.from(`${body.join('')}\0`);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length + 4);
  const server = createServer((socket) => {
    socket.once('data', () => socket.end(Buffer.concat([Buffer.from('E'), length, bytes])));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await errorOf(() => connect({ database: `host=127.0.0.1 port=${port} user=u dbname=d sslmode=disable` }));
  } finally {
    server.close();
  }
}

/** As Greenplum 6.24.3 and 7.0.0 say it. */
const replies: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  [
    'a primary segment',
    {
      C: '57M02',
      M: 'connections to primary segments are not allowed',
      D: 'This database instance is running as a primary segment in a Greenplum cluster and does not permit direct connections.',
      H: 'To force a connection anyway (dangerous!), use utility mode.',
    },
  ],
  [
    'a mirror, or a standby of the coordinator',
    {
      C: '57P03',
      M: 'the database system is in recovery mode',
      D: 'last replayed record at 0/3C000060\n- VERSION: PostgreSQL 12.12 (Greenplum Database 7.0.0 build …)',
    },
  ],
];

it.each(replies)('who connects to %s is sent to the coordinator', async (_, fields) => {
  const error = await refusedWith(fields);
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({
    message: expect.stringContaining(`FATAL:  ${fields['M']}`) as string,
    hint: 'Connect to the coordinator.',
  });
});

it('who connects to PostgreSQL in recovery is not', async () => {
  expect(await refusedWith({ C: '57P03', M: 'the database system is in recovery mode' })).toMatchObject({
    hint: undefined,
  });
});
