import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inOneSession, type DataSessions } from '../../src/dump/data-sessions.ts';
import type { DumpOptions } from '../../src/dump/options.ts';
import { openLiveArchive } from '../../src/dump/open-live-archive.ts';
import { silentReporter } from '../../src/log.ts';
import type { Session } from '../../src/server/session.ts';
import { dumpOptionsFrom } from '../commands/dump-options-from.ts';
import { questionOf, readRecording } from '../recording/recording.ts';
import { ReplaySession } from '../recording/replay-session.ts';
import { repository } from '../support/repository.ts';

const versionQuestion = questionOf('SELECT pg_catalog.version() AS version');

/** What is told while the recorded database of Greenplum 6 is opened as that of a server which calls itself otherwise. */
async function openedAs(
  version: string,
  sessionsOf = inOneSession,
  given: Partial<DumpOptions> = {},
): Promise<readonly string[]> {
  const recording = await readRecording(join(repository, 'fixtures', 'recordings', 'greenplum-6', 'gpshop.json.gz'));
  const answers = { ...recording.answers, [versionQuestion]: { rows: [{ version }] } };
  const session = new ReplaySession({ ...recording, answers });
  const told: string[] = [];
  const reporter = { ...silentReporter, diagnostic: ({ message }: { message: string }) => void told.push(message) };
  const options = { ...(await dumpOptionsFrom(recording.options)), ...given };
  await openLiveArchive(session, options, { method: 'none', level: null }, reporter, sessionsOf(session));
  return told;
}

const inSeveral = (session: Session): DataSessions => ({ ...inOneSession(session), shareSnapshot: true });

it('a server of an unknown kind is dumped by what its catalogs have, and told', async () => {
  const known = await openedAs('PostgreSQL 9.4.26 (Greengage Database 6.27.1 build …) on x86_64, compiled by gcc');
  const unknown = await openedAs('PostgreSQL 9.4.26 (Plumtree 6.27.1) on x86_64, compiled by gcc');
  expect(unknown).toEqual(['server is of an unknown kind: PostgreSQL 9.4.26 (Plumtree 6.27.1)', ...known]);
});

it('Greenplum has no serializable transactions, which who asks for one is told', async () => {
  const version = 'PostgreSQL 9.4.26 (Greenplum Database 6.24.3 build …) on x86_64, compiled by gcc';
  const told = await openedAs(version, inOneSession, { serializableDeferrable: true });
  expect(told.filter((message) => message.startsWith('server'))).toEqual([
    'server has no serializable transactions; --serializable-deferrable reads what the others do',
  ]);
});

it('Greenplum before 6.21 is not dumped through several sessions, whose snapshots its segments do not share', async () => {
  const older = 'PostgreSQL 9.4.26 (Greenplum Database 6.20.5 build …) on x86_64, compiled by gcc';
  const message = 'synchronized snapshots are not supported by this server version';
  await expect(openedAs(older, inSeveral)).rejects.toThrow(message);
  expect(await openedAs(older)).not.toContain(message);
});
