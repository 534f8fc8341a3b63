/** What is particular to a program of PostgreSQL whose place a command takes. */
export interface GenuineProgram {
  readonly name: 'pg_dump' | 'pg_restore';
  readonly command: 'dump' | 'restore';
  readonly usage: string;
  readonly summary: string;
  /** Every long name, in the order in which getopt_long names the possibilities of an ambiguous one. */
  readonly longNames: readonly string[];
  /** Headings of its help: the tasks of our option tables under each, and the column where descriptions begin. */
  readonly headings: readonly {
    readonly heading: string;
    readonly groups: readonly string[];
    readonly column: number;
  }[];
  readonly epilogue: string;
}

/** The release whose options, messages and archives gpferry's stand-ins follow. */
export const followedRelease = '15.20';

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

const pgDump: GenuineProgram = {
  name: 'pg_dump',
  command: 'dump',
  usage: '[OPTION]... [DBNAME]',
  summary: 'pg_dump dumps a database as a text file or to other formats.',
  longNames: names(`
    data-only blobs no-blobs clean create dbname extension file format host jobs no-reconnect no-owner port schema
    exclude-schema schema-only superuser table exclude-table no-password password username verbose no-privileges no-acl
    compress encoding help version
    attribute-inserts binary-upgrade column-inserts disable-dollar-quoting disable-triggers enable-row-security
    exclude-table-data extra-float-digits if-exists inserts lock-wait-timeout no-table-access-method no-tablespaces
    quote-all-identifiers load-via-partition-root role section serializable-deferrable snapshot strict-names
    use-set-session-authorization no-comments no-publications no-security-labels no-subscriptions no-toast-compression
    no-unlogged-table-data no-sync on-conflict-do-nothing rows-per-insert include-foreign-data restrict-key`),
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
  summary: 'pg_restore restores a PostgreSQL database from an archive created by pg_dump.',
  longNames: names(`
    clean create data-only dbname exit-on-error exclude-schema file format function host index jobs list no-privileges
    no-acl no-owner no-reconnect port no-password password schema schema-only superuser table trigger use-list username
    verbose single-transaction
    disable-triggers enable-row-security if-exists no-data-for-failed-tables no-table-access-method no-tablespaces role
    section strict-names use-set-session-authorization no-comments no-publications no-security-labels no-subscriptions
    restrict-key`),
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

export const genuinePrograms: readonly GenuineProgram[] = [pgDump, pgRestore];
