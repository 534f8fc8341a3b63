/** What decides how an entry becomes statements. Names are as the user typed them. */
export interface ReplayOptions {
  /** -O. */
  readonly noOwner: boolean;
  readonly useSetSessionAuthorization: boolean;
  readonly noTablespaces: boolean;
  readonly noTableAccessMethod: boolean;
  /** Only heeded where no schema is restored. */
  readonly disableTriggers: boolean;
  /** -S: whom --disable-triggers makes its statements as. */
  readonly superuser: string | undefined;
  /** --role: SET ROLE at the start. */
  readonly role: string | undefined;
  readonly enableRowSecurity: boolean;
  /** Definitions are restored; restoreArchive also unsets it where nothing but data is wanted. */
  readonly schema: boolean;
  /** -1. */
  readonly singleTransaction: boolean;
  /** --transaction-size: commit after so many entries. */
  readonly transactionSize: number | undefined;
  /** Scripts say where each entry comes from. */
  readonly verbose: boolean;
}

/** What an archive says of itself in its ENCODING, STDSTRINGS and SEARCHPATH entries. */
export interface ArchiveSettings {
  readonly encoding: string;
  readonly standardStrings: boolean;
  /** The statement that sets the dump's search_path; null: entries need one each. */
  readonly searchPath: string | null;
  /** Before 1.12 an archive has no BLOB entries: its large objects are created with their data. */
  readonly createsLargeObjects: boolean;
  /** --clean, which such archives' large objects heed as well. */
  readonly dropsLargeObjects: boolean;
}
