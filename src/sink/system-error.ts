import { getSystemErrorMap } from 'node:util';

/** What C's strerror says of an error of the operating system: `No space left on device`. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const errno = 'errno' in error && typeof error.errno === 'number' ? error.errno : undefined;
  const text = errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1];
  return text === undefined ? error.message : text.charAt(0).toUpperCase() + text.slice(1);
}
