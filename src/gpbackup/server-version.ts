import type { ArchiveVersion } from '../toc/entry.ts';

/** Which server a set is of, told by one of three spellings in config.yaml. */
export interface BackedUpServer {
  readonly product: 'Greenplum Database' | 'Apache Cloudberry' | 'Cloudberry Database';
  readonly major: number;
  /** As a server says it: the version of the PostgreSQL inside first. */
  readonly version: string;
}

/** The PostgreSQL inside, by Greenplum's major version. */
const insides: Readonly<Record<number, string>> = { 4: '8.2.15', 5: '8.3.23', 6: '9.4.26', 7: '12.12' };

export function backedUpServer(databaseVersion: string): BackedUpServer {
  const named = /\((Greenplum Database|Apache Cloudberry|Cloudberry Database) (\d+)/.exec(databaseVersion);
  if (named !== null) {
    const product = named[1] as BackedUpServer['product'];
    return { product, major: Number(named[2]), version: databaseVersion.replace(/^PostgreSQL /, '') };
  }
  const major = Number(/^\s*(\d+)\./.exec(databaseVersion)?.[1] ?? 6);
  const version = `${insides[major] ?? '12.12'} (Greenplum Database ${databaseVersion})`;
  return { product: 'Greenplum Database', major, version };
}

/** What the server's own pg_restore reads. */
export const ownArchiveVersion = ({ product, major }: BackedUpServer): ArchiveVersion => ({
  major: 1,
  minor: product === 'Greenplum Database' && major < 7 ? 13 : 14,
  revision: 0,
});
