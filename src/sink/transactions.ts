import type { ReplayOptions } from './replay-options.ts';
import type { TocEntry } from '../toc/entry.ts';
import type { Sink } from './sink.ts';

/** BEGIN and COMMIT as --single-transaction and --transaction-size want them. */
export class Transactions {
  readonly #sink: Sink;
  readonly #size: number | undefined;
  #isOpen = false;
  #count = 0;

  constructor(sink: Sink, options: ReplayOptions) {
    this.#sink = sink;
    this.#size = options.transactionSize;
  }

  async begin(blank = '\n'): Promise<void> {
    await this.#sink.statement(`BEGIN;\n${blank}`, {
      message: 'could not start database transaction',
      shownAs: 'BEGIN',
    });
  }

  async commit(blank = '\n'): Promise<void> {
    await this.#sink.statement(`COMMIT;\n${blank}`, {
      message: 'could not commit database transaction',
      shownAs: 'COMMIT',
    });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** --transaction-size: a transaction is open whenever an entry begins. */
  async open(): Promise<void> {
    if (this.#size === undefined) return;
    await this.#sink.comment('\n');
    await this.begin('');
    this.#isOpen = true;
    this.#count = 0;
  }

  /** Commits what `open` began, if that is open still. */
  async close(): Promise<void> {
    if (this.#isOpen) await this.commit();
    this.#isOpen = false;
  }

  /** After each entry: commits when enough have gone into the open transaction. */
  async count(blank = '\n'): Promise<void> {
    if (this.#size === undefined || !this.#isOpen) return;
    this.#count += 1;
    if (this.#count < this.#size) return;
    await this.commit('');
    await this.begin(blank);
    this.#count = 0;
  }

  /** An entry of several commands counts as so many; when it has ended, `count` looks at the sum. */
  countCommands(entry: TocEntry): void {
    // Semicolons inside of literals count, too; a function's body would lead too far astray.
    if (entry.desc === 'FUNCTION' || entry.desc === 'PROCEDURE') return;
    this.#count += Math.max(0, (entry.definition?.match(/;/g)?.length ?? 0) - 1);
  }

  /** Runs what no transaction block allows, such as DROP DATABASE. */
  async outside(action: () => Promise<void>, blank = '\n'): Promise<void> {
    if (!this.#isOpen) return action();
    await this.commit(blank);
    await action();
    await this.begin(blank);
    this.#count = 0;
  }
}
