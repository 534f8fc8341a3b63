import { describe, expect, it } from 'vitest';
import { checkReachesCluster, prepareSession } from '../../src/server/session-settings.ts';
import type { Session } from '../../src/server/session.ts';

const settings = {
  encoding: undefined,
  role: undefined,
  extraFloatDigits: undefined,
  quoteAllIdentifiers: false,
  enableRowSecurity: false,
};

/** What a server that has these settings is told. */
async function told(
  known: Readonly<Record<string, string>>,
  prepare = (session: Session) => prepareSession(session, settings),
): Promise<readonly string[]> {
  const statements: string[] = [];
  const session = {
    execute: async (sql: string) => void statements.push(sql),
    query: async () => Object.entries(known).map(([name, setting]) => ({ name, setting })),
  };
  // Nothing else of a session is asked for.
  await prepare(session as unknown as Session);
  return statements;
}

describe('a session that dumps', () => {
  it('is given what Greenplum needs where the server is one', async () => {
    const added = ['SET enable_nestloop = on', 'SET gp_use_legacy_hashops = off'];
    expect(await told({ gp_role: 'dispatch', gp_contentid: '-1' })).toEqual(expect.arrayContaining(added));
    expect(await told({ jit: 'on' })).not.toEqual(expect.arrayContaining(added));
  });

  it.each<[Readonly<Record<string, string>>, string]>([
    [
      { gp_role: 'utility', gp_contentid: '-1' },
      'the connection is in utility mode and sees no rows of distributed tables',
    ],
    [
      { gp_role: 'utility', gp_contentid: '2' },
      'this server is segment 2 of a cluster and has a part of its rows only',
    ],
    [{ gp_role: 'execute' }, 'the connection is in execute mode and sees no rows of distributed tables'],
  ])('is refused where it sees a part of a cluster, as one that restores: %j', async (known, message) => {
    await expect(told(known)).rejects.toThrow(message);
    await expect(told(known, checkReachesCluster)).rejects.toThrow(message);
  });
});
