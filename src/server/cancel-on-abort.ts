import type { Session } from './session.ts';

/** A cancel request that comes between two statements is lost, so it is repeated. */
const repeatMilliseconds = 200;

/** While not disposed: an abort cancels what runs in the session, and whatever it runs after. */
export function cancelOnAbort(session: Session, signal: AbortSignal | undefined): Disposable {
  let timer: NodeJS.Timeout | undefined;
  // A request that cannot be delivered changes nothing: the caller's own wait ends when the connection does.
  const cancel = (): void => void session.cancel().catch(() => {});
  const onAbort = (): void => {
    cancel();
    timer = setInterval(cancel, repeatMilliseconds);
  };
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  return {
    [Symbol.dispose]() {
      signal?.removeEventListener('abort', onAbort);
      clearInterval(timer);
    },
  };
}

/** Runs `work`; if it failed because of the abort, throws the abort's reason instead. */
export async function abortable<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
