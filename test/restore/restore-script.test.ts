import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { openArchive } from '../../src/archive/formats.ts';
import { defaultRestoreOptions } from '../../src/restore/options.ts';
import { restoreScript } from '../../src/restore/restore-script.ts';
import { expectSameText } from '../support/databases.ts';
import { tempDir } from '../support/files.ts';
import { olderGenuine } from '../support/genuine-minor.ts';
import { describeWithServer } from '../support/server.ts';
import type { ArchiveHeader } from '../../src/toc/entry.ts';
import { entryOf } from '../toc/entries.ts';
import { genuineArchive, openSample } from './sample.ts';

const withoutKeys = (script: string): string => script.replace(/^\\(un)?restrict \S+$/gm, '\\$1restrict');

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += Buffer.from(chunk).toString('latin1');
  return text;
}

const older = olderGenuine(20);

describeWithServer('restore.sql in a tar archive', () => {
  it.skipIf(older !== '').each([
    ['COPY', [], {}],
    ['INSERT commands', ['--inserts', '--if-exists', '-c'], { ifExists: true }],
    ['neither owners nor privileges', ['-O', '-x'], { noOwner: true, noPrivileges: true }],
  ])(`is what pg_dump writes, with %s${older}`, async (_, made, options) => {
    await using sample = await openSample();
    await using directory = await tempDir();
    const path = await genuineArchive(sample, 'tar', directory.path, made);
    await using reader = await openArchive({ path });
    const member = spawnSync('tar', ['-xOf', path, 'restore.sql'], { maxBuffer: 1 << 26 }).stdout.toString('latin1');
    const ours = await textOf(restoreScript(reader.header, reader.entries, { ...defaultRestoreOptions, ...options }));
    expectSameText(withoutKeys(ours), withoutKeys(member));
  });
});

it('refuses a COPY statement that it cannot point at a file', async () => {
  const header: ArchiveHeader = {
    version: { major: 1, minor: 14, revision: 0 },
    intSize: 4,
    offsetSize: 8,
    compression: { method: 'none', level: null },
    createdAt: { second: 0, minute: 0, hour: 0, day: 1, month: 1, year: 2026, daylightSaving: 0 },
    databaseName: null,
    serverVersion: null,
    dumperVersion: null,
  };
  const data = entryOf({
    dumpId: 1,
    desc: 'TABLE DATA',
    section: 'data',
    hasData: true,
    copyStatement: 'COPY t FROM x;\n',
  });
  await expect(textOf(restoreScript(header, [data], defaultRestoreOptions))).rejects.toThrow(
    'unexpected COPY statement syntax: "COPY t FROM x;\n"',
  );
});
