import type { ByteString } from '../../model/text.ts';
import type { UniqueKey } from '../../sql/unique-key.ts';
import type { ArchiveIndex, TableText } from '../archive-index.ts';
import { keyOf, nameOf } from '../qualified-name.ts';
import type { Rewritable } from '../rewritable.ts';

/** A column as the choice of a distribution looks at it. */
export interface Column {
  readonly name: ByteString;
  readonly type: ByteString;
  readonly isGenerated: boolean;
}

/** A table whose distribution is to be chosen. */
export interface Member {
  readonly entry: Rewritable;
  /** With those it inherits; null: it is a query, which does not tell them. */
  readonly columns: readonly Column[] | null;
  readonly keys: readonly UniqueKey[];
  /** It says itself how it is distributed. */
  readonly isDistributed: boolean;
  readonly isPartitioned: boolean;
}

/** A table with all partitions that are attached to it, which have to be distributed alike, the root first. */
export interface Family {
  readonly members: readonly Member[];
  /** The tables that the root inherits from. */
  readonly parents: readonly Rewritable[];
  readonly hasChildren: boolean;
}

/** Neither partitions nor children can be replicated; materialized views can be, but Greenplum 7 then refreshes them never. */
export const canBeReplicated = ({ members, parents, hasChildren }: Family): boolean =>
  members.length === 1 &&
  !members[0]!.isPartitioned &&
  members[0]!.entry.desc === 'TABLE' &&
  parents.length === 0 &&
  !hasChildren;

/** A table as it is looked up by. */
export const keyOfTable = (table: Rewritable): string => keyOf(nameOf(table));

/** The tables and materialized views of an archive, those they inherit from ahead of them. */
export function familiesOf(entries: readonly Rewritable[], archive: ArchiveIndex): readonly Family[] {
  const columnsOf = new Map<Rewritable, readonly Column[]>();
  const parentsOf = new Map<Rewritable, readonly Rewritable[]>();
  const withChildren = new Set<Rewritable>();
  const views: Rewritable[] = [];
  for (const entry of entries) {
    if (entry.desc === 'TABLE') {
      const text = archive.read(entry);
      if (text === null) continue;
      const parents = text.table.parents.flatMap((name) => archive.table(name, entry.namespace) ?? []);
      const own = ownColumns(text, archive);
      const inherited = parents.flatMap((parent) => columnsOf.get(parent) ?? []);
      columnsOf.set(entry, [...inherited.filter(({ name }) => !own.some((each) => each.name === name)), ...own]);
      parentsOf.set(entry, parents);
      for (const parent of parents) withChildren.add(parent);
    } else if (entry.desc === 'MATERIALIZED VIEW') views.push(entry);
  }
  const { families } = archive;
  const descendants = (table: Rewritable): Rewritable[] => [
    table,
    ...families.partsOf(nameOf(table)).flatMap(({ name }) => {
      const part = archive.table(name, null);
      return part === undefined ? [] : descendants(part);
    }),
  ];
  const roots = [...columnsOf.keys()].filter((entry) => !families.isPart(nameOf(entry)));
  const member = (entry: Rewritable): Member => {
    const table = archive.read(entry)?.table;
    return {
      entry,
      columns: columnsOf.get(entry) ?? null,
      keys: archive.keys.of(entry),
      isDistributed: (table?.distribution ?? null) !== null,
      isPartitioned: table?.isPartitioned ?? false,
    };
  };
  return [...roots, ...views].map((root) => ({
    members: descendants(root).map(member),
    parents: parentsOf.get(root) ?? [],
    hasChildren: withChildren.has(root),
  }));
}

function ownColumns({ entry, text, table }: TableText, archive: ArchiveIndex): readonly Column[] {
  if (table.ofType !== null) {
    const attributes = archive.types.attributesOf(table.ofType, entry.namespace) ?? [];
    return attributes.map((attribute) => ({ ...attribute, isGenerated: false }));
  }
  return table.columns.map(({ name, type, isGenerated }) => ({
    name,
    type: text.slice(type.start, type.end),
    isGenerated,
  }));
}
