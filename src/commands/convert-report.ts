import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConvertSummary } from '../convert/convert.ts';
import { UserError } from '../errors.ts';
import { openOutput, type OutputTarget } from '../files/output.ts';
import type { SetContents } from '../gpbackup/set-contents.ts';
import type { Diagnostic, Reporter } from '../log.ts';
import type { Io } from './command.ts';
import { type Conversion, reportJson, reportText } from './conversion-report.ts';
import { forTerminal } from './messages.ts';

/** Who asks for a report, and of what. */
export interface ReportRequest {
  /** undefined: only --json was said, for standard output. */
  readonly file: string | undefined;
  readonly isJson: boolean;
  /** As they were typed. */
  readonly args: readonly string[];
  readonly output: OutputTarget;
  readonly format: string;
}

/** What a conversion tells while it runs. */
export interface ReportedRun {
  readonly reporter: Reporter;
  readonly onOpened: (contents: SetContents) => void;
}

/**
 * Runs a conversion and writes a report of it, also where it fails. The report's file is opened first: who has waited for
 * hours should not learn then that it cannot be.
 */
export async function withReport(
  { file = '-', isJson, args, output, format }: ReportRequest,
  io: Io,
  reporter: Reporter,
  run: (reported: ReportedRun) => Promise<ConvertSummary>,
): Promise<ConvertSummary> {
  const path = 'path' in output ? output.path : null;
  if (file === '-' && path === null) {
    throw new UserError('the archive and its report cannot both be written to standard output', {
      hint: 'Say -f FILENAME, or --report=FILENAME.',
    });
  }
  await using report = await openOutput(file === '-' ? { stream: io.stdout, name: 'standard output' } : { path: file });
  const start = new Date();
  const notes: Diagnostic[] = [];
  let set: SetContents | null = null;
  const write = async (ended: Pick<Conversion, 'summary' | 'error' | 'bytesWritten'>): Promise<void> => {
    const commandLine = forTerminal([io.program.invocation, ...args.map(quoted)].join(' '));
    const conversion = { commandLine, file: path, format, start, end: new Date(), set, notes, ...ended };
    await report.write(Buffer.from(isJson ? reportJson(conversion) : forTerminal(reportText(conversion))));
    await report.finish();
  };
  let summary: ConvertSummary;
  try {
    summary = await run({
      reporter: { ...reporter, diagnostic: (said) => void (notes.push(said), reporter.diagnostic(said)) },
      onOpened: (contents) => void (set = contents),
    });
    // What was asked to end is told to have failed, as the exit status says, however far it was.
    io.signal.throwIfAborted();
  } catch (error) {
    await write({ summary: null, bytesWritten: null, error: told(error) });
    throw error;
  }
  await write({ summary, error: null, bytesWritten: path === null ? null : await sizeOf(path) });
  return summary;
}

const quoted = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;

function told(error: unknown): Conversion['error'] {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message } = error;
  const { detail, hint } = error instanceof UserError ? error : { detail: undefined, hint: undefined };
  return { message, ...(detail === undefined ? {} : { detail }), ...(hint === undefined ? {} : { hint }) };
}

/** Of a file, or of those of a directory archive. */
async function sizeOf(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.size;
  let bytes = 0;
  for (const name of await readdir(path)) bytes += (await stat(join(path, name))).size;
  return bytes;
}
