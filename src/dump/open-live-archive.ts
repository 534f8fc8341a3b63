import { setImmediate } from 'node:timers/promises';
import { readCatalog } from '../catalog/read-catalog.ts';
import { resolveSelection } from '../catalog/resolve-selection.ts';
import type { ResolvedSelection } from '../catalog/select.ts';
import { dialectOf } from '../dialects/dialect-of.ts';
import { withKeywords } from '../ddl/quote.ts';
import { UserError } from '../errors.ts';
import type { Reporter } from '../log.ts';
import { releaseNear, releases, type Release } from '../model/release.ts';
import { shown } from '../model/text.ts';
import type { Catalog, DdlContext, DdlOptions } from '../objects/kind.ts';
import { databaseEntries, databaseQuery, type DatabaseRow } from '../objects/database/index.ts';
import { isSettingsEntry } from '../restore/archive-settings.ts';
import type { RestoreOptions } from '../restore/options.ts';
import { isWanted, pickEntries } from '../restore/pick.ts';
import { probeServer } from '../server/probe.ts';
import type { Server } from '../server/server.ts';
import type { Session } from '../server/session.ts';
import { isStandby } from '../server/standby.ts';
import { sortObjects } from '../sort/sort.ts';
import type { Compression } from '../toc/entry.ts';
import { EntryBuilder, resolveDependencies, type BuiltEntry } from './build-entries.ts';
import { type DataSessions, inOneSession } from './data-sessions.ts';
import { ddlOptions } from './ddl-options.ts';
import { archiveHeader, settingEntries } from './header.ts';
import { LiveArchive } from './live-archive.ts';
import type { DumpOptions } from './options.ts';
import { restoreOptionsOf } from './restore-options.ts';
import { StatisticsReader } from './statistics-reader.ts';

/** Reads the catalog and says what the dump holds. The session has its settings and its snapshot, as those for data. */
export async function openLiveArchive(
  session: Session,
  options: DumpOptions,
  compression: Compression,
  reporter: Reporter,
  sessions: DataSessions = inOneSession(session),
): Promise<LiveArchive> {
  const server = await probeServer(session);
  checkSnapshots(server, sessions.shareSnapshot || options.snapshot !== undefined);
  const release = releaseFor(session, server, options);
  tellUnknown(server, release, reporter);
  if (options.serializableDeferrable && !server.behaves.serializable) {
    const message = 'server has no serializable transactions; --serializable-deferrable reads what the others do';
    reporter.diagnostic({ severity: 'warning', subject: null, message });
  }
  const { archiveVersion } = options;
  const header = archiveHeader(session, server, release, { archiveVersion, compression });
  const selection = await resolveSelection(session, options.selection);
  // A standby has nothing of an unlogged table but its definition.
  const noUnloggedTableData = options.noUnloggedTableData || (await isStandby(session));
  const ddl = ddlOptions({ ...options, noUnloggedTableData }, selection, header.version, release);
  if (options.gpSyntax === true && dialectOf(server).clauses.length === 0) {
    const message = 'server is not a Greenplum Database instance; --gp-syntax option ignored';
    reporter.diagnostic({ severity: 'warning', subject: null, message });
  }
  const built = await withKeywords(release, () => buildEntries(session, server, options, { selection, ddl }, reporter));
  const picked = pickBuilt(built.entries, restoreOptionsOf(options));
  // No restore schedules a script; with --verbose it says only what entries have from their kinds, as pg_dump's does.
  if (options.format !== 'plain') resolveDependencies(picked, built.catalog);
  return new LiveArchive(sessions, new StatisticsReader(session, server, picked), header, picked, reporter);
}

/** A snapshot of such a server is the coordinator's: other sessions see later rows on the segments. */
function checkSnapshots(server: Server, shared: boolean): void {
  if (!shared || server.behaves.sharesSnapshots) return;
  throw new UserError('synchronized snapshots are not supported by this server version', {
    detail: 'Greenplum before 6.21 has none that hold on its segments.',
    hint: 'Dump with one job (without -j), and without --snapshot.',
  });
}

function tellUnknown({ unknownName }: Server, { product }: Release, reporter: Reporter): void {
  if (unknownName === null) return;
  reporter.diagnostic({
    severity: 'warning',
    subject: null,
    message: `server is of an unknown kind: ${shown(unknownName)}`,
    detail: `By what its catalogs have it is dumped as ${product} is.`,
  });
}

/** Other products have programs of their own. A release that is asked for refuses servers newer than itself, as its own pg_dump does. */
export function releaseFor(session: Session, server: Server, { release }: Pick<DumpOptions, 'release'>): Release {
  const { release: ofProduct } = dialectOf(server);
  if (ofProduct !== null) return ofProduct;
  const own = releaseNear(server.version);
  if (release === undefined) return own;
  const asked = releases[release];
  if (asked.major < own.major) {
    throw new UserError('aborting because of server version mismatch', {
      detail: `server version: ${shown(session.serverVersion)}; pg_dump version: ${asked.version}`,
    });
  }
  return asked;
}

async function buildEntries(
  session: Session,
  server: Server,
  options: DumpOptions,
  { selection, ddl }: { readonly selection: ResolvedSelection; readonly ddl: DdlOptions },
  reporter: Reporter,
): Promise<{ readonly entries: readonly BuiltEntry[]; readonly catalog: Catalog }> {
  // An archive always has its database's entries: its restore may be asked to create it.
  const databases =
    options.create || options.format !== 'plain' ? await session.query<DatabaseRow>(databaseQuery(server)) : null;
  const dialect = dialectOf(server);
  const settings = await settingEntries(session, dialect);
  const { catalog, boundaries, satellites, kindOf, lateDetails } = await readCatalog(session, server, {
    ddl,
    dialect,
    selection,
    lockWaitTimeout: options.lockWaitTimeout,
    reporter,
  });
  const sorted = sortObjects(catalog.objects, {
    postDataBoundary: boundaries.postData.dumpId,
    byDumpId: (id) => catalog.byDumpId(id),
    report: (diagnostic) => reporter.diagnostic(diagnostic),
  });
  const context: DdlContext = {
    server,
    dialect,
    options: ddl,
    catalog,
    report: (diagnostic) => reporter.diagnostic(diagnostic),
  };
  const builder = new EntryBuilder(context, satellites);
  for (const draft of settings) builder.add(draft, builder.newDumpId(), null);
  if (databases !== null) {
    const [database] = databases;
    if (database === undefined) throw new Error('the connected database is not in pg_database');
    const newDumpId = (): number => builder.newDumpId();
    for (const { draft, dumpId } of databaseEntries(database, context, newDumpId)) builder.add(draft, dumpId, null);
  }
  for (const [position, object] of sorted.entries()) {
    if (object === boundaries.postData) await lateDetails;
    // The server waits for us to take what it has sent.
    else if (position % 256 === 0) await setImmediate();
    builder.addObject(object, kindOf(object));
  }
  return { entries: builder.entries, catalog };
}

/** What a restore with the same options would leave out is not in the archive at all. */
function pickBuilt(built: readonly BuiltEntry[], options: RestoreOptions): readonly BuiltEntry[] {
  const picked = pickEntries(
    built.map(({ entry }) => entry),
    options,
  );
  const wanted = new Set(picked.filter(isWanted).map(({ entry }) => entry));
  return built.filter(({ entry }) => isSettingsEntry(entry) || wanted.has(entry));
}
