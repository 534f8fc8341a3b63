import { getSystemErrorMap } from 'node:util';

/** What strerror says of the errors that opening a connection meets. */
const texts: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EPIPE: 'Broken pipe',
  ETIMEDOUT: 'Connection timed out',
  EAI_AGAIN: 'Temporary failure in name resolution',
  EAI_FAIL: 'Non-recoverable failure in name resolution',
  ENOTFOUND: 'Name or service not known',
};

/** A system error in the words of the C library, as libpq prints it. */
export function systemErrorText(error: unknown): string {
  const { code, errno, message } = error as NodeJS.ErrnoException;
  const known = texts[code ?? ''];
  if (known !== undefined) return known;
  const text = errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1];
  return text === undefined ? (message ?? String(error)) : text.charAt(0).toUpperCase() + text.slice(1);
}
