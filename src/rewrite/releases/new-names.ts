/** Catalogs and system views, with the columns that each got; null: it is new itself. Names stand between blanks. */
export type NewCatalogs = Readonly<Record<string, string | null>>;

/** What a release of PostgreSQL brought that texts in SQL can name. Names stand between blanks. */
export interface NewNames {
  readonly functions: string;
  /** What SQL itself reads as calls. */
  readonly calls?: string;
  /** Words of a query or condition that mean something new. */
  readonly phrases?: readonly string[];
  readonly catalogs: NewCatalogs;
  readonly types?: string;
  /** Of tables, indexes and views, in their WITH clause. */
  readonly options?: string;
  /** That a role, database or function can have. */
  readonly settings: string;
  readonly roles?: string;
}
