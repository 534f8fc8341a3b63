import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../src/archive/formats.ts';
import { silentReporter } from '../../src/log.ts';
import { rewrittenFor } from '../../src/restore/rewritten.ts';
import { uniqueConflicts } from '../../src/rewrite/distribution/choice.ts';
import { noPreferences } from '../../src/rewrite/preferences.ts';
import { rewriteEntries } from '../../src/rewrite/rewrite-entries.ts';
import { targetNames, targets, type TargetName } from '../../src/rewrite/targets.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { withTempDir } from '../support/files.ts';
import { repository } from '../support/repository.ts';

/** Archives of each product, whose own engine they are for. */
const archives: readonly (readonly [path: string, own: TargetName])[] = [
  ['archives/postgresql-15/custom.dump', 'postgresql'],
  ['archives/postgresql-15/inserts.dump', 'postgresql'],
  ['archives/postgresql-15/directory', 'postgresql'],
  ['archives/postgresql-18/custom.dump', 'postgresql'],
  ['archives/postgresql-18/parts.dump', 'postgresql'],
  ['archives/postgresql-18/statistics.dump', 'postgresql'],
  ['archives/greenplum-6/custom.dump', 'greenplum6'],
  ['archives/greenplum-7/schema-only.dump.gz', 'greenplum7'],
  ['rewrite/postgresql-15/source.dump', 'postgresql'],
  ['rewrite/postgresql-18/source.dump', 'postgresql'],
  ['rewrite/greenplum-6/source.dump', 'greenplum6'],
];

async function withArchive<T>(path: string, fn: (reader: Awaited<ReturnType<typeof openArchive>>) => Promise<T>) {
  const file = join(repository, 'fixtures', path);
  return withTempDir(async (directory) => {
    const plain = path.endsWith('.gz') ? join(directory, 'archive') : file;
    if (plain !== file) await writeFile(plain, gunzipSync(await readFile(file)));
    await using reader = await openArchive({ path: plain });
    return await fn(reader);
  });
}

describe.each(archives)('the archive %s', (path, own) => {
  it.each(targetNames)('is rewritten for %s once: doing it again changes nothing', (target) =>
    withArchive(path, async ({ entries }) => {
      for (const uniqueConflict of uniqueConflicts) {
        const rewrite = (given: readonly TocEntry[]) =>
          rewriteEntries(given, targets[target], silentReporter, { preferences: { ...noPreferences, uniqueConflict } });
        const first = rewrite(entries);
        const second = rewrite(first.entries);
        expect(second.entries).toEqual(first.entries);
        expect(second.summary).toMatchObject({ changed: 0, leftOut: 0 });
      }
    }),
  );

  it(`is left as it is for ${own}, its own engine`, () =>
    withArchive(path, async (reader) => {
      expect(await rewrittenFor(own, reader, silentReporter)).toMatchObject({ reader, rewrite: null });
    }));
});
