import type { Oid } from '../model/catalog-id.ts';

/** What pg_dump is told about what to carry. Patterns are psql's, as typed by the user. */
export interface DumpSelection {
  readonly schemas: readonly string[];
  readonly excludeSchemas: readonly string[];
  readonly tables: readonly string[];
  /** --table-and-children, as `tables`. */
  readonly tablesWithChildren: readonly string[];
  readonly excludeTables: readonly string[];
  readonly excludeTablesWithChildren: readonly string[];
  readonly excludeTableData: readonly string[];
  readonly excludeTableDataWithChildren: readonly string[];
  readonly extensions: readonly string[];
  /** A filter's: of the extensions these alone, of all else what there would be without. */
  readonly filterExtensions: readonly string[];
  readonly excludeExtensions: readonly string[];
  /** --include-foreign-data: patterns of foreign servers. */
  readonly foreignData: readonly string[];
  /** Greenplum's --function-oids: of the functions these alone; none: no such option was given. */
  readonly functionOids: readonly Oid[];
  /** Greenplum's --relation-oids, as `tables`. */
  readonly relationOids: readonly Oid[];
  readonly strictNames: boolean;
}

export const noSelection: DumpSelection = {
  schemas: [],
  excludeSchemas: [],
  tables: [],
  tablesWithChildren: [],
  excludeTables: [],
  excludeTablesWithChildren: [],
  excludeTableData: [],
  excludeTableDataWithChildren: [],
  extensions: [],
  filterExtensions: [],
  excludeExtensions: [],
  foreignData: [],
  functionOids: [],
  relationOids: [],
  strictNames: false,
};
