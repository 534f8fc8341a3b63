import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { silentReporter } from '../../src/log.ts';
import { greenplum7 } from '../../src/model/release.ts';
import { openArchive } from '../../src/archive/formats.ts';
import { restore } from '../../src/restore/command.ts';
import { defaultRestoreOptions, type RestoreOptions } from '../../src/restore/options.ts';
import { restoreArchive, type RestoreSummary } from '../../src/restore/restore.ts';
import { TextSink } from '../../src/sink/text-sink.ts';
import { expectSameText } from '../support/databases.ts';
import { withTempDir } from '../support/files.ts';
import { fixturePath } from '../toc/genuine-archives.ts';

/** A fixture, its gzip undone. */
function bytesOf(name: string): Buffer {
  const bytes = readFileSync(fixturePath(name));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

const scriptOf = (archive: Buffer, options: Partial<RestoreOptions> = {}): Promise<string> =>
  withTempDir(async (directory) => {
    const [path, file] = [join(directory, 'archive'), join(directory, 'script')];
    await writeFile(path, archive);
    await restore({ sync: false, ...options, archive: { path }, target: { file } }, silentReporter);
    return readFileSync(file, 'latin1');
  });

/** Into a server of Greenplum 7, in what its engine understands. */
const restoredInto7 = (archive: Buffer): Promise<RestoreSummary> =>
  withTempDir(async (directory) => {
    const path = join(directory, 'archive');
    await writeFile(path, archive);
    await using reader = await openArchive({ path });
    const output = { write: async () => {}, finish: async () => {}, [Symbol.asyncDispose]: async () => {} };
    await using sink = Object.assign(new TextSink(output), { release: greenplum7 });
    return await restoreArchive(reader, sink, { ...defaultRestoreOptions, engine: 'server' }, silentReporter);
  });

describe("archives that Greenplum's own pg_dump made", () => {
  it.each([
    ['greenplum-6/custom.dump', 'greenplum-6/custom.sql'],
    ['greenplum-7/schema-only.dump.gz', 'greenplum-7/schema-only.sql.gz'],
  ])('become the script that its own pg_restore writes: %s', async (archive, script) => {
    expectSameText(await scriptOf(bytesOf(archive)), bytesOf(script).toString('latin1'));
  });

  it('leave schema public of Greenplum 6 as initdb has made it, unless they clean', async () => {
    const archive = bytesOf('greenplum-6/custom.dump');
    expect(await scriptOf(archive)).not.toContain('CREATE SCHEMA public');
    expect(await scriptOf(archive, { clean: true })).toContain('CREATE SCHEMA public');
  });

  it('drop external tables of Greenplum 6, whose own statement breaks off', async () => {
    const script = await scriptOf(bytesOf('greenplum-6/custom.dump'), { clean: true, ifExists: true });
    expect(script).toMatch(/^DROP EXTERNAL TABLE IF EXISTS \w+\.\w+;$/m);
    expect(script).not.toMatch(/\.DROP/);
  });

  it('say both what a type is and how it is stored, though its entries have one number', async () => {
    const script = await scriptOf(bytesOf('greenplum-7/schema-only.dump.gz'), { engine: 'cloudberry' });
    expect(script).toMatch(/^CREATE TYPE \S+ \($[^]*^ALTER TYPE \S+ SET DEFAULT ENCODING/m);
  });

  it('are rewritten for a server of another release, not for one of their own', async () => {
    expect((await restoredInto7(bytesOf('greenplum-6/custom.dump'))).rewrite).not.toBeNull();
    expect((await restoredInto7(bytesOf('greenplum-7/schema-only.dump.gz'))).rewrite).toBeNull();
  });
});
