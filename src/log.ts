/** Something worth saying that did not stop the work: counted, and shown at the end. */
export interface Diagnostic {
  /** error: a server refused a statement of a restore, which went on; shown at once. */
  readonly severity: 'error' | 'warning' | 'info';
  /** What it is about, for example `operator class "public.box_ops"`; null: the whole run. */
  readonly subject: string | null;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  /** What libpq itself writes of it, and programs of genuine names do: whatever else is told of them, and as it is. */
  readonly asLibpq?: string;
}

/** Where data stands. Rows are null where they are not counted (INSERT commands, large objects). */
export interface Progress {
  readonly phase: 'dump' | 'restore' | 'convert' | 'verify' | 'look';
  /** Name of the relation being carried; null: between two. */
  readonly current: string | null;
  readonly entriesDone: number;
  readonly entriesTotal: number;
  readonly rows: number | null;
  readonly bytes: number;
  /** Estimate of all bytes; null: not known. */
  readonly bytesTotal: number | null;
}

/** What a restore is at, in pg_restore's words; of its third stage, FINALIZING, there is nothing to be told. */
export type RestoreStage = 'INITIALIZING' | 'PROCESSING TOC';

/** What use cases say to whoever runs them. Called synchronously and often; an implementation throttles itself. */
export interface Reporter {
  diagnostic(diagnostic: Diagnostic): void;
  /** A line that pg_dump prints with --verbose, without its prefix. */
  verbose(message: string): void;
  progress(progress: Progress): void;
  /** Diagnostics from here on belong to this stage of a restore. */
  stage?(stage: RestoreStage): void;
}

export const silentReporter: Reporter = { diagnostic: () => {}, verbose: () => {}, progress: () => {} };
