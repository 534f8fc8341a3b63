/** Why a run was aborted: a signal, or nobody reads what it writes. */
export class Interrupted extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'Interrupted';
  }
}

/** Did writing to a pipe fail because its reader has gone? Connections to servers fail with an error of their own. */
export function isBrokenPipe(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name === 'ConnectionLostError') return false;
    if ('code' in cause && cause.code === 'EPIPE') return true;
  }
  return false;
}
