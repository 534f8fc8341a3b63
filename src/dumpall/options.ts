import type { DumpOptions } from '../dump/options.ts';

/** What of a dump's options has no place where every database of a server is dumped into one script. */
type OfOneDatabase =
  | 'format'
  | 'archiveVersion'
  | 'compression'
  | 'jobs'
  | 'selection'
  | 'sections'
  | 'largeObjects'
  | 'create'
  | 'enableRowSecurity'
  | 'serializableDeferrable'
  | 'snapshot';

/** Everything pg_dumpall's command line says, typed. Optional values are undefined where the option was not given. */
export interface DumpAllOptions extends Omit<DumpOptions, OfOneDatabase> {
  /**
   * Which databases' own options a dump takes; its database is where the roles and tablespaces are read, undefined:
   * postgres, or template1 where there is no postgres.
   */
  readonly connection: DumpOptions['connection'];
  /** -g, -r, -t: nothing but these; undefined: them and the databases. */
  readonly only: 'globals' | 'roles' | 'tablespaces' | undefined;
  /** Patterns, as in psql. */
  readonly excludeDatabases: readonly string[];
  /** Roles are read where everybody may, and come without passwords. */
  readonly noRolePasswords: boolean;
  /** What Greenplum lets run at once, and which of it each role has. */
  readonly resourceQueues: boolean;
  readonly resourceGroups: boolean;
}

/** What a finished dump of a server carried, for the closing line. */
export interface DumpAllSummary {
  readonly databases: number;
  readonly tables: number;
  readonly rows: number;
  readonly bytes: number;
  readonly largeObjects: number;
  readonly seconds: number;
  /** Size of the finished script; null where it went to standard output. */
  readonly archiveBytes: number | null;
}
