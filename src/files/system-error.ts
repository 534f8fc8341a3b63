import { getSystemErrorMap } from 'node:util';
import { UserError } from '../errors.ts';

/** Where libuv's wording is not strerror's, and what it has no number for. */
const reasons: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'Cannot assign requested address',
  EAI_AGAIN: 'Temporary failure in name resolution',
  EAI_FAIL: 'Non-recoverable failure in name resolution',
  ECONNRESET: 'Connection reset by peer',
  EEXIST: 'File exists',
  EISDIR: 'Is a directory',
  EHOSTUNREACH: 'No route to host',
  EIO: 'Input/output error',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
  ENOTFOUND: 'Name or service not known',
  EPIPE: 'Broken pipe',
  ETIMEDOUT: 'Connection timed out',
};

interface SystemError extends Error {
  readonly code: string;
  readonly errno?: number;
}

/** An error of the operating system, with its symbolic code; not one of Node's own (ERR_…). */
export const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E(?!RR_)/.test(error.code);

export const hasCode = (error: unknown, code: string): boolean => isSystemError(error) && error.code === code;

/** The error as C's strerror words it; one that is not the operating system's, its message. */
export function systemReason(error: unknown): string {
  if (!isSystemError(error)) return error instanceof Error ? error.message : String(error);
  const known = reasons[error.code];
  if (known !== undefined) return known;
  const text = error.errno === undefined ? undefined : getSystemErrorMap().get(error.errno)?.[1];
  return text === undefined ? error.message : text.charAt(0).toUpperCase() + text.slice(1);
}

const hints: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space or choose another place.',
  EPIPE: 'The program that reads the output ended before it had read all of it.',
};

/** What went wrong with a file, in pg_dump's form: `could not open output file "x": Permission denied`. */
export function fileError(doing: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  const hint = hints[error.code];
  return new UserError(`${doing}: ${systemReason(error)}`, { cause: error, ...(hint === undefined ? {} : { hint }) });
}

/** Does it, and says of an error of the operating system what was being done. */
export async function doing<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileError(what, error);
  }
}
