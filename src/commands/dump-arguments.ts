import type { FormatName } from '../archive/archive.ts';
import type { DumpOptions } from '../dump/options.ts';
import { UserError } from '../errors.ts';
import { checkRestrictKey } from '../sink/psql.ts';
import { writableMinors } from '../toc/archive-versions.ts';
import type { Compression } from '../toc/entry.ts';
import { connectionTo } from './options/connection.ts';
import type { DumpGiven } from './options/dump-options.ts';
import { UsageError } from './options/usage-error.ts';
import { refuseUnsupported } from './unsupported.ts';

const writtenVersions = writableMinors.map((minor) => `1.${minor}`);

interface Conflict {
  readonly when: (given: DumpGiven) => boolean;
  readonly message: string;
}

/** In pg_dump's order: of two mistakes the first is told. */
const conflicts: readonly Conflict[] = [
  {
    when: ({ dataOnly, schemaOnly }) => dataOnly && schemaOnly,
    message: 'options -s/--schema-only and -a/--data-only cannot be used together',
  },
  {
    when: ({ schemaOnly, foreignData }) => schemaOnly && foreignData.length > 0,
    message: 'options -s/--schema-only and --include-foreign-data cannot be used together',
  },
  {
    when: ({ jobs, foreignData }) => jobs > 1 && foreignData.length > 0,
    message: 'option --include-foreign-data is not supported with parallel backup',
  },
  {
    when: ({ dataOnly, clean }) => dataOnly && clean,
    message: 'options -c/--clean and -a/--data-only cannot be used together',
  },
  { when: ({ ifExists, clean }) => ifExists && !clean, message: 'option --if-exists requires option -c/--clean' },
  {
    when: (given) => given.onConflictDoNothing && !writesInserts(given),
    message: 'option --on-conflict-do-nothing requires option --inserts, --rows-per-insert, or --column-inserts',
  },
];

const writesInserts = ({ inserts, columnInserts, rowsPerInsert }: DumpGiven): boolean =>
  inserts || columnInserts || rowsPerInsert !== undefined;

/** What dump's command line asks for. Refuses what cannot be meant, in pg_dump's words. */
export function dumpOptionsOf(typed: DumpGiven, operands: readonly string[]): DumpOptions {
  const given = withDatabase(typed, operands);
  const conflict = conflicts.find(({ when }) => when(given));
  if (conflict !== undefined) throw new UserError(conflict.message);
  const format = formatOf(given.format);
  checkFormat(given, format);
  refuseUnsupported(given);
  return {
    ...contentOf(given),
    connection: connectionTo(given),
    format,
    file: given.file,
    release: undefined,
    archiveVersion: given.archiveVersion,
    compression: compressionOf(given.compressLevel),
    jobs: given.jobs,
    verbose: given.verbose,
  };
}

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

function checkFormat(given: DumpGiven, format: FormatName): void {
  const { restrictKey, jobs, compressLevel = 0, file = '', archiveVersion } = given;
  if (restrictKey !== undefined) {
    if (format !== 'plain' && format !== 'tar') {
      throw new UserError('option --restrict-key can only be used with --format=plain or --format=tar');
    }
    checkRestrictKey(restrictKey);
  }
  if (jobs > 1 && format !== 'directory') {
    throw new UserError('parallel backup only supported by the directory format');
  }
  if (format === 'tar' && compressLevel > 0) throw new UserError('compression is not supported by tar archive format');
  if (format === 'directory' && file === '') throw new UserError('no output directory specified');
  if (archiveVersion !== undefined && !writtenVersions.includes(archiveVersion)) {
    throw new UserError(`invalid archive version "${archiveVersion}"`, {
      hint: `Versions that can be written are ${writtenVersions.join(', ')}.`,
    });
  }
}

function compressionOf(level: number | undefined): Compression | undefined {
  if (level === undefined) return undefined;
  return level === 0 ? { method: 'none', level: null } : { method: 'gzip', level };
}

type Content = Omit<
  DumpOptions,
  'connection' | 'format' | 'file' | 'release' | 'archiveVersion' | 'compression' | 'jobs' | 'verbose'
>;

function contentOf(given: DumpGiven): Content {
  return {
    selection: {
      schemas: given.schemas,
      excludeSchemas: given.excludeSchemas,
      tables: given.tables,
      excludeTables: given.excludeTables,
      excludeTableData: given.excludeTableData,
      extensions: given.extensions,
      foreignData: given.foreignData,
      strictNames: given.strictNames,
    },
    sections: given.sections,
    schemaOnly: given.schemaOnly,
    dataOnly: given.dataOnly,
    // -b wins over -B, whatever their order.
    largeObjects: given.blobs ? true : given.noBlobs ? false : undefined,
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
    noPublications: given.noPublications,
    noSecurityLabels: given.noSecurityLabels,
    noSubscriptions: given.noSubscriptions,
    noSync: given.noSync,
    noTableAccessMethod: given.noTableAccessMethod,
    noTablespaces: given.noTablespaces,
    noToastCompression: given.noToastCompression,
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
