/** What -h -p -U -d -w -W and library users give. What is not given comes from the environment, then from libpq's defaults. */
export interface ConnectionOptions {
  readonly host?: string | undefined;
  readonly port?: string | number | undefined;
  readonly user?: string | undefined;
  /** A database's name, a conninfo string (`host=… dbname=…`) or a URI (`postgresql://…`); the latter two win over host, port and user. */
  readonly database?: string | undefined;
  /** `never` is -w, `force` is -W; by default the password is asked for when the server wants one and none is known. */
  readonly passwordPrompt?: 'default' | 'never' | 'force' | undefined;
  /** libpq's keywords (`sslmode`, `password`, `connect_timeout`, …), stronger than all of the above. */
  readonly overrides?: Readonly<Record<string, string>> | undefined;
}
