import type { ByteString } from '../model/text.ts';
import { Edits } from '../sql/edits.ts';
import type { Outcome } from './rule.ts';

/** Collects what a rule changes in a text and says of it. */
export class Rewriting {
  readonly edits: Edits;
  readonly #notes = new Set<string>();

  constructor(text: ByteString) {
    this.edits = new Edits(text);
  }

  note(note: string): void {
    this.#notes.add(note);
  }

  /** null: nothing was changed. */
  get outcome(): Outcome | null {
    if (this.edits.isEmpty) return null;
    return { changes: { definition: this.edits.result() }, notes: [...this.#notes] };
  }
}
