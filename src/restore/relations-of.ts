import type { DumpId } from '../model/catalog-id.ts';
import type { TocEntry } from '../toc/entry.ts';
import { lookUp } from '../toc/look-up.ts';

export const relationDescs: ReadonlySet<string> = new Set([
  'TABLE',
  'VIEW',
  'MATERIALIZED VIEW',
  'SEQUENCE',
  'FOREIGN TABLE',
  'EXTERNAL TABLE',
  'DYNAMIC TABLE',
  'DIRECTORY TABLE',
]);

/** Which are of no use without any of their relations, and which belong to the one that is named first. */
const ofAll = new Set(['SEQUENCE OWNED BY', 'TABLE ATTACH', 'INDEX ATTACH']);
const ofFirst = new Set([
  'TABLE DATA',
  'DYNAMIC TABLE DATA',
  'MATERIALIZED VIEW DATA',
  'SEQUENCE SET',
  'DEFAULT',
  'CONSTRAINT',
  'CHECK CONSTRAINT',
  'FK CONSTRAINT',
  'INDEX',
  'RULE',
  'TRIGGER',
  'POLICY',
  'ROW SECURITY',
  'STATISTICS',
  'PUBLICATION TABLE',
]);

/** Which tables, views and sequences an entry belongs to. */
export class RelationsOf {
  readonly #entryOf: (dumpId: DumpId) => TocEntry | undefined;
  readonly #parents = new Map<DumpId, DumpId>();

  constructor(entries: readonly TocEntry[]) {
    this.#entryOf = lookUp(entries);
    for (const { desc, dependencies } of entries) {
      const [partition, parent] = dependencies;
      if (desc === 'TABLE ATTACH' && partition !== undefined && parent !== undefined) {
        this.#parents.set(partition, parent);
      }
    }
  }

  /** null: it stands for itself, as schemas and functions do. */
  of(entry: TocEntry): readonly DumpId[] | null {
    const { desc, dumpId, dependencies } = entry;
    if (relationDescs.has(desc)) return [dumpId];
    if (!ofAll.has(desc) && !ofFirst.has(desc)) return null;
    const relations = [...new Set(dependencies.flatMap((each) => this.#relation(each)))];
    if (ofAll.has(desc)) return relations;
    // A foreign key depends on two tables; the name of its own one is before that of the key.
    const own = relations.find((each) => {
      const relation = this.#entryOf(each)!;
      return relation.namespace === entry.namespace && entry.tag.startsWith(`${relation.tag} `);
    });
    return relations.length === 0 ? null : [own ?? relations[0]!];
  }

  /** A relation, the table that it is a partition of, and so on. */
  withAncestors(relation: DumpId): readonly DumpId[] {
    const all = new Set<DumpId>();
    for (let each: DumpId | undefined = relation; each !== undefined && !all.has(each);) {
      all.add(each);
      each = this.#parents.get(each);
    }
    return [...all];
  }

  /** What an entry depends on, or of an index its table. */
  #relation(dumpId: DumpId): readonly DumpId[] {
    const entry = this.#entryOf(dumpId);
    if (entry === undefined) return [];
    if (relationDescs.has(entry.desc)) return [dumpId];
    return entry.desc === 'INDEX' || entry.desc === 'CONSTRAINT' ? (this.of(entry) ?? []) : [];
  }
}
