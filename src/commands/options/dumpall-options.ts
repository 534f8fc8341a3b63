import { flag, list, text } from './definition.ts';
import type { Option } from './definition.ts';
import { dumpOptions, noDumpGiven } from './dump-options.ts';
import type { DumpGiven } from './dump-options.ts';
import { applyFilter, notAllowed } from './filter-file.ts';
import type { FilterCommand, FilterFields } from './filter-file.ts';

/** What dumpall's command line has said: of each database's dump, and of the server. */
export interface DumpAllGiven extends DumpGiven {
  readonly globalsOnly: boolean;
  readonly rolesOnly: boolean;
  readonly tablespacesOnly: boolean;
  /** -l; -d is a connection string here. */
  readonly database: string | undefined;
  readonly excludeDatabases: readonly string[];
  readonly noRolePasswords: boolean;
  readonly resourceQueues: boolean;
  readonly resourceGroups: boolean;
}

export const noDumpAllGiven: DumpAllGiven = {
  ...noDumpGiven,
  globalsOnly: false,
  rolesOnly: false,
  tablespacesOnly: false,
  database: undefined,
  excludeDatabases: [],
  noRolePasswords: false,
  resourceQueues: false,
  resourceGroups: false,
};

/** What a dump of one database can be told and that of a server cannot. */
const ofOneDatabase: ReadonlySet<string> = new Set(
  `format compress archive-version create jobs enable-row-security serializable-deferrable snapshot
  schema exclude-schema table exclude-table table-and-children exclude-table-and-children
  exclude-table-data exclude-table-data-and-children extension exclude-extension include-foreign-data strict-names
  section large-objects no-large-objects blobs no-blobs sync-method no-reconnect filter function-oids relation-oids
  map-schema map-owner map-tablespace map-database map-file`.split(/\s+/),
);

/** What help says of options that are here as they are for one database, where it is another. */
const wording: Readonly<Record<string, Partial<Pick<Option<DumpGiven>, 'help' | 'argumentName' | 'group'>>>> = {
  file: { help: 'output file name' },
  'no-sync': { group: 'omissions' },
  clean: { help: 'clean (drop) databases before recreating' },
  'gp-syntax': {
    help: 'dump with Greenplum Database syntax; implies\n--resource-queues and --resource-groups',
  },
  'no-owner': { help: 'skip restoration of object ownership' },
  superuser: { help: 'superuser user name to use in the dump' },
  dbname: { argumentName: 'CONNSTR', help: 'connect using connection string' },
};

const filterFields = { 'exclude database': 'excludeDatabases' } as const satisfies FilterFields<keyof DumpAllGiven>;

const refusedFilter = (command: FilterCommand): string =>
  command.startsWith('include') ? notAllowed(command) : 'unsupported filter object';

const clusterOptions: readonly Option<DumpAllGiven>[] = [
  {
    long: 'globals-only',
    short: 'g',
    group: 'selection',
    help: 'dump only global objects, no databases',
    ...flag('globalsOnly'),
  },
  {
    long: 'roles-only',
    short: 'r',
    group: 'selection',
    help: 'dump only roles, no databases or tablespaces',
    ...flag('rolesOnly'),
  },
  {
    long: 'tablespaces-only',
    short: 't',
    group: 'selection',
    help: 'dump only tablespaces, no databases or roles',
    ...flag('tablespacesOnly'),
  },
  {
    long: 'exclude-database',
    argumentName: 'PATTERN',
    group: 'selection',
    help: 'exclude databases whose name matches PATTERN',
    ...list('excludeDatabases'),
  },
  {
    long: 'filter',
    since: 17,
    argumentName: 'FILENAME',
    group: 'selection',
    help: 'exclude databases based on expressions in FILENAME',
    argument: 'required',
    apply: (file, given, input) => applyFilter(file, given, filterFields, input, refusedFilter),
  },
  {
    long: 'resource-queues',
    own: true,
    group: 'selection',
    help: 'dump resource queues, and which each role has',
    ...flag('resourceQueues'),
  },
  {
    long: 'resource-groups',
    own: true,
    group: 'selection',
    help: 'dump resource groups, and which each role has',
    ...flag('resourceGroups'),
  },
  {
    long: 'no-role-passwords',
    group: 'omissions',
    help: 'do not dump passwords for roles',
    ...flag('noRolePasswords'),
  },
  {
    long: 'database',
    short: 'l',
    argumentName: 'DBNAME',
    group: 'connection',
    help: 'alternative default database',
    ...text('database'),
  },
];

export const dumpAllOptions: readonly Option<DumpAllGiven>[] = [
  ...dumpOptions
    .filter(({ long }) => !ofOneDatabase.has(long))
    .map((option) => ({ ...option, ...wording[option.long] })),
  ...clusterOptions,
];
