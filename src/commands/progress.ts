import { ServerError, UserError } from '../errors.ts';
import type { Diagnostic, Progress, Reporter, RestoreStage } from '../log.ts';
import type { Io, OutputTerminal } from './command.ts';
import { displayWidth, fitted } from './display-width.ts';
import { entryMark, forTerminal, tellDiagnostic, tellVerbose } from './messages.ts';
import type { RunningGiven } from './options/running.ts';
import type { Program } from './program.ts';
import { shownBytes, shownCount, shownDuration } from './quantities.ts';
import { Rate } from './rate.ts';

/** `line` rewrites one line of a terminal, `log` prints a line now and then. */
export type ProgressDisplay = 'line' | 'log' | 'none';

const redrawMs = 100;
const logMs = 10_000;

const verbs: Record<Progress['phase'], string> = {
  dump: 'dumping',
  restore: 'restoring',
  convert: 'converting',
  verify: 'verifying',
  look: 'looking at',
};

/**
 * Says on standard error what a use case reports. A progress line is taken away before anything else is printed and
 * comes back with the next progress. Closed once, when the use case has ended. What makes it a Reporter are fields, so
 * that `{ ...reporter, progress }` is one as well.
 */
export class ProgressReporter implements Reporter {
  readonly #terminal: OutputTerminal;
  readonly #program: Program;
  readonly #verbose: boolean;
  readonly #quiet: boolean;
  readonly #display: ProgressDisplay;
  readonly #now: () => number;
  readonly #rate: Rate;
  #lastShown: number;
  #lineShown = false;
  #closed = false;
  #silent = false;
  #stage: RestoreStage | null = null;
  #stageTold: RestoreStage | null = null;
  readonly #kept: string[] = [];
  #warnings = 0;

  constructor(settings: {
    terminal: OutputTerminal;
    program: Program;
    verbose: boolean;
    display: ProgressDisplay;
    quiet?: boolean;
    /** Milliseconds of a clock that only goes forward. */
    now?: () => number;
  }) {
    this.#terminal = settings.terminal;
    this.#program = settings.program;
    this.#verbose = settings.verbose;
    this.#quiet = settings.quiet ?? false;
    this.#display = settings.display;
    this.#now = settings.now ?? (() => performance.now());
    const start = this.#now();
    this.#rate = new Rate(start);
    // The first line of a log comes after its interval, the terminal's at once.
    this.#lastShown = this.#display === 'log' ? start : -Infinity;
  }

  /** Warnings so far. */
  get warnings(): number {
    return this.#warnings;
  }

  /** Errors are told at once. The rest is kept for the end, where it is seen; PostgreSQL's programs keep nothing. */
  readonly diagnostic = (diagnostic: Diagnostic): void => {
    const { severity } = diagnostic;
    if (severity === 'warning') this.#warnings += 1;
    if (diagnostic.asLibpq !== undefined && this.#program.genuine !== null) {
      return this.say(forTerminal(`${diagnostic.asLibpq}\n`));
    }
    if (severity === 'info' && (this.#quiet || (this.#program.genuine !== null && !this.#verbose))) return;
    if (severity === 'error') this.#tellStage();
    const text = tellDiagnostic(diagnostic, this.#program, this.#verbose);
    if (severity === 'error' || this.#program.genuine !== null || this.#closed) this.say(text);
    else this.#kept.push(text);
  };

  readonly stage = (stage: RestoreStage): void => {
    this.#stage = stage;
  };

  /** Before its first error in a stage pg_restore says what it was at. */
  #tellStage(): void {
    if (this.#program.genuine === null || this.#stage === null || this.#stageTold === this.#stage) return;
    this.#stageTold = this.#stage;
    this.verbose(`while ${this.#stage}:`);
  }

  /** The error that the run ends with: where it is a statement refused during a restore, pg_restore says which. */
  failing(error: unknown): void {
    if (this.#program.genuine === null || !(error instanceof UserError && error.cause instanceof ServerError)) return;
    this.#tellStage();
    if (error.detail?.startsWith(entryMark) === true) this.verbose(error.detail);
  }

  readonly verbose = (message: string): void => {
    if (this.#verbose) this.say(tellVerbose(message, this.#program));
  };

  readonly progress = (progress: Progress): void => {
    if (this.#display === 'none' || this.#closed) return;
    const now = this.#now();
    if (now - this.#lastShown < (this.#display === 'line' ? redrawMs : logMs)) return;
    this.#lastShown = now;
    this.#rate.add(now, progress.bytes);
    if (this.#display === 'line') this.#draw(progress);
    else this.#terminal.write(`${this.#program.name}: ${progressText(progress, this.#rate, Infinity)}\n`);
  };

  /** Prints whole lines. */
  say(text: string): void {
    if (this.#silent) return;
    this.#clear();
    this.#terminal.write(text);
  }

  /** Takes the progress line away and tells what was kept. */
  close(): void {
    this.#clear();
    this.#closed = true;
    for (const text of this.#kept.splice(0)) this.#terminal.write(text);
  }

  /** Takes the progress line away; what is reported from now on is of what was cut short, and nobody wants to hear it. */
  interrupt(): void {
    this.close();
    this.#silent = true;
  }

  #draw(progress: Progress): void {
    // The last column stays free: some terminals go on to the next line when it is written to.
    const columns = Math.max((this.#terminal.columns ?? 80) - 1, 0);
    this.#terminal.write(`\r${progressText(progress, this.#rate, columns)}\x1b[K`);
    this.#lineShown = true;
  }

  #clear(): void {
    if (this.#lineShown) this.#terminal.write('\r\x1b[K');
    this.#lineShown = false;
  }
}

/** `dumping 12/17 public.orders: 120,000 rows, 31.2 MB, 5.1 MB/s, 4.0 s left`; the name gives way first. */
function progressText(progress: Progress, rate: Rate, columns: number): string {
  const { phase, current, entriesDone, entriesTotal, rows, bytes, bytesTotal } = progress;
  const before = `${verbs[phase]} ${shownCount(entriesDone)}/${shownCount(entriesTotal)}`;
  const after = [
    ...(rows === null ? [] : [`${shownCount(rows)} rows`]),
    bytesTotal === null || bytesTotal < bytes ? shownBytes(bytes) : `${shownBytes(bytes)} of ${shownBytes(bytesTotal)}`,
    ...rateTexts(bytes, bytesTotal, rate.perSecond),
  ].join(', ');
  const room = columns - displayWidth(`${before} : ${after}`);
  const name = current === null || room < 8 ? '' : ` ${fitted(oneLine(current), room)}`;
  return fitted(`${before}${name}: ${after}`, columns);
}

function rateTexts(bytes: number, bytesTotal: number | null, perSecond: number | null): readonly string[] {
  if (perSecond === null) return [];
  const rate = `${shownBytes(Math.round(perSecond))}/s`;
  if (bytesTotal === null || bytesTotal <= bytes || perSecond < 1) return [rate];
  return [rate, `${shownDuration((bytesTotal - bytes) / perSecond)} left`];
}

const oneLine = (text: string): string => forTerminal(text).replace(/[\t\n]/g, ' ');

/** A reporter for one run of a command, closed when it ends. Interrupting the program takes its line away at once. */
export async function withReporter<T>(
  {
    verbose,
    progress,
    quiet = false,
  }: Pick<RunningGiven, 'verbose' | 'progress'> & Partial<Pick<RunningGiven, 'quiet'>>,
  { program, stderr, signal }: Io,
  run: (reporter: ProgressReporter) => Promise<T>,
): Promise<T> {
  const display = quiet ? 'none' : progressDisplay(progress, stderr, program);
  const reporter = new ProgressReporter({ terminal: stderr, program, verbose, display, quiet });
  const interrupt = (): void => reporter.interrupt();
  signal.addEventListener('abort', interrupt);
  try {
    return await run(reporter);
  } catch (error) {
    reporter.failing(error);
    throw error;
  } finally {
    signal.removeEventListener('abort', interrupt);
    reporter.close();
  }
}

/** PostgreSQL's programs show none, so those called by their names do so only when told to. */
export function progressDisplay(
  asked: boolean | undefined,
  { isTTY = false }: OutputTerminal,
  { genuine }: Program,
): ProgressDisplay {
  const wanted = asked ?? (isTTY && genuine === null);
  if (!wanted) return 'none';
  return isTTY && process.env['TERM'] !== 'dumb' ? 'line' : 'log';
}
