import type { ReleaseMajor } from '../model/release.ts';
import type { Wording } from './options/definition.ts';

/** What is particular to a program of PostgreSQL whose place a command takes. */
export interface GenuineProgram {
  readonly name: 'pg_dump' | 'pg_restore' | 'pg_dumpall';
  readonly command: 'dump' | 'restore' | 'dumpall';
  readonly usage: string;
  readonly summary: Wording;
  /** Every long name of any release, in the order in which getopt_long names the possibilities of an ambiguous one. */
  readonly longNames: readonly string[];
  /** Letters that getopt accepts and that end the program all the same, with nothing but a word where help is. */
  readonly refusedLetters: readonly { readonly letter: string; readonly since: ReleaseMajor }[];
  /** Headings of its help: the tasks of our option tables under each, and the column where descriptions begin. */
  readonly headings: readonly {
    readonly heading: string;
    readonly groups: readonly string[];
    readonly column: number;
  }[];
  readonly epilogue: string;
}

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

const pgDump: GenuineProgram = {
  name: 'pg_dump',
  command: 'dump',
  usage: '[OPTION]... [DBNAME]',
  summary: {
    15: 'pg_dump dumps a database as a text file or to other formats.',
    18: 'pg_dump exports a PostgreSQL database as an SQL script or to other formats.',
  },
  longNames: names(`
    data-only blobs large-objects no-blobs no-large-objects clean create dbname extension file format host jobs no-reconnect no-owner port schema
    exclude-schema schema-only superuser table exclude-table no-password password username verbose no-privileges no-acl
    compress encoding help version
    attribute-inserts binary-upgrade column-inserts disable-dollar-quoting disable-triggers enable-row-security
    exclude-table-data extra-float-digits if-exists inserts lock-wait-timeout no-table-access-method no-tablespaces
    quote-all-identifiers load-via-partition-root role section serializable-deferrable snapshot statistics
    statistics-only strict-names use-set-session-authorization no-comments no-data no-policies no-publications no-schema
    no-security-labels no-statistics no-subscriptions no-toast-compression no-unlogged-table-data no-sync
    on-conflict-do-nothing rows-per-insert include-foreign-data table-and-children exclude-table-and-children
    exclude-table-data-and-children sync-method filter exclude-extension sequence-data restrict-key`),
  // Left over from an option that never was (pg_dump.c, main: the string of letters has it, the switch has not).
  refusedLetters: [{ letter: 'X', since: 18 }],
  headings: [
    { heading: 'General options', groups: ['target', 'jobs', 'running'], column: 31 },
    {
      heading: 'Options controlling the output content',
      groups: ['selection', 'statements', 'owners', 'omissions', 'rows', 'snapshot'],
      column: 31,
    },
    { heading: 'Connection options', groups: ['connection'], column: 27 },
  ],
  epilogue: `If no database name is supplied, then the PGDATABASE environment
variable value is used.`,
};

const pgRestore: GenuineProgram = {
  name: 'pg_restore',
  command: 'restore',
  usage: '[OPTION]... [FILE]',
  summary: { 15: 'pg_restore restores a PostgreSQL database from an archive created by pg_dump.' },
  longNames: names(`
    clean create data-only dbname exit-on-error exclude-schema file format function host index jobs list no-privileges
    no-acl no-owner no-reconnect port no-password password schema schema-only superuser table trigger use-list username
    verbose single-transaction
    disable-triggers enable-row-security if-exists no-data-for-failed-tables no-table-access-method no-tablespaces role
    section strict-names transaction-size use-set-session-authorization no-comments no-data no-policies no-publications
    no-schema no-security-labels no-subscriptions no-statistics statistics statistics-only filter restrict-key`),
  refusedLetters: [],
  headings: [
    { heading: 'General options', groups: ['target', 'running'], column: 27 },
    {
      heading: 'Options controlling the restore',
      groups: ['jobs', 'selection', 'statements', 'owners', 'omissions'],
      column: 31,
    },
    { heading: 'Connection options', groups: ['connection'], column: 27 },
  ],
  epilogue: `The options -I, -n, -N, -P, -t, -T, and --section can be combined and specified
multiple times to select multiple objects.

If no input file name is supplied, then standard input is used.`,
};

const pgDumpAll: GenuineProgram = {
  name: 'pg_dumpall',
  command: 'dumpall',
  usage: '[OPTION]...',
  summary: {
    15: 'pg_dumpall extracts a PostgreSQL database cluster into an SQL script file.',
    18: 'pg_dumpall exports a PostgreSQL database cluster as an SQL script.',
  },
  longNames: names(`
    data-only clean encoding file globals-only host dbname database no-owner port roles-only schema-only superuser
    tablespaces-only username verbose no-password password no-privileges no-acl
    attribute-inserts binary-upgrade column-inserts disable-dollar-quoting disable-triggers exclude-database
    extra-float-digits if-exists inserts lock-wait-timeout no-table-access-method no-tablespaces quote-all-identifiers
    load-via-partition-root role use-set-session-authorization no-comments no-data no-policies no-publications
    no-role-passwords no-schema no-security-labels no-subscriptions no-statistics no-sync no-toast-compression
    no-unlogged-table-data on-conflict-do-nothing rows-per-insert statistics statistics-only filter sequence-data
    restrict-key`),
  refusedLetters: [],
  headings: [
    { heading: 'General options', groups: ['target', 'running'], column: 31 },
    {
      heading: 'Options controlling the output content',
      groups: ['selection', 'statements', 'owners', 'omissions', 'rows', 'snapshot'],
      column: 31,
    },
    { heading: 'Connection options', groups: ['connection'], column: 27 },
  ],
  epilogue: `If -f/--file is not used, then the SQL script will be written to the standard
output.`,
};

export const genuinePrograms: readonly GenuineProgram[] = [pgDump, pgRestore, pgDumpAll];
