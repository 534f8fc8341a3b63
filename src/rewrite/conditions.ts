import type { Reporter } from '../log.ts';
import type { DumpId } from '../model/catalog-id.ts';
import type { TocEntry } from '../toc/entry.ts';

/** What an entry needs and no archive tells of: whether the target has it is seen when the entry is restored. */
export interface Condition {
  /** For people: `library "x"`. */
  readonly subject: string;
  /** What has to be so; entries that fail otherwise are named behind it. */
  readonly message: string;
}

/** So many entries are named for one condition, or nobody would read on. */
const mostNamed = 20;

/** Conditions of entries and of what needs these: each is told once, so that no failure comes as a surprise. */
export class Conditions {
  readonly #needing = new Map<DumpId, readonly Condition[]>();
  readonly #told = new Map<string, Condition & { readonly entries: string[] }>();

  /** `subject` null: nobody wants to know. */
  add({ dumpId, dependencies }: TocEntry, subject: string | null, own: readonly Condition[]): void {
    const inherited = dependencies.flatMap((each) => this.#needing.get(each) ?? []);
    const all = [...new Set([...own, ...inherited])];
    if (all.length === 0) return;
    this.#needing.set(dumpId, all);
    if (subject === null) return;
    for (const condition of all) {
      const known = this.#told.get(condition.subject) ?? { ...condition, entries: [] };
      this.#told.set(condition.subject, known);
      if (known.entries.at(-1) !== subject) known.entries.push(subject);
    }
  }

  tell(reporter: Reporter): void {
    for (const { subject, message, entries } of this.#told.values()) {
      const more = entries.length - mostNamed;
      const named = more > 0 ? [...entries.slice(0, mostNamed), `and ${more} more`] : entries;
      reporter.diagnostic({ severity: 'info', subject, message: `${message}: ${named.join(', ')}` });
    }
  }
}
