import { noCatalogId } from '../model/catalog-id.ts';
import { newestRelease, type Release } from '../model/release.ts';
import { toByteString, type ByteString } from '../model/text.ts';
import { quoteLiteral } from '../ddl/quote.ts';
import type { Dialect } from '../objects/dialect.ts';
import type { EntryDraft } from '../objects/kind.ts';
import type { Server } from '../server/server.ts';
import type { Session } from '../server/session.ts';
import type { ArchiveHeader, ArchiveTime, Compression } from '../toc/entry.ts';
import { parseArchiveVersion, versionFor } from '../toc/archive-versions.ts';
import { version as packageVersion } from '../version.ts';

/** Whose text and behaviour ours follow, and who we are. */
function dumperVersion({ product, version }: Release): string {
  const own = product === newestRelease.product ? '' : `${product}, `;
  return `${version} (${own}gpferry ${packageVersion})`;
}

export function archiveHeader(
  session: Session,
  server: Server,
  release: Release,
  { archiveVersion, compression }: VersionOptions,
): ArchiveHeader {
  const usual = parseArchiveVersion(server.behaves.olderArchiveVersion ?? release.archiveVersion);
  return {
    version: versionFor(archiveVersion, usual, compression),
    intSize: 4,
    offsetSize: 8,
    compression,
    createdAt: localTime(new Date()),
    databaseName: session.database,
    serverVersion: session.serverVersion,
    dumperVersion: toByteString(dumperVersion(release)),
  };
}

interface VersionOptions {
  readonly archiveVersion: string | undefined;
  readonly compression: Compression;
}

export const localTime = (date: Date): ArchiveTime => ({
  second: date.getSeconds(),
  minute: date.getMinutes(),
  hour: date.getHours(),
  day: date.getDate(),
  month: date.getMonth() + 1,
  year: date.getFullYear(),
  daylightSaving: Number(date.getTimezoneOffset() < standardOffset(date.getFullYear())),
});

/** Minutes behind UTC in the season without daylight saving, whichever half of the year that is. */
const standardOffset = (year: number): number =>
  Math.max(new Date(year, 0, 1).getTimezoneOffset(), new Date(year, 6, 1).getTimezoneOffset());

const setting = (desc: string, definition: string): EntryDraft => ({
  desc,
  tag: desc,
  namespace: null,
  owner: null,
  catalogId: noCatalogId,
  section: 'pre-data',
  definition,
  dropStatement: null,
});

/** The entries every archive begins with: what the texts in it are written in. */
export async function settingEntries(
  session: Session,
  { textSettings }: Pick<Dialect, 'textSettings'>,
): Promise<readonly EntryDraft[]> {
  const pinned = await pinnedSettings(session, textSettings);
  const encoding = session.parameter('client_encoding') ?? 'SQL_ASCII';
  return [
    setting('ENCODING', `SET client_encoding = ${quoteLiteral(encoding)};\n`),
    setting('STDSTRINGS', `SET standard_conforming_strings = 'on';\n`),
    // The dump's own search_path, under which the server wrote every name in full.
    setting('SEARCHPATH', `SELECT pg_catalog.set_config('search_path', '', false);\n${pinned}`),
  ];
}

/**
 * Statements for those that whoever connects to the database has otherwise: a restore with --create does, and would take
 * the texts for something else. Programs run what is in SEARCHPATH at the start of each connection.
 */
async function pinnedSettings(session: Session, textSettings: Dialect['textSettings']): Promise<ByteString> {
  const pinned: ByteString[] = [];
  for (const [name, value] of textSettings) {
    await session.execute(`SET ${name} TO DEFAULT`);
    const rows = await session.query<{ value: ByteString }>(
      `SELECT pg_catalog.current_setting(${quoteLiteral(name)}) AS value`,
    );
    await session.execute(`SET ${name} = ${value}`);
    if (rows[0]?.value !== value) pinned.push(`SET ${name} = ${value};\n`);
  }
  return pinned.join('');
}
