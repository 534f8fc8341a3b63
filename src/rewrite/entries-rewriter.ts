import { silentReporter, type Reporter } from '../log.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { shown, type ByteString } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';
import type { ArchiveIndex } from './archive-index.ts';
import { Conditions } from './conditions.ts';
import type { Distribution } from './distribution/distribute.ts';
import { rewriteOne, tellLeftOut, type Count, type RewrittenOne } from './rewrite-one.ts';
import type { Moved, RowsChange, Rule } from './rule.ts';

/** `table "s.t"`, and what was chosen for it. */
export interface Distributed {
  readonly subject: string;
  readonly clause: ByteString;
  readonly why: string;
}

/** A table, and its unique keys for people. */
export interface Undecided {
  readonly subject: string;
  readonly keys: string;
}

/** Shows entries to rules, in the order of an archive, and what one has become to those behind it. */
export class EntriesRewriter {
  readonly kept: TocEntry[] = [];
  readonly rows = new Map<DumpId, RowsChange>();
  readonly undecided: Undecided[] = [];
  readonly distributions: Distributed[] = [];
  readonly planned: { readonly subject: string; readonly message: string }[] = [];
  readonly conditions = new Conditions();
  changed = 0;
  leftOut = 0;
  readonly #archive: ArchiveIndex;
  readonly #rules: readonly Rule[];
  readonly #rulesByDesc = new Map<string, readonly Rule[]>();
  readonly #distribution: Distribution | null;
  readonly #reporter: Reporter;
  readonly #isWanted: (dumpId: DumpId) => boolean;
  /** Entries that are left out, for people. */
  readonly #gone = new Map<DumpId, string>();
  /** Those of them whose rows are not. */
  readonly #moved = new Set<DumpId>();
  readonly #split = new Set<DumpId>();
  /** Greenplum's own pg_dump gives a type and its storage options one number: what needs it needs the type. */
  readonly #keptIds = new Set<DumpId>();
  readonly #counts = new Map<Rule, { readonly objects: number; readonly severity: 'warning' | 'info' }>();

  constructor(
    archive: ArchiveIndex,
    rules: readonly Rule[],
    distribution: Distribution | null,
    reporter: Reporter,
    isWanted: (dumpId: DumpId) => boolean,
  ) {
    this.#archive = archive;
    this.#rules = rules;
    this.#distribution = distribution;
    this.#reporter = reporter;
    this.#isWanted = isWanted;
  }

  rewrite(entry: TocEntry): void {
    const wanted = this.#isWanted(entry.dumpId);
    const subject = subjectOf(entry);
    if (wanted) this.#noteDistribution(entry, subject);
    const said = this.#said(entry, subject, wanted);
    if (said === null) {
      if (!wanted) return;
      if (!this.#keptIds.has(entry.dumpId)) this.#gone.set(entry.dumpId, subject);
      this.leftOut += 1;
    } else if ('isThere' in said) {
      if (wanted) this.changed += 1;
      if (said.isThere) return;
      this.#gone.set(entry.dumpId, subject);
      this.#moved.add(entry.dumpId);
    } else this.#keep(entry, subject, said, wanted);
  }

  /** What rules tell once, behind all entries. */
  tellTogether(): void {
    for (const [{ together }, { objects, severity }] of this.#counts) {
      if (together !== undefined) this.#reporter.diagnostic({ severity, subject: null, message: together(objects) });
    }
  }

  #noteDistribution(entry: TocEntry, subject: string): void {
    const keys = this.#distribution?.conflictOf(entry);
    if (keys !== undefined) this.undecided.push({ subject, keys });
    const choice = this.#distribution?.choiceFor(entry);
    if (choice !== undefined) this.distributions.push({ subject, clause: choice.clause, why: choice.why });
  }

  #said(entry: TocEntry, subject: string, wanted: boolean): RewrittenOne<TocEntry> | Moved | null {
    const { desc, dependencies } = entry;
    const listener = wanted ? this.#reporter : silentReporter;
    const rules = this.#rulesOf(desc);
    const isLost = (dumpId: DumpId): boolean =>
      this.#gone.has(dumpId) && !(desc === 'TABLE DATA' && this.#moved.has(dumpId));
    const needed = dependencies.find(isLost);
    if (needed !== undefined) {
      // What is said of a table that became part of another may be said of that.
      const own = this.#moved.has(needed) ? rewriteOne(entry, subject, rules, this.#archive, silentReporter) : null;
      if (own !== null && 'isThere' in own) return own;
      // What belongs to an entry goes with it.
      if (!satellites.has(desc)) tellLeftOut(listener, subject, `it needs ${this.#gone.get(needed)}`);
      return null;
    }
    if (desc === 'COMMENT' && dependencies.some((dumpId) => this.#split.has(dumpId))) {
      tellLeftOut(listener, subject, 'what it is about is said of each partition');
      return null;
    }
    const count: Count = (rule, objects, severity) => {
      if (wanted) this.#counts.set(rule, { objects: (this.#counts.get(rule)?.objects ?? 0) + objects, severity });
    };
    return rewriteOne(entry, subject, rules, this.#archive, listener, count);
  }

  #keep(entry: TocEntry, subject: string, said: RewrittenOne<TocEntry>, wanted: boolean): void {
    // What is on each partition is dropped with its table alone.
    const rewritten = said.isSplit ? { ...said.entry, dropStatement: '' } : said.entry;
    if (said.rows !== null) this.rows.set(entry.dumpId, said.rows);
    if (said.isSplit) this.#split.add(entry.dumpId);
    if (wanted) this.planned.push(...said.planned.map((message) => ({ subject, message })));
    this.conditions.add(entry, wanted ? subject : null, said.conditions);
    this.kept.push(rewritten);
    this.#keptIds.add(entry.dumpId);
    if (rewritten === entry) return;
    if (wanted) this.changed += 1;
    if (entry.desc === 'TABLE') this.#archive.update(said.known);
  }

  #rulesOf(desc: string): readonly Rule[] {
    const known = this.#rulesByDesc.get(desc) ?? this.#rules.filter(({ descs }) => descs.includes(desc));
    this.#rulesByDesc.set(desc, known);
    return known;
  }
}

const satellites = new Set([
  ...['TABLE DATA', 'TABLE ATTACH', 'INDEX ATTACH', 'MATERIALIZED VIEW DATA', 'STATISTICS DATA', 'SEQUENCE SET'],
  ...['BLOBS', 'ACL', 'COMMENT', 'SECURITY LABEL', 'SEQUENCE OWNED BY', 'DEFAULT'],
]);

/** `table "shop.orders"`. */
function subjectOf({ desc, namespace, tag }: TocEntry): string {
  const name = namespace === null || namespace === '' ? tag : `${namespace}.${tag}`;
  return `${desc.toLowerCase()} "${shown(name)}"`;
}
