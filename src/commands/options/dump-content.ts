import { noSelection } from '../../catalog/selection-patterns.ts';
import type { DumpSelection } from '../../catalog/selection-patterns.ts';
import { flag, list, oidList } from './definition.ts';
import type { Option } from './definition.ts';
import { applyFilter } from './filter-file.ts';
import type { FilterFields } from './filter-file.ts';
import { noSelectionGiven, selectionOptions } from './selection.ts';
import type { SelectionGiven } from './selection.ts';

/** What dump is to carry. */
export interface ContentGiven extends SelectionGiven, DumpSelection {
  readonly largeObjects: boolean;
  readonly noLargeObjects: boolean;
  readonly sequenceData: boolean;
  readonly noUnloggedTableData: boolean;
  readonly noToastCompression: boolean;
  readonly oids: boolean;
  readonly gpSyntax: boolean;
  readonly noGpSyntax: boolean;
}

export const noContentGiven: ContentGiven = {
  ...noSelectionGiven,
  ...noSelection,
  largeObjects: false,
  noLargeObjects: false,
  sequenceData: false,
  noUnloggedTableData: false,
  noToastCompression: false,
  oids: false,
  gpSyntax: false,
  noGpSyntax: false,
};

const filterFields = {
  'include extension': 'filterExtensions',
  'include foreign_data': 'foreignData',
  'include schema': 'schemas',
  'include table': 'tables',
  'include table_and_children': 'tablesWithChildren',
  'exclude extension': 'excludeExtensions',
  'exclude schema': 'excludeSchemas',
  'exclude table': 'excludeTables',
  'exclude table_and_children': 'excludeTablesWithChildren',
  'exclude table_data': 'excludeTableData',
  'exclude table_data_and_children': 'excludeTableDataWithChildren',
} as const satisfies FilterFields<keyof ContentGiven>;

const group = 'selection';
const argumentName = 'PATTERN';

const tableOptions: readonly Option<ContentGiven>[] = [
  {
    long: 'table-and-children',
    since: 16,
    argumentName,
    group,
    help: 'dump only the specified table(s), including\nchild and partition tables',
    ...list('tablesWithChildren'),
  },
  {
    long: 'exclude-table',
    short: 'T',
    argumentName,
    group,
    help: 'do NOT dump the specified table(s)',
    ...list('excludeTables'),
  },
  {
    long: 'exclude-table-and-children',
    since: 16,
    argumentName,
    group,
    help: 'do NOT dump the specified table(s), including\nchild and partition tables',
    ...list('excludeTablesWithChildren'),
  },
  {
    long: 'exclude-table-data',
    argumentName,
    group,
    help: 'do NOT dump data for the specified table(s)',
    ...list('excludeTableData'),
  },
  {
    long: 'exclude-table-data-and-children',
    since: 16,
    argumentName,
    group,
    help: 'do NOT dump data for the specified table(s),\nincluding child and partition tables',
    ...list('excludeTableDataWithChildren'),
  },
  {
    long: 'include-foreign-data',
    argumentName,
    group,
    help: 'include data of foreign tables on foreign\nservers matching PATTERN',
    ...list('foreignData'),
  },
];

const include = { help: 'include large objects in dump', short: 'b', group, ...flag('largeObjects') } as const;
const exclude = { help: 'exclude large objects in dump', short: 'B', group, ...flag('noLargeObjects') } as const;

const largeObjectOptions: readonly Option<ContentGiven>[] = [
  { long: 'blobs', until: 15, ...include },
  { long: 'no-blobs', until: 15, ...exclude },
  { long: 'large-objects', deprecated: 'blobs', since: 16, ...include },
  { long: 'no-large-objects', deprecated: 'no-blobs', since: 16, ...exclude },
];

export const contentOptions: readonly Option<ContentGiven>[] = [
  ...selectionOptions('dump'),
  ...tableOptions,
  {
    long: 'extension',
    short: 'e',
    argumentName,
    group,
    help: 'dump the specified extension(s) only',
    ...list('extensions'),
  },
  {
    long: 'exclude-extension',
    since: 17,
    argumentName,
    group,
    help: 'do NOT dump the specified extension(s)',
    ...list('excludeExtensions'),
  },
  {
    long: 'filter',
    since: 17,
    argumentName: 'FILENAME',
    group,
    help: 'include or exclude objects and data from dump\nbased on expressions in FILENAME',
    argument: 'required',
    apply: (file, given, input) => applyFilter(file, given, filterFields, input),
  },
  ...largeObjectOptions,
  { long: 'sequence-data', since: 18, group, help: 'include sequence data in dump', ...flag('sequenceData') },
  {
    long: 'no-unlogged-table-data',
    group: 'omissions',
    help: 'do not dump unlogged table data',
    ...flag('noUnloggedTableData'),
  },
  {
    long: 'no-toast-compression',
    group: 'omissions',
    help: 'do not dump TOAST compression methods',
    ...flag('noToastCompression'),
  },
  {
    long: 'oids',
    short: 'o',
    group: 'rows',
    help: 'include OIDs in dump (Greenplum 6)',
    own: true,
    ...flag('oids'),
  },
  {
    long: 'function-oids',
    argumentName: 'OIDS',
    group,
    help: 'dump only function(s) of given list of oids',
    own: true,
    ...oidList('functionOids'),
  },
  {
    long: 'relation-oids',
    argumentName: 'OIDS',
    group,
    help: 'dump only relation(s) of given list of oids',
    own: true,
    ...oidList('relationOids'),
  },
  {
    long: 'gp-syntax',
    group,
    help: 'dump with Greenplum Database syntax (default if gpdb)',
    own: true,
    ...flag('gpSyntax'),
  },
  {
    long: 'no-gp-syntax',
    group: 'omissions',
    help: 'dump without DISTRIBUTED clauses (default if postgresql)',
    own: true,
    ...flag('noGpSyntax'),
  },
];
