import { CorruptArchiveError } from '../../errors.ts';
import type { Reporter } from '../../log.ts';

const told = 10;

/**
 * What a set says in two places and not alike. Where both cannot be true it is an error; what gpbackup does not write, as far
 * as is known, is a warning.
 */
export class Findings {
  readonly #timestamp: string;
  readonly #errors: string[] = [];
  readonly #warnings = new Map<string, string[]>();
  readonly #notes = new Map<string, string>();

  constructor(timestamp: string) {
    this.#timestamp = timestamp;
  }

  /** Each is a line by itself: what, and where. */
  readonly error = (message: string): void => void this.#errors.push(message);

  /** Those of one message are told as one. */
  readonly warning = (message: string, where: string): void => {
    const known = this.#warnings.get(message);
    if (known === undefined) this.#warnings.set(message, [where]);
    else known.push(where);
  };

  /** What is odd and does no harm. */
  readonly note = (message: string, where: string): void => void this.#notes.set(message, where);

  /** Throws where something is an error, unless whoever asks wants to save what can be. */
  tell(reporter: Reporter, { toleratesErrors }: { readonly toleratesErrors: boolean }): void {
    const subject = `backup ${this.#timestamp}`;
    for (const [message, wheres] of this.#warnings) {
      reporter.diagnostic({ severity: 'warning', subject, message, detail: firstOf(wheres) });
    }
    for (const [message, detail] of this.#notes) reporter.diagnostic({ severity: 'info', subject, message, detail });
    if (this.#errors.length === 0) return;
    const message = 'says one thing here and another there';
    const detail = firstOf(this.#errors);
    if (!toleratesErrors) {
      throw new CorruptArchiveError(`${subject} ${message}`, {
        detail,
        hint: 'Its files were changed or mixed up since gpbackup wrote them. Take them from where they were copied from.',
      });
    }
    reporter.diagnostic({ severity: 'warning', subject, message: `it ${message}`, detail });
  }
}

const firstOf = (lines: readonly string[]): string =>
  [...lines.slice(0, told), ...(lines.length > told ? [`and ${lines.length - told} more`] : [])].join('\n');
