/**
 * The releases of PostgreSQL whose pg_dump, pg_restore and pg_dumpall are followed. Texts of a dump are written as the
 * release of the dumped server writes them, those of a restore as the release that wrote the archive, unless another
 * is asked for; so what a script around the genuine programs saw before is what it sees after.
 */
export const releaseMajors = [15, 16, 17, 18] as const;
export type ReleaseMajor = (typeof releaseMajors)[number];

/** What one release of the programs does otherwise than its predecessor: compared nowhere by number. */
export interface Release {
  /** Whose programs they are, as they call it: `PostgreSQL`, `Greenplum Database`. */
  readonly product: string;
  /** `… cluster dump`, as pg_dumpall calls what it writes. */
  readonly clusterName: string;
  readonly major: ReleaseMajor;
  /** Its scripts let psql run no meta-commands but their own (2025's minors; Greenplum's psql does not know how). */
  readonly restrictsPsql: boolean;
  /** Settings at the head of a script, before those that all scripts have. */
  readonly scriptSettings: readonly string[];
  /** What a restore into such a server sets beside, which no script has: they keep rows that would be lost. */
  readonly sessionSettings: readonly string[];
  /** Scripts that are not verbose say too which server and which program they came from (9.6). */
  readonly headNamesVersions: boolean;
  /** Scripts end waits of sessions that idle in a transaction: idle_in_transaction_session_timeout (9.6). */
  readonly idleInTransactionTimeout: boolean;
  /** Scripts switch row_security (9.5). */
  readonly rowSecurity: boolean;
  /** Scripts say by default_with_oids which tables have OIDs (before 12). */
  readonly setsDefaultWithOids: boolean;
  /** Tables have access methods, which a setting chooses (12). */
  readonly setsTableAccessMethod: boolean;
  /** The comment above a relation names its tablespace where it is the default too; foreign tables have one (before 11). */
  readonly saysDefaultTablespace: boolean;
  /** Privileges that are not the default ones are all taken away, then granted anew (before 9.6). */
  readonly revokesAllFirst: boolean;
  /** Entries of objects that nobody owns have an empty owner (before 11). */
  readonly emptyOwners: boolean;
  /** Tags of defaults, constraints and triggers begin with their table (10). */
  readonly tagsNameTable: boolean;
  /** CREATE OPERATOR names a FUNCTION, not a PROCEDURE (11). */
  readonly operatorsNameFunction: boolean;
  /** Extensions of initdb's, plpgsql, are dumped as others are (before 10). */
  readonly dumpsInitialExtensions: boolean;
  /** Columns of a typed table say WITH OPTIONS before what they have beside their type (before 10). */
  readonly typedColumnsWithOptions: boolean;
  /** An empty line stands between a foreign table's server and its options (Greenplum 6). */
  readonly setsForeignOptionsApart: boolean;
  /** pg_dumpall writes headings above settings of roles (12). */
  readonly headsRoleSettings: boolean;
  /** It leaves a line free before them, and heads them where there are none (15). */
  readonly separatesRoleSettings: boolean;
  /** Partitioned tables get their access method by ALTER TABLE, not by a setting as other tables do. */
  readonly altersPartitionedAccessMethod: boolean;
  /** Comments on relations have the schema in their tag, and a blank behind it (Greenplum). */
  readonly qualifiesRelationComments: boolean;
  /** Schema public is dumped for its owner, and has its privileges from release 15 on wherever it is restored (15). */
  readonly ownsPublicSchema: boolean;
  /** Unless it cleans, a restore leaves schema public and what is said of it as they are (before 11). */
  readonly leavesPublicSchema: boolean;
  /** The minor release that ours was compared with, or whose checks it has. */
  readonly version: string;
  /** Archive format that its pg_dump writes (K_VERS in pg_backup_archiver.h). */
  readonly archiveVersion: string;
  /** system_user and JSON's constructors are keywords, and quoted as names (16). */
  readonly quotesJsonConstructors: boolean;
  /** So are json and its functions (17). */
  readonly quotesJsonFunctions: boolean;
  /** So are the words of Greenplum's clauses, `distributed` among them. */
  readonly quotesGreenplumWords: boolean;
  /** No second blank where ALTER DEFAULT PRIVILEGES names no object (16). */
  readonly oneBlankInDefaultPrivileges: boolean;
  /** A child's generation expression and its missing default are held against what its parents really have (16). */
  readonly comparesInheritedExpressions: boolean;
  /** A line feed stands before ALTER … DEPENDS ON EXTENSION, not behind it (17). */
  readonly extensionLineLeads: boolean;
  /** ALTER FOREIGN TABLE sets a column's options with ONLY (17). */
  readonly foreignColumnOptionsOnly: boolean;
  /** NOT NULL of a column that is only inherited stands inside CREATE TABLE, not in an ALTER behind it (18). */
  readonly inheritedNotNullInside: boolean;
  /** A subscription of a server that does not know the choice runs as its owner (16). */
  readonly saysRunAsOwner: boolean;
  /** CREATE SUBSCRIPTION says that nothing is streamed, since servers do unless told (18). */
  readonly saysStreamingOff: boolean;
  /** A partitioned table is never UNLOGGED (18). */
  readonly partitionedTablesLogged: boolean;
  /** Views, sequences and materialized views get their owner by ALTER VIEW and so on, not by ALTER TABLE (16). */
  readonly ownersByType: boolean;
  /** A restore sets transaction_timeout (17). */
  readonly transactionTimeout: boolean;
  /** pg_dumpall writes a membership whose grantor is gone, and names grantors of servers that did not check them (15). */
  readonly keepsGrantsOfDroppedRoles: boolean;
  /** pg_dumpall knows tablespaces inside the data directory (17). */
  readonly inPlaceTablespaces: boolean;
  /** Large objects alike in owner and privileges share entries, and all their entries are data (17). */
  readonly groupsLargeObjects: boolean;
  /** pg_restore --list names the method of compression also of archives that hold a level (16). */
  readonly listsCompressionMethod: boolean;
  /** pg_restore looks at the first letter of a format's name only; since then at the whole (18). */
  readonly formatsByLetter: boolean;
  /** Publications keep tables and schemas that the dump leaves out (18). */
  readonly publishesWhatIsLeftOut: boolean;
  /** The server has functions that put statistics in place: pg_restore_relation_stats and its like (18). */
  readonly putsStatistics: boolean;
  /** Operators behind their argument are known no more, and warned of (14). */
  readonly warnsOfPostfixOperators: boolean;
  /** Indexes of one table may be made at the same time. Greenplum deadlocks over those of append-optimized tables. */
  readonly indexesTogether: boolean;
  /** For an upgrade in place, what the catalog says of a table's columns and checks is changed by one command each (17). */
  readonly changesCatalogAtOnce: boolean;
  /** So is what it says of NOT NULL, which is a constraint (18). */
  readonly notNullConstraints: boolean;
  /** --binary-upgrade dumps where sequences stand only if --sequence-data asks for it (18). */
  readonly asksForSequenceData: boolean;
  /** ALL of a table's privileges has MAINTAIN among them (17). */
  readonly maintainPrivilege: boolean;
  /** Types of its server that have an infinity, which servers before have none of: numeric (14), interval (17). */
  readonly infiniteTypes: readonly string[];
  /** For an upgrade in place, a database is made by copying files: the server then has no checkpoint to wait for (18). */
  readonly copiesDatabaseFiles: boolean;
}

const release15: Release = {
  product: 'PostgreSQL',
  clusterName: 'PostgreSQL database',
  restrictsPsql: true,
  headNamesVersions: true,
  idleInTransactionTimeout: true,
  rowSecurity: true,
  setsDefaultWithOids: false,
  setsTableAccessMethod: true,
  saysDefaultTablespace: false,
  revokesAllFirst: false,
  emptyOwners: false,
  tagsNameTable: true,
  operatorsNameFunction: true,
  dumpsInitialExtensions: false,
  typedColumnsWithOptions: false,
  setsForeignOptionsApart: false,
  headsRoleSettings: true,
  separatesRoleSettings: true,
  altersPartitionedAccessMethod: true,
  qualifiesRelationComments: false,
  ownsPublicSchema: true,
  leavesPublicSchema: false,
  scriptSettings: [],
  sessionSettings: [],
  major: 15,
  version: '15.20',
  archiveVersion: '1.14',
  quotesJsonConstructors: false,
  quotesJsonFunctions: false,
  quotesGreenplumWords: false,
  oneBlankInDefaultPrivileges: false,
  comparesInheritedExpressions: false,
  extensionLineLeads: false,
  foreignColumnOptionsOnly: false,
  inheritedNotNullInside: false,
  saysRunAsOwner: false,
  saysStreamingOff: false,
  partitionedTablesLogged: false,
  ownersByType: false,
  transactionTimeout: false,
  keepsGrantsOfDroppedRoles: true,
  inPlaceTablespaces: false,
  groupsLargeObjects: false,
  formatsByLetter: true,
  listsCompressionMethod: false,
  publishesWhatIsLeftOut: false,
  putsStatistics: false,
  warnsOfPostfixOperators: true,
  indexesTogether: true,
  changesCatalogAtOnce: false,
  notNullConstraints: false,
  asksForSequenceData: false,
  maintainPrivilege: false,
  infiniteTypes: ['numeric'],
  copiesDatabaseFiles: false,
};
const release16: Release = {
  ...release15,
  major: 16,
  version: '16.16',
  archiveVersion: '1.15',
  listsCompressionMethod: true,
  quotesJsonConstructors: true,
  oneBlankInDefaultPrivileges: true,
  comparesInheritedExpressions: true,
  saysRunAsOwner: true,
  ownersByType: true,
  keepsGrantsOfDroppedRoles: false,
};
const release17: Release = {
  ...release16,
  major: 17,
  version: '17.12',
  archiveVersion: '1.16',
  quotesJsonFunctions: true,
  extensionLineLeads: true,
  foreignColumnOptionsOnly: true,
  transactionTimeout: true,
  inPlaceTablespaces: true,
  changesCatalogAtOnce: true,
  groupsLargeObjects: true,
  maintainPrivilege: true,
  infiniteTypes: ['numeric', 'interval'],
};
const release18: Release = {
  ...release17,
  major: 18,
  version: '18.7',
  inheritedNotNullInside: true,
  saysStreamingOff: true,
  partitionedTablesLogged: true,
  formatsByLetter: false,
  publishesWhatIsLeftOut: true,
  putsStatistics: true,
  notNullConstraints: true,
  asksForSequenceData: true,
  copiesDatabaseFiles: true,
};

/** The programs of Greenplum 7, which are PostgreSQL 12's with its own clauses. */
export const greenplum7: Release = {
  ...release15,
  product: 'Greenplum Database',
  infiniteTypes: [],
  quotesGreenplumWords: true,
  warnsOfPostfixOperators: false,
  indexesTogether: false,
  clusterName: 'Greenplum Database',
  restrictsPsql: false,
  separatesRoleSettings: false,
  altersPartitionedAccessMethod: false,
  qualifiesRelationComments: true,
  ownsPublicSchema: false,
  scriptSettings: ["gp_default_storage_options = ''"],
  // Where the ANALYZE after a first load fails, the load is undone: over a float8 near the largest, say.
  sessionSettings: ['gp_autostats_mode = none'],
  version: '12.12',
};

/** The programs of Greenplum 6, which are PostgreSQL 9.4's. */
export const greenplum6: Release = {
  ...greenplum7,
  version: '9.4.26',
  archiveVersion: '1.13',
  headNamesVersions: false,
  headsRoleSettings: false,
  idleInTransactionTimeout: false,
  rowSecurity: false,
  setsDefaultWithOids: true,
  setsTableAccessMethod: false,
  saysDefaultTablespace: true,
  revokesAllFirst: true,
  emptyOwners: true,
  tagsNameTable: false,
  operatorsNameFunction: false,
  dumpsInitialExtensions: true,
  typedColumnsWithOptions: true,
  setsForeignOptionsApart: true,
  leavesPublicSchema: true,
};

/** The programs of Apache Cloudberry 2, which are PostgreSQL 14's and Greenplum 7's. Psql of 2.0 knows no \\restrict. */
export const cloudberry2: Release = {
  ...greenplum7,
  product: 'Apache Cloudberry',
  infiniteTypes: ['numeric'],
  warnsOfPostfixOperators: true,
  clusterName: 'Apache Cloudberry',
  version: '14.4',
};

/** Those of Cloudberry Database 1, from before it was Apache's. */
export const cloudberry1: Release = {
  ...cloudberry2,
  product: 'Cloudberry Database',
  clusterName: 'Cloudberry Database',
};

export const releases: Record<ReleaseMajor, Release> = { 15: release15, 16: release16, 17: release17, 18: release18 };

export const newestRelease = release18;

/** The followed release nearest to a server's or a program's version, `150020` or `15.20 (Debian …)`. */
export function releaseNear(version: number | string): Release {
  if (typeof version === 'string') {
    const ofProduct = [cloudberry2, cloudberry1].find(({ product }) => version.includes(product));
    if (ofProduct !== undefined) return ofProduct;
    if (version.includes(greenplum7.product)) return greenplumNear(version);
  }
  const major = typeof version === 'number' ? Math.floor(version / 10000) : Number.parseInt(version, 10);
  if (!(major > 15)) return release15;
  return major === 16 ? release16 : major === 17 ? release17 : release18;
}

/** The same of Greenplum and what grew from it, by the version of the PostgreSQL inside. */
export function greenplumNear(version: string): Release {
  const major = Number.parseInt(version, 10);
  return major < 10 ? greenplum6 : major < 14 ? greenplum7 : cloudberry2;
}
