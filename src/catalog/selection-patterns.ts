/** What pg_dump is told about what to carry. Patterns are psql's, as typed by the user. */
export interface DumpSelection {
  readonly schemas: readonly string[];
  readonly excludeSchemas: readonly string[];
  readonly tables: readonly string[];
  readonly excludeTables: readonly string[];
  readonly excludeTableData: readonly string[];
  readonly extensions: readonly string[];
  /** --include-foreign-data: patterns of foreign servers. */
  readonly foreignData: readonly string[];
  readonly strictNames: boolean;
}
