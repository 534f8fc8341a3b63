import { UserError } from '../errors.ts';
import type { Reporter } from '../log.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { type ByteString, toByteString } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';
import { lookUp } from '../toc/look-up.ts';
import { relationDescs, RelationsOf } from './relations-of.ts';

/**
 * What gprestore is told to take: whole schemas, and relations with all that is theirs. Relations are `schema.name`,
 * each name as it is or quoted as SQL has it. What is listed nowhere is all of it.
 */
export interface ObjectFilters {
  readonly includeSchemas: readonly string[];
  readonly excludeSchemas: readonly string[];
  readonly includeRelations: readonly string[];
  readonly excludeRelations: readonly string[];
  /** Schemas themselves are there. */
  readonly withoutSchemas: boolean;
}

export const noFilters: ObjectFilters = {
  includeSchemas: [],
  excludeSchemas: [],
  includeRelations: [],
  excludeRelations: [],
  withoutSchemas: false,
};

export interface Filtered {
  readonly dumpIds: ReadonlySet<DumpId>;
  /** Names that nothing has, as typed. */
  readonly missing: Readonly<Record<keyof Omit<ObjectFilters, 'withoutSchemas'>, readonly string[]>>;
}

/** The entries that filters leave; null: there are none. `DATABASE` entries are not among what they decide about. */
export function filteredEntries(entries: readonly TocEntry[], filters: ObjectFilters): Filtered | null {
  const { includeSchemas, excludeSchemas, includeRelations, excludeRelations } = filters;
  const isSaid = Object.values(filters).some((said: readonly string[] | boolean) =>
    typeof said === 'boolean' ? said : said.length > 0,
  );
  if (!isSaid) return null;
  const schemas = { included: new Names(includeSchemas), excluded: new Names(excludeSchemas) };
  const relations = { included: new Names(includeRelations, plain), excluded: new Names(excludeRelations, plain) };
  const byDumpId = lookUp(entries);
  const relationsOf = new RelationsOf(entries);

  /** Named itself, or a partition of what is. */
  const isNamed = (names: Names, dumpId: DumpId): boolean =>
    relationsOf.withAncestors(dumpId).filter((each) => names.has(nameOf(byDumpId(each)))).length > 0;
  const named = new Set<DumpId>();
  for (const { dumpId, desc } of entries) {
    if (!relationDescs.has(desc)) continue;
    // Both are asked, so that no name is thought missing.
    const [isIncluded, isExcluded] = [isNamed(relations.included, dumpId), isNamed(relations.excluded, dumpId)];
    if ((isIncluded || !relations.included.given) && !isExcluded) named.add(dumpId);
  }
  // A partition of Greenplum 6 and older is no entry but that of its rows; nor are tables where there are rows alone.
  const apart = new Map<DumpId, boolean>();
  // Of a partition that is wanted alone the tables above are made, without rows of theirs.
  const made = new Set([...named].flatMap((dumpId) => relationsOf.withAncestors(dumpId)));
  for (const entry of entries) {
    if (!contents.has(entry.desc)) continue;
    const [own, relation] = [nameOf(entry), relationsOf.of(entry)?.[0]];
    if (relation !== undefined && own === nameOf(byDumpId(relation))) continue;
    const [isIncluded, isExcluded] = [relations.included.has(own), relations.excluded.has(own)];
    if (isExcluded || isIncluded || relation === undefined) {
      apart.set(entry.dumpId, (isIncluded || !relations.included.given) && !isExcluded);
    }
    if (isIncluded && relation !== undefined) made.add(relation);
  }

  const isInSchema = ({ desc, tag, namespace }: TocEntry): boolean => {
    const schema = desc === 'SCHEMA' ? tag : (namespace ?? '');
    const [isIncluded, isExcluded] = [schemas.included.has(schema), schemas.excluded.has(schema)];
    return (isIncluded || !schemas.included.given) && !isExcluded;
  };
  const dumpIds = new Set<DumpId>();
  const isLeft = (entry: TocEntry): boolean => {
    if (satellites.has(entry.desc)) {
      if (entry.dependencies.length === 0) return !relations.included.given && isInSchema(entry);
      return entry.dependencies.some((each) => dumpIds.has(each) && byDumpId(each)?.desc !== 'ACL');
    }
    if (!isInSchema(entry) || (filters.withoutSchemas && entry.desc === 'SCHEMA')) return false;
    const [isApart, of] = [apart.get(entry.dumpId), relationsOf.of(entry)];
    if (isApart !== undefined) return isApart;
    if (of === null) return !relations.included.given;
    const wanted = contents.has(entry.desc) ? named : made;
    return of.every((relation) => wanted.has(relation));
  };
  for (const entry of entries) if (isLeft(entry)) dumpIds.add(entry.dumpId);
  return {
    dumpIds,
    missing: {
      includeSchemas: schemas.included.missing,
      excludeSchemas: schemas.excluded.missing,
      includeRelations: relations.included.missing,
      excludeRelations: relations.excluded.missing,
    },
  };
}

const contents = new Set(['TABLE DATA', 'DYNAMIC TABLE DATA', 'SEQUENCE SET', 'MATERIALIZED VIEW DATA']);

const satellites = new Set(['ACL', 'COMMENT', 'SECURITY LABEL', 'STATISTICS DATA']);

const nameOf = (entry: TocEntry | undefined): ByteString => `${entry?.namespace ?? ''}.${entry?.tag ?? ''}`;

/** Without the quotes that SQL would need: gprestore's own users type names as they are. */
const plain = (name: ByteString): ByteString =>
  name.replaceAll(
    /(^|\.)"((?:[^"]|"")*)"(?=\.|$)/g,
    (_all, dot: string, quoted: string) => dot + quoted.replaceAll('""', '"'),
  );

/** Of a relation's name: what is before the first dot that is not quoted. */
export function schemaOf(relation: string): string {
  const quoted = /^"((?:[^"]|"")*)"\./.exec(relation)?.[1];
  return quoted?.replaceAll('""', '"') ?? relation.slice(0, Math.max(0, relation.indexOf('.')));
}

class Names {
  readonly #typed: ReadonlyMap<ByteString, string>;
  readonly #found = new Set<ByteString>();

  constructor(typed: readonly string[], read = (name: ByteString): ByteString => name) {
    this.#typed = new Map(typed.map((name) => [read(toByteString(name)), name]));
  }

  get given(): boolean {
    return this.#typed.size > 0;
  }

  has(name: ByteString): boolean {
    const has = this.#typed.has(name);
    if (has) this.#found.add(name);
    return has;
  }

  get missing(): readonly string[] {
    return [...this.#typed].filter(([name]) => !this.#found.has(name)).map(([, typed]) => typed);
  }
}

/** Who leaves out what is not there has what was wanted, unless it is called otherwise. */
export function warnOfMissing(entries: readonly TocEntry[], filters: ObjectFilters, reporter: Reporter): void {
  const missing = filteredEntries(entries, filters)?.missing;
  for (const [kind, names] of [
    ['schema', missing?.excludeSchemas ?? []],
    ['relation', missing?.excludeRelations ?? []],
  ] as const) {
    for (const name of names) {
      const message = `there is no ${kind} "${name}" in the archive, which is to be left out`;
      reporter.diagnostic({ severity: 'warning', subject: null, message });
    }
  }
}

/** What is to be taken must be there. */
export function checkFound({ includeSchemas, includeRelations }: Filtered['missing']): void {
  const [kind, names] = includeSchemas.length > 0 ? ['schema', includeSchemas] : ['relation', includeRelations];
  const [name, ...others] = names;
  if (name === undefined) return;
  const hint =
    kind === 'schema' ? {} : { hint: 'Names are schema.name, in upper and lower case as the database has them.' };
  const more = others.length === 0 ? {} : { detail: `nor are there ${others.map((each) => `"${each}"`).join(', ')}` };
  throw new UserError(`there is no ${kind} "${name}" in the archive`, { ...hint, ...more });
}
