import type { FormatName } from '../archive/archive.ts';
import type { SyncMethod } from '../archive/writing.ts';
import type { DumpSelection } from '../catalog/selection-patterns.ts';
import type { ReleaseMajor } from '../model/release.ts';
import type { Preferences } from '../rewrite/preferences.ts';
import type { TargetName } from '../rewrite/targets.ts';
import type { ConnectionOptions } from '../server/conninfo.ts';
import type { Compression } from '../toc/entry.ts';

export type { DumpSelection } from '../catalog/selection-patterns.ts';

export type { SyncMethod } from '../archive/writing.ts';

export type DumpSection = 'pre-data' | 'data' | 'post-data';

/** Everything pg_dump's command line says, typed. Optional values are undefined where the option was not given. */
export interface DumpOptions {
  readonly connection: ConnectionOptions;
  readonly format: FormatName;
  /** Output file or directory; undefined: standard output. */
  readonly file: string | undefined;
  /** -Fa: a script is added to what the file holds. */
  readonly append: boolean;
  /** Whose pg_dump to be; undefined: that of the dumped server's release, or the nearest that is followed. */
  readonly release: ReleaseMajor | undefined;
  /** The engine that the dump is written for; null: the dumped one. */
  readonly engine: TargetName | null;
  readonly preferences: Preferences;
  /** Version of the archive format, e.g. `1.14`; undefined: what the dumped server's own pg_restore reads. */
  readonly archiveVersion: string | undefined;
  readonly compression: Compression | undefined;
  readonly jobs: number;
  readonly selection: DumpSelection;
  /** Empty: all. */
  readonly sections: readonly DumpSection[];
  /** Definitions are dumped. */
  readonly schema: boolean;
  /** Rows, large objects and where sequences stand are dumped. */
  readonly data: boolean;
  /** Statistics data are dumped (18). */
  readonly statistics: boolean;
  /** --sequence-data: where sequences stand, also without `data`. */
  readonly sequenceData: boolean;
  /** -b true, -B false, undefined neither. */
  readonly largeObjects: boolean | undefined;
  readonly clean: boolean;
  readonly create: boolean;
  readonly ifExists: boolean;
  /** -E; undefined: the database's encoding. */
  readonly encoding: string | undefined;
  readonly noOwner: boolean;
  readonly noPrivileges: boolean;
  /** -S, for --disable-triggers in scripts. */
  readonly superuser: string | undefined;
  readonly role: string | undefined;
  readonly inserts: boolean;
  readonly columnInserts: boolean;
  readonly rowsPerInsert: number | undefined;
  readonly onConflictDoNothing: boolean;
  readonly disableDollarQuoting: boolean;
  readonly disableTriggers: boolean;
  readonly enableRowSecurity: boolean;
  readonly extraFloatDigits: number | undefined;
  readonly loadViaPartitionRoot: boolean;
  /** Milliseconds, or an interval the server understands. */
  readonly lockWaitTimeout: string | undefined;
  readonly noComments: boolean;
  readonly noPolicies: boolean;
  readonly noPublications: boolean;
  readonly noSecurityLabels: boolean;
  readonly noSubscriptions: boolean;
  readonly noSync: boolean;
  readonly syncMethod: SyncMethod;
  readonly noTableAccessMethod: boolean;
  readonly noTablespaces: boolean;
  readonly noToastCompression: boolean;
  /** OIDs of rows are dumped where tables have them (before 12). */
  readonly oids: boolean;
  /** Greenplum's DISTRIBUTED clauses; undefined: as the server has them. */
  readonly gpSyntax: boolean | undefined;
  readonly noUnloggedTableData: boolean;
  readonly quoteAllIdentifiers: boolean;
  /** --restrict-key; undefined: a random one. */
  readonly restrictKey: string | undefined;
  readonly serializableDeferrable: boolean;
  readonly snapshot: string | undefined;
  readonly useSetSessionAuthorization: boolean;
  readonly binaryUpgrade: boolean;
  readonly verbose: boolean;
}

/** What a finished dump carried, for the closing line. */
export interface DumpSummary {
  readonly entries: number;
  readonly tables: number;
  readonly rows: number;
  readonly bytes: number;
  readonly largeObjects: number;
  readonly seconds: number;
  /** Size of the finished file or directory; null where it went to standard output. */
  readonly archiveBytes: number | null;
}
