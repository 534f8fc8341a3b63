import { stat } from 'node:fs/promises';
import type { Reporter } from '../log.ts';
import { restoreArchive } from '../restore/restore.ts';
import { connect } from '../server/connect.ts';
import { prepareSession } from '../server/session-settings.ts';
import { beginSnapshot } from '../server/snapshot.ts';
import { openTextSink } from '../sink/text-sink.ts';
import type { Compression } from '../toc/entry.ts';
import type { LiveArchive } from './live-archive.ts';
import { openLiveArchive } from './open-live-archive.ts';
import type { DumpOptions, DumpSummary } from './options.ts';
import { restoreOptionsOf } from './restore-options.ts';

/** Carries a database into one archive or script. Rejects, and leaves no file, if anything of it could not be read. */
export async function dump(options: DumpOptions, reporter: Reporter): Promise<DumpSummary> {
  const started = performance.now();
  await using session = await connect(options.connection);
  await prepareSession(session, options);
  await beginSnapshot(session, options);
  const compression = options.compression ?? defaultCompression(options);
  const live = await openLiveArchive(session, options, restoreOptionsOf(options), compression, reporter);
  const bytes = await writeScript(live, options, reporter);
  return {
    entries: live.entries.length,
    tables: live.entries.filter((entry) => entry.desc === 'TABLE DATA').length,
    rows: live.rows,
    bytes,
    largeObjects: live.largeObjects,
    seconds: (performance.now() - started) / 1000,
    archiveBytes: options.file === undefined ? null : (await stat(options.file)).size,
  };
}

const defaultCompression = ({ format }: DumpOptions): Compression =>
  format === 'custom' || format === 'directory' ? { method: 'gzip', level: null } : { method: 'none', level: null };

async function writeScript(live: LiveArchive, options: DumpOptions, reporter: Reporter): Promise<number> {
  await using sink = await openTextSink({ path: options.file, sync: !options.noSync });
  const { bytes } = await restoreArchive(live, sink, restoreOptionsOf(options), reporter);
  return bytes;
}
