/**
 * Wakes one waiter. Unlike Promise.race with a promise that lives as long as a COPY, waiting a million times leaves
 * nothing behind.
 */
export class Signal {
  #wake: (() => void) | null = null;

  /** Resolves at the next `give`, or when `work` calls back. A later wait replaces an earlier one. */
  wait(work?: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      work?.(resolve);
    });
  }

  readonly give = (): void => this.#wake?.();
}
