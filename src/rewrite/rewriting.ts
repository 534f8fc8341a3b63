import type { ByteString } from '../model/text.ts';
import { Edits } from '../sql/edits.ts';
import type { Change } from './rule.ts';

/** Collects what a rule changes in a text and says of it. */
export class Rewriting {
  readonly text: ByteString;
  readonly edits: Edits;
  /** Whether one object has become several. */
  isSplit = false;
  readonly #notes = new Set<string>();

  constructor(text: ByteString) {
    this.text = text;
    this.edits = new Edits(text);
  }

  note(note: string): void {
    this.#notes.add(note);
  }

  /** null: nothing was changed. */
  get outcome(): Change | null {
    if (this.edits.isEmpty) return null;
    return { changes: { definition: this.edits.result() }, isSplit: this.isSplit, notes: [...this.#notes] };
  }
}
