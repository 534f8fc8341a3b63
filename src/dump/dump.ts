import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import type { ArchiveReader } from '../archive/archive.ts';
import { compress } from '../archive/compression.ts';
import { archiveFormats, createArchive, type ArchiveFormatName } from '../archive/formats.ts';
import { transferArchive } from '../archive/transfer.ts';
import { withQuoteAll } from '../ddl/quote.ts';
import { type Reporter, silentReporter } from '../log.ts';
import { restoreArchive } from '../restore/restore.ts';
import { rewrittenFor } from '../restore/rewritten.ts';
import { restoreScript } from '../restore/restore-script.ts';
import { abortable, cancelOnAbort } from '../server/cancel-on-abort.ts';
import { connect, type RunExtras } from '../server/connect.ts';
import { connectionWarnings } from '../server/connection-warnings.ts';
import { prepareSession } from '../server/session-settings.ts';
import { beginSnapshot } from '../server/snapshot.ts';
import type { Session } from '../server/session.ts';
import { openTextSink, TextSink } from '../sink/text-sink.ts';
import type { ScriptOutput } from '../sink/through-transform.ts';
import type { Compression } from '../toc/entry.ts';
import { DataWorkers, inOneSession } from './data-sessions.ts';
import { openLiveArchive } from './open-live-archive.ts';
import type { DumpOptions, DumpSummary } from './options.ts';
import { restoreOptionsOf } from './restore-options.ts';

/**
 * Carries a database into one archive or script. Rejects, and leaves no file, if anything of it could not be read or
 * `signal` aborts; then it throws the signal's reason.
 */
export function dump(
  options: DumpOptions,
  reporter: Reporter = silentReporter,
  extras: RunExtras = {},
): Promise<DumpSummary> {
  return dumpDatabase(options, reporter, extras, null);
}

/** A script that goes on with a database's dump: the session is opened and closed for it, `finish` says it is written. */
export interface ScriptPart {
  readonly connect: () => Promise<Session>;
  readonly output: ScriptOutput;
}

/** As dump in the plain format, to and from what is open already; the options' connection and file are not looked at. */
export function dumpInto(
  part: ScriptPart,
  options: DumpOptions,
  reporter: Reporter,
  extras: RunExtras = {},
): Promise<DumpSummary> {
  return dumpDatabase({ ...options, format: 'plain', file: undefined }, reporter, extras, part);
}

function dumpDatabase(
  options: DumpOptions,
  reporter: Reporter,
  extras: RunExtras,
  part: ScriptPart | null,
): Promise<DumpSummary> {
  return withQuoteAll(options.quoteAllIdentifiers, () =>
    abortable(extras.signal, () => dumpConnected(options, reporter, extras, part)),
  );
}

async function dumpConnected(
  options: DumpOptions,
  reporter: Reporter,
  { signal, ...extras }: RunExtras,
  part: ScriptPart | null,
): Promise<DumpSummary> {
  const started = performance.now();
  await using session = await (part?.connect() ??
    connect(options.connection, { onWarning: connectionWarnings(reporter), signal, ...extras }));
  using _cancelling = cancelOnAbort(session, signal);
  await prepareSession(session, options);
  await beginSnapshot(session, options);
  const compression = options.compression ?? defaultCompression(options);
  await using workers = jobsOf(options) > 1 ? new DataWorkers(session, options, reporter) : null;
  const sessions = workers ?? inOneSession(session);
  const live = await openLiveArchive(session, options, compression, reporter, sessions);
  const { engine, preferences } = options;
  if (options.format === 'plain') await writeScript(live, options, reporter, part);
  else {
    const { reader } = await rewrittenFor(engine, live, reporter, { preferences, signal });
    await writeArchive(reader, options.format, options, signal);
  }
  signal?.throwIfAborted();
  const file = fileOf(options);
  return {
    entries: live.entries.length,
    tables: live.entries.filter((entry) => entry.desc === 'TABLE DATA').length,
    rows: live.rows,
    bytes: live.bytes,
    largeObjects: live.largeObjects,
    seconds: (performance.now() - started) / 1000,
    archiveBytes: file === undefined ? null : await sizeOf(file),
  };
}

/** Payloads that are read and written at once. */
const jobsOf = ({ format, jobs }: DumpOptions): number =>
  format !== 'plain' && archiveFormats[format].concurrentData ? jobs : 1;

const defaultCompression = ({ format }: DumpOptions): Compression =>
  format === 'custom' || format === 'directory' ? { method: 'gzip', level: null } : { method: 'none', level: null };

async function writeScript(
  live: ArchiveReader,
  options: DumpOptions,
  reporter: Reporter,
  part: ScriptPart | null,
): Promise<void> {
  await using sink = part === null ? await openScript(options) : new TextSink(part.output);
  // The live archive tells of progress itself.
  const { engine, preferences } = options;
  const restoreOptions = { ...restoreOptionsOf(options), engine, preferences };
  await restoreArchive(live, sink, restoreOptions, { ...reporter, progress: () => {} });
}

function openScript(options: DumpOptions): Promise<TextSink> {
  const { compression = defaultCompression(options) } = options;
  const isCompressed = compression.method !== 'none' && compression.level !== 0;
  return openTextSink({
    path: options.file,
    sync: !options.noSync,
    append: options.append,
    ...(isCompressed
      ? { transform: Duplex.from((script: AsyncIterable<Uint8Array>) => compress(compression, 'file', script)) }
      : {}),
  });
}

async function writeArchive(
  live: ArchiveReader,
  format: ArchiveFormatName,
  options: DumpOptions,
  signal: AbortSignal | undefined,
): Promise<void> {
  const target = options.file === undefined ? { stream: process.stdout } : { path: options.file };
  await using writer = createArchive(format, target, {
    sync: !options.noSync,
    syncMethod: options.syncMethod,
    restoreScript: (entries) => restoreScript(live.header, entries, restoreOptionsOf(options), live.definition),
  });
  await transferArchive(live, writer, { jobs: jobsOf(options), signal });
}

/** `-` is standard output to the plain format and the name of a file to the others, as with pg_dump. */
const fileOf = ({ file, format }: DumpOptions): string | undefined =>
  format === 'plain' && file === '-' ? undefined : file;

async function sizeOf(path: string): Promise<number> {
  const status = await stat(path);
  if (!status.isDirectory()) return status.size;
  const files = await readdir(path);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(path, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
