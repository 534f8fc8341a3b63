import { ServerError, UserError } from '../errors.ts';
import type { Diagnostic } from '../log.ts';
import { serverErrorText } from '../server/error-text.ts';
import { systemReason } from '../files/system-error.ts';
import { GetoptError, UsageError } from './options/usage-error.ts';
import type { Program } from './program.ts';

/** What is printed for an error, and what the program ends with. */
export interface Told {
  readonly text: string;
  readonly status: number;
}

/** The user can mend it, or the server said no; also restores that ended with errors. */
export const failureStatus = 1;
/** A fault of gpferry's own: sysexits.h's EX_SOFTWARE, so that a script can tell it from a failed dump. */
export const bugStatus = 70;

/** An error in PostgreSQL's message style, each part on a line of its own that begins with the program's name. */
export function tellError(thrown: unknown, program: Program): Told {
  const error = firstThrown(thrown);
  const parts = partsOf(error, program);
  if (parts === null) return { text: forTerminal(`${bugReport(error, program)}\n`), status: bugStatus };
  const lines = parts.map(([label, text]) => `${program.name}: ${label === '' ? '' : `${label}: `}${text}\n`);
  return { text: forTerminal(lines.join('')), status: failureStatus };
}

export function tellDiagnostic(diagnostic: Diagnostic, program: Program, verbose: boolean): string {
  const { detail, hint } = diagnostic;
  const lines = [...headLines(diagnostic, program, verbose)];
  // pg_dump says each detail and each hint with a call of its own.
  if (detail !== undefined) lines.push(...detail.split('\n').map((line) => `detail: ${line}`));
  if (hint !== undefined) lines.push(...hint.split('\n').map((line) => `hint: ${line}`));
  return forTerminal(lines.map((line) => `${program.name}: ${line}\n`).join(''));
}

/** pg_restore names the object of a refused statement before it, and with --verbose only. */
function headLines(diagnostic: Diagnostic, { genuine }: Program, verbose: boolean): readonly string[] {
  const { severity, subject, message } = diagnostic;
  if (severity === 'error') {
    const line = `error: ${message}`;
    if (genuine !== null) return subject !== null && verbose ? [subject, line] : [line];
    // The blank lines that end a statement in a script say nothing here.
    return subject === null ? [line.trimEnd()] : [line.trimEnd(), `detail: ${subject}`];
  }
  const about = subject === null || message.includes(subject) ? '' : `${subject}: `;
  return [`${severity === 'warning' ? 'warning: ' : ''}${about}${message}`];
}

/** A line of --verbose. */
export const tellVerbose = (message: string, program: Program): string => forTerminal(`${program.name}: ${message}\n`);

type Part = readonly [label: '' | 'error' | 'detail' | 'hint', text: string];

/** null: the error is nobody's but ours. */
function partsOf(error: unknown, program: Program): readonly Part[] | null {
  if (error instanceof GetoptError || error instanceof UsageError) return usageParts(error, program);
  if (error instanceof UserError) return userParts(error, program);
  if (error instanceof ServerError) return program.genuine ? libpqParts(error) : serverParts(error);
  if (isSystemError(error)) return [['error', systemText(error)]];
  return null;
}

function usageParts(error: UsageError, { invocation }: Program): readonly Part[] {
  const label = error instanceof GetoptError ? '' : 'error';
  const message: readonly Part[] = error.message === '' ? [] : [[label, error.message]];
  return [...message, ['hint', `Try "${invocation} --help" for more information.`]];
}

/** What a detail begins with that names the entry which a refused statement belongs to. */
export const entryMark = 'from TOC entry ';

function userParts(error: UserError, { genuine }: Program): readonly Part[] {
  const parts: Part[] = [['error', genuine === null ? error.message.trimEnd() : error.message]];
  // Which entry a statement is of is told by pg_restore with --verbose, before the error.
  const isShown = genuine === null || error.detail?.startsWith(entryMark) !== true;
  if (isShown) for (const line of error.detail?.split('\n') ?? []) parts.push(['detail', line]);
  for (const cause of causesOf(error)) {
    if (!error.message.includes(cause) && error.detail?.includes(cause) !== true) parts.push(['detail', cause]);
  }
  if (error.hint !== undefined) parts.push(['hint', error.hint]);
  return parts;
}

/** What lies behind an error, as far as a person can use it. */
function causesOf({ cause }: Error): readonly string[] {
  if (cause instanceof ServerError) return [`${cause.severity}:  ${cause.message}`];
  if (cause instanceof UserError) return [cause.message, ...causesOf(cause)];
  return [];
}

function serverParts({ message, detail, hint, statement }: ServerError): readonly Part[] {
  const parts: Part[] = [['error', message]];
  if (detail !== undefined) parts.push(['detail', detail]);
  if (statement !== undefined) parts.push(['detail', `Query was: ${shortened(statement)}`]);
  if (hint !== undefined) parts.push(['hint', hint]);
  return parts;
}

/** As pg_dump's die_on_query_failure. */
function libpqParts(error: ServerError): readonly Part[] {
  const parts: Part[] = [['error', `query failed: ${serverErrorText(error).replace(/\n$/, '')}`]];
  if (error.statement !== undefined) parts.push(['detail', `Query was: ${error.statement}`]);
  return parts;
}

const shortened = (statement: string): string => (statement.length > 500 ? `${statement.slice(0, 500)}…` : statement);

type SystemError = NodeJS.ErrnoException & { readonly syscall: string };

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'syscall' in error && 'code' in error;

function systemText(error: SystemError): string {
  const file = error.path === undefined ? '' : ` "${error.path}"`;
  return `could not ${error.syscall}${file}: ${systemReason(error)}`;
}

/** Of an error and the one that cleaning up after it brought, the first. TypeScript's `await using` joins the two. */
function firstThrown(thrown: unknown): unknown {
  const isJoined = thrown instanceof Error && thrown.name === 'SuppressedError' && 'suppressed' in thrown;
  return isJoined ? firstThrown(thrown.suppressed) : thrown;
}

function bugReport(error: unknown, { name }: Program): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    `${name}: error: internal error: ${error instanceof Error ? error.message : String(error)}`,
    stack,
    `${name}: hint: This is a bug in gpferry, please report it with the lines above.`,
  ].join('\n');
}

/**
 * Text that a terminal can be shown: without passwords of connection strings, and with control characters and typed
 * bytes that are no UTF-8 (model/text.ts) written out, since names and server messages may hold any.
 */
export function forTerminal(text: string): string {
  return withoutPasswords(text).replace(
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    /[\x00-\x08\x0b-\x1f\x7f-\x9f\udc80-\udcff]/gu,
    (character) => `\\x${(character.charCodeAt(0) % 256).toString(16).padStart(2, '0')}`,
  );
}

function withoutPasswords(text: string): string {
  return text
    .replace(/\b(postgres(?:ql)?:\/\/[^\s/:@]*:)[^\s/@]*@/g, '$1***@')
    .replace(/\b(password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s'"&]+)/gi, '$1***');
}
