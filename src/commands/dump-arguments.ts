import type { FormatName } from '../archive/archive.ts';
import type { DumpOptions, DumpSelection } from '../dump/options.ts';
import { UserError } from '../errors.ts';
import { checkRestrictKey } from '../sink/psql.ts';
import { parseArchiveVersion } from '../toc/archive-versions.ts';
import type { Compression } from '../toc/entry.ts';
import { compressionArgument } from './options/compression.ts';
import { notTogether, refuseConflicts } from './options/conflicts.ts';
import type { Conflict } from './options/conflicts.ts';
import { connectionTo } from './options/connection.ts';
import type { DumpGiven } from './options/dump-options.ts';
import { partConflicts, partsOf } from './options/parts.ts';
import { UsageError } from './options/usage-error.ts';

/** In pg_dump's order: of two mistakes the first is told. */
const conflicts: readonly Conflict<DumpGiven>[] = [
  notTogether('"--gp-syntax"', '"--no-gp-syntax"', ({ gpSyntax, noGpSyntax }) => gpSyntax && noGpSyntax),
  ...partConflicts,
  notTogether(
    '-s/--schema-only',
    '--include-foreign-data',
    ({ schemaOnly, foreignData }) => schemaOnly && foreignData.length > 0,
  ),
  {
    when: ({ jobs, foreignData }) => jobs > 1 && foreignData.length > 0,
    message: 'option --include-foreign-data is not supported with parallel backup',
  },
  notTogether('--inserts/--column-inserts', '-o/--oids', (given) => given.oids && writesInserts(given)),
  notTogether('-c/--clean', '-a/--data-only', ({ clean, dataOnly }) => clean && dataOnly),
  { when: ({ ifExists, clean }) => ifExists && !clean, message: 'option --if-exists requires option -c/--clean' },
  {
    when: (given) => given.onConflictDoNothing && !writesInserts(given),
    message: 'option --on-conflict-do-nothing requires option --inserts, --rows-per-insert, or --column-inserts',
  },
];

const writesInserts = ({ inserts, columnInserts, rowsPerInsert }: DumpGiven): boolean =>
  inserts || columnInserts || rowsPerInsert !== undefined;

/** What dump's command line asks for. Refuses what cannot be meant, in pg_dump's words and order. */
export function dumpOptionsOf(
  typed: DumpGiven,
  operands: readonly string[],
  warn: (message: string) => void = () => {},
): DumpOptions {
  const given = withDatabase(typed, operands);
  refuseConflicts(given, conflicts);
  const format = formatOf(given.format);
  checkRestrict(given, format);
  const { compression, warning } =
    given.compress === undefined ? unsaidCompression : compressionArgument(given.compress);
  if (warning !== undefined) warn(warning);
  checkFormat(given, format, compression);
  return {
    ...contentOf(given),
    connection: connectionTo(given),
    format,
    file: given.file === '' ? undefined : given.file,
    release: given.release,
    engine: engineOf(given),
    preferences: given.preferences,
    archiveVersion: given.archiveVersion,
    compression,
    syncMethod: given.syncMethod,
    jobs: given.jobs,
    verbose: given.verbose,
  };
}

/** A dump asks no server but the dumped one. */
const engineOf = ({ engine }: DumpGiven): DumpOptions['engine'] =>
  engine === undefined || engine === 'server' ? null : engine;

/** The operand is the database unless -d has said it. */
function withDatabase(given: DumpGiven, operands: readonly string[]): DumpGiven {
  const rest = given.dbname === undefined ? operands.slice(1) : operands;
  if (rest[0] !== undefined) throw new UsageError(`too many command-line arguments (first is "${rest[0]}")`);
  return given.dbname === undefined ? { ...given, dbname: operands[0] } : given;
}

function formatOf(typed: string): FormatName {
  switch (typed.toLowerCase()) {
    case 'c':
    case 'custom':
      return 'custom';
    case 'd':
    case 'directory':
      return 'directory';
    case 't':
    case 'tar':
      return 'tar';
    case 'p':
    case 'plain':
    // What pg_dumpall asks for: plain text at the end of a file.
    case 'a':
    case 'append':
      return 'plain';
    default:
      throw new UserError(`invalid output format "${typed}" specified`);
  }
}

function checkRestrict({ restrictKey }: DumpGiven, format: FormatName): void {
  if (restrictKey === undefined) return;
  if (format !== 'plain' && format !== 'tar') {
    throw new UserError('option --restrict-key can only be used with --format=plain or --format=tar');
  }
  checkRestrictKey(restrictKey);
}

function checkFormat(given: DumpGiven, format: FormatName, compression: Compression | undefined): void {
  const { jobs, file = '', archiveVersion } = given;
  if (jobs > 1 && format !== 'directory') {
    throw new UserError('parallel backup only supported by the directory format');
  }
  if (format === 'tar' && compression !== undefined && compression.method !== 'none') {
    throw new UserError('compression is not supported by tar archive format');
  }
  if (format === 'directory' && file === '') throw new UserError('no output directory specified');
  if (archiveVersion !== undefined) parseArchiveVersion(archiveVersion);
}

const unsaidCompression = { compression: undefined, warning: undefined };

type Content = Omit<
  DumpOptions,
  | 'connection'
  | 'format'
  | 'file'
  | 'release'
  | 'engine'
  | 'preferences'
  | 'archiveVersion'
  | 'compression'
  | 'syncMethod'
  | 'jobs'
  | 'verbose'
>;

function contentOf(given: DumpGiven): Content {
  return {
    selection: selectionOf(given),
    sections: given.sections,
    ...partsOf(given, { statistics: false }),
    sequenceData: given.sequenceData,
    // -b wins over -B, whatever their order.
    largeObjects: given.largeObjects ? true : given.noLargeObjects ? false : undefined,
    clean: given.clean,
    create: given.create,
    ifExists: given.ifExists,
    encoding: given.encoding,
    noOwner: given.noOwner,
    noPrivileges: given.noPrivileges,
    superuser: given.superuser,
    role: given.role,
    inserts: writesInserts(given),
    columnInserts: given.columnInserts,
    rowsPerInsert: given.rowsPerInsert,
    onConflictDoNothing: given.onConflictDoNothing,
    disableDollarQuoting: given.disableDollarQuoting,
    disableTriggers: given.disableTriggers,
    enableRowSecurity: given.enableRowSecurity,
    extraFloatDigits: given.extraFloatDigits,
    loadViaPartitionRoot: given.loadViaPartitionRoot,
    lockWaitTimeout: given.lockWaitTimeout,
    noComments: given.noComments,
    noPolicies: given.noPolicies,
    noPublications: given.noPublications,
    noSecurityLabels: given.noSecurityLabels,
    noSubscriptions: given.noSubscriptions,
    noSync: given.noSync,
    noTableAccessMethod: given.noTableAccessMethod,
    noTablespaces: given.noTablespaces,
    noToastCompression: given.noToastCompression,
    oids: given.oids,
    gpSyntax: given.gpSyntax ? true : given.noGpSyntax ? false : undefined,
    noUnloggedTableData: given.noUnloggedTableData,
    quoteAllIdentifiers: given.quoteAllIdentifiers,
    restrictKey: given.restrictKey,
    serializableDeferrable: given.serializableDeferrable,
    snapshot: given.snapshot,
    useSetSessionAuthorization: given.useSetSessionAuthorization,
    binaryUpgrade: given.binaryUpgrade,
    append: /^a(ppend)?$/i.test(given.format),
  };
}

const selectionOf = (given: DumpSelection): DumpSelection => ({
  schemas: given.schemas,
  excludeSchemas: given.excludeSchemas,
  tables: given.tables,
  tablesWithChildren: given.tablesWithChildren,
  excludeTables: given.excludeTables,
  excludeTablesWithChildren: given.excludeTablesWithChildren,
  excludeTableData: given.excludeTableData,
  excludeTableDataWithChildren: given.excludeTableDataWithChildren,
  extensions: given.extensions,
  filterExtensions: given.filterExtensions,
  excludeExtensions: given.excludeExtensions,
  foreignData: given.foreignData,
  functionOids: given.functionOids,
  relationOids: given.relationOids,
  strictNames: given.strictNames,
});
