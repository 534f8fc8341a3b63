import type { ByteString } from '../../model/text.ts';
import type { ArchiveIndex } from '../archive-index.ts';
import { nameOf } from '../qualified-name.ts';
import type { Family } from './families.ts';
import { baseType, isHashable, type EnumKeys } from './hashable.ts';

/** Whether rows of all of a family's tables can be spread by a column. */
export const isUsable = (name: ByteString, { members }: Family, archive: ArchiveIndex, enums: EnumKeys): boolean =>
  members.every(({ entry, columns }) => {
    if (columns === null) return true;
    const column = columns.find((each) => each.name === name);
    return column !== undefined && !column.isGenerated && isHashable(column.type, entry.namespace, archive, enums);
  });

/** A column that a table can be distributed by. */
export interface Candidate {
  readonly name: ByteString;
  /** 0: what tables are joined by; 1: others; 2: what queries narrow down, to few segments; 3: the last resort. */
  readonly rank: 0 | 1 | 2 | 3;
}

/** In the order of the columns. */
export function candidatesOf(family: Family, archive: ArchiveIndex, enums: EnumKeys): readonly Candidate[] {
  const { entry, columns } = family.members[0]!;
  const partitioned = new Set(family.members.flatMap((member) => partitionColumns(member.entry, archive)));
  return (columns ?? []).flatMap(({ name, type }) => {
    if (!isUsable(name, family, archive, enums)) return [];
    const rank = rankOf(baseType(type, entry.namespace, archive));
    return [{ name, rank: rank < 2 && partitioned.has(name) ? 2 : rank }];
  });
}

function partitionColumns(table: Family['members'][number]['entry'], archive: ArchiveIndex): readonly ByteString[] {
  const declared = archive.families.keyOf(nameOf(table))?.columns.flatMap((column) => column ?? []);
  return declared ?? archive.read(table)?.table.partitioning?.levels.flatMap(({ columns }) => columns) ?? [];
}

function rankOf(type: ByteString): Candidate['rank'] {
  if (/^(?:smallint|integer|bigint|uuid)$/.test(type)) return 0;
  if (/^(?:real|double precision|jsonb|hstore|boolean|bit|bit varying|aclitem|oidvector|\w+range)$|\[\]$/.test(type))
    return 3;
  return /^(?:date|time|timestamp|interval)\b/.test(type) ? 2 : 1;
}
