/** Something the user can mend. Message in PostgreSQL's style: lower case, no full stop, names in double quotes. */
export class UserError extends Error {
  readonly detail: string | undefined;
  /** A sentence that says what to do. */
  readonly hint: string | undefined;

  constructor(message: string, options: { detail?: string; hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'UserError';
    this.detail = options.detail;
    this.hint = options.hint;
  }
}

/** An archive that cannot be what it says: where in the file, and which entry. */
export class CorruptArchiveError extends UserError {
  constructor(message: string, options: { detail?: string; hint?: string; cause?: unknown } = {}) {
    super(message, options);
    this.name = 'CorruptArchiveError';
  }
}

export interface ServerErrorFields {
  readonly severity?: string | undefined;
  readonly code: string;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly where?: string | undefined;
  readonly statement?: string | undefined;
  readonly position?: number | undefined;
  readonly internalQuery?: string | undefined;
  readonly internalPosition?: number | undefined;
}

/** What a server said in an ErrorResponse, as text for a person. */
export class ServerError extends Error {
  readonly severity: string;
  /** SQLSTATE, five characters. */
  readonly code: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly where: string | undefined;
  /** The statement that was refused. */
  readonly statement: string | undefined;
  /** Where in the statement the error is, in characters from 1. */
  readonly position: number | undefined;
  /** A statement the server made itself (in a function, say) and where in it the error is. */
  readonly internalQuery: string | undefined;
  readonly internalPosition: number | undefined;

  constructor(message: string, fields: ServerErrorFields, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'ServerError';
    this.severity = fields.severity ?? 'ERROR';
    this.code = fields.code;
    this.detail = fields.detail;
    this.hint = fields.hint;
    this.where = fields.where;
    this.statement = fields.statement;
    this.position = fields.position;
    this.internalQuery = fields.internalQuery;
    this.internalPosition = fields.internalPosition;
  }
}

/** The connection broke while it was in use: the server stopped, the network went away. */
export class ConnectionLostError extends UserError {
  constructor(message: string, options: { detail?: string; hint?: string; cause?: unknown } = {}) {
    super(message, options);
    this.name = 'ConnectionLostError';
  }
}
