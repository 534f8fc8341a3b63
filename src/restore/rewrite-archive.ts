import { archiveFormats, createArchive, type ArchiveFormatName } from '../archive/formats.ts';
import { openOutput, type OutputTarget } from '../files/output.ts';
import { transferArchive } from '../archive/transfer.ts';
import { UserError } from '../errors.ts';
import { silentReporter, type Reporter } from '../log.ts';
import { shown } from '../model/text.ts';
import { noPreferences, type Preferences } from '../rewrite/preferences.ts';
import type { RewriteSummary } from '../rewrite/rewrite-entries.ts';
import { targets, type Target, type TargetName } from '../rewrite/targets.ts';
import { versionFields, writableMinors } from '../toc/archive-versions.ts';
import type { ArchiveHeader, Compression } from '../toc/entry.ts';
import { openScript } from '../script/open-script.ts';
import type { Script } from '../script/script-reader.ts';
import { globalsFor } from './globals.ts';
import { databaseApart, runsAnyway, writeGlobals } from './globals-file.ts';
import { openInput, readerOf, type InputSource } from './open-input.ts';
import { rewriteScript } from './rewrite-script.ts';
import { defaultRestoreOptions } from './options.ts';
import { restoreScript } from './restore-script.ts';
import { releaseOfEngine } from './engine.ts';
import { rewrittenFor } from './rewritten.ts';

export interface RewriteRequest {
  readonly archive: InputSource;
  /** undefined: found out from the archive. */
  readonly archiveFormat?: ArchiveFormatName | undefined;
  /** null: the archive's own. */
  readonly engine: TargetName | null;
  readonly preferences?: Preferences;
  readonly output: OutputTarget;
  /** Of the new archive; undefined: the old one's. */
  readonly format?: ArchiveFormatName | undefined;
  /** undefined: the old one's, where the new one can say it. */
  readonly compression?: Compression | undefined;
  readonly sync?: boolean;
}

/** What a finished rewriting did, for the closing line. */
export interface RewrittenArchive extends RewriteSummary {
  readonly entries: number;
  readonly tables: number;
  /** Bytes of payload carried. */
  readonly bytes: number;
  readonly seconds: number;
}

/** Writes an archive anew as another engine wants it said; no server is asked. Leaves no file if it rejects. */
export async function rewriteArchive(
  request: RewriteRequest,
  reporter: Reporter = silentReporter,
  signal?: AbortSignal,
): Promise<RewrittenArchive> {
  const started = performance.now();
  const { engine, preferences = noPreferences, sync = true } = request;
  const { archive, archiveFormat } = request;
  const script = archiveFormat === undefined && !('backupSet' in archive) ? await openScript(archive) : null;
  if (script !== null && request.format === undefined) return rewriteScriptFile(script, request, reporter, signal);
  await using old =
    script === null
      ? await openInput(archive, archiveFormat, { takesScripts: archiveFormat === undefined, reporter })
      : await readerOf(script, { isWhole: true });
  const { reader, rewrite } = await rewrittenFor(engine, old, reporter, { preferences, signal });
  const format = request.format ?? (old.format in archiveFormats ? (old.format as ArchiveFormatName) : 'custom');
  const target = engine === null ? null : targets[engine];
  // By its dumper's version an archive of Greenplum is known as one.
  const isForeign = rewrite !== null && engine !== null && targets[engine].spreads !== null;
  const dumperVersion = isForeign
    ? releaseOfEngine(engine, { release: undefined }).version
    : reader.header.dumperVersion;
  const header = headerFor({ ...reader.header, dumperVersion }, target, format, request.compression);
  await using writer = createArchive(format, request.output, {
    sync,
    // Who asks for a method or a level gets that.
    keepsStored: request.compression === undefined,
    restoreScript: (entries) => restoreScript(header, entries, defaultRestoreOptions, reader.definition),
  });
  const globals = globalsFor(rewrite === null ? null : engine, old, reporter);
  const beside =
    rewrite !== null && runsAnyway(header) ? databaseApart(reader.entries, globals) : { kept: reader.entries, globals };
  let bytes = 0;
  let done = 0;
  const withData = reader.entries.filter(({ hasData }) => hasData);
  await transferArchive(reader, writer, {
    header,
    entries: beside.kept,
    signal,
    onEntry: () => void (done += 1),
    onProgress(entry, length) {
      bytes += length;
      reporter.progress({
        phase: 'convert',
        current: shown(entry.tag),
        entriesDone: done,
        entriesTotal: withData.length,
        rows: null,
        bytes,
        bytesTotal: null,
      });
    },
  });
  await writeGlobals(beside.globals, request.output, sync, reporter);
  const tables = withData.filter(({ desc }) => desc === 'TABLE DATA').length;
  const seconds = (performance.now() - started) / 1000;
  return {
    changed: rewrite?.changed ?? 0,
    leftOut: rewrite?.leftOut ?? 0,
    target: engine === null ? null : targets[engine].title,
    entries: reader.entries.length,
    tables,
    bytes,
    seconds,
  };
}

async function rewriteScriptFile(
  opened: Script,
  { engine, preferences = noPreferences, output: target, sync = true, compression }: RewriteRequest,
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<RewrittenArchive> {
  const started = performance.now();
  await using script = opened;
  if (compression !== undefined && compression.method !== 'none') {
    throw new UserError('a script is not compressed', {
      hint: 'Say by -Fc, -Fd or -Ft that it is to become an archive.',
    });
  }
  await using output = await openOutput(target, { sync });
  let bytes = 0;
  const onBytes = (length: number): void => {
    bytes += length;
    const at = { current: script.file.name, entriesDone: 0, entriesTotal: 0, rows: null };
    reporter.progress({ phase: 'convert', ...at, bytes, bytesTotal: script.file.size });
  };
  const said = await rewriteScript(script, output, reporter, { engine, preferences, signal, onBytes });
  await output.finish();
  return {
    ...said,
    target: engine === null ? null : targets[engine].title,
    seconds: (performance.now() - started) / 1000,
  };
}

/** The target's own pg_restore reads no newer version than its own, and old versions have no word for lz4 and zstd. */
function headerFor(
  header: ArchiveHeader,
  target: Target | null,
  format: ArchiveFormatName,
  asked: Compression | undefined,
): ArchiveHeader {
  const minor = target?.archiveMinor ?? Math.max(header.version.minor, Math.min(...writableMinors));
  const version = { major: 1, minor, revision: 0 };
  const isUnknown = ({ method }: Compression): boolean =>
    method !== 'none' && method !== 'gzip' && !versionFields(version).compressionMethod;
  if (asked !== undefined && isUnknown(asked)) {
    throw new UserError(`archives of ${target?.title ?? 'this version'} cannot be compressed with ${asked.method}`, {
      hint: 'Its own pg_restore would not read them; say -Z gzip or none.',
    });
  }
  const usual: Compression = isUnknown(header.compression) ? { method: 'gzip', level: null } : header.compression;
  const compression: Compression = format === 'tar' ? { method: 'none', level: null } : (asked ?? usual);
  return { ...header, version, compression };
}
