import { type DumpId, noCatalogId } from '../../model/catalog-id.ts';
import type { ByteString } from '../../model/text.ts';
import { usualSection } from '../../toc/entry-table.ts';
import type { Section, TocEntry } from '../../toc/entry.ts';

/** An entry in the making: later parts of metadata.sql say owners and add statements. */
export interface Draft {
  readonly desc: string;
  readonly tag: ByteString;
  readonly namespace: ByteString | null;
  readonly section: Section;
  owner: ByteString;
  definition: ByteString;
  /** Beside the definition; null: not said. */
  tablespace: ByteString | null;
  tableAccessMethod: ByteString | null;
  dropStatement: ByteString;
  copyStatement: ByteString;
  readonly hasData: boolean;
  /** Entries that must be there before. */
  readonly needs: Draft[];
}

export type DraftFields = Pick<Draft, 'desc' | 'tag'> & Partial<Draft>;

// Field by field, here and below: objects that are spread into others get a hidden class each, larger than themselves.
export const draft = ({
  desc,
  tag,
  namespace = null,
  section = usualSection(desc),
  owner = '',
  definition = '',
  tablespace = null,
  tableAccessMethod = null,
  dropStatement = '',
  copyStatement = '',
  hasData = false,
  needs = [],
}: DraftFields): Draft => ({
  desc,
  tag,
  namespace,
  section,
  owner,
  definition,
  tablespace,
  tableAccessMethod,
  dropStatement,
  copyStatement,
  hasData,
  needs,
});

export function addStatement(to: Draft, statement: ByteString): void {
  to.definition += `${to.definition === '' ? '' : '\n'}${statement}\n`;
}

/** Numbers the drafts in their order. What one needs of those that are not in the list is left out. */
export function numbered(drafts: readonly Draft[]): readonly TocEntry[] {
  const dumpIds = new Map<Draft, DumpId>(drafts.map((each, i) => [each, i + 1]));
  return drafts.map((each) => ({
    dumpId: dumpIds.get(each)!,
    catalogId: noCatalogId,
    desc: each.desc,
    tag: each.tag,
    namespace: each.namespace,
    tablespace: each.tablespace,
    tableAccessMethod: each.tableAccessMethod,
    relkind: null,
    // What is said of an object, and its rows, belong to its owner.
    owner: each.owner === '' ? (each.needs.find(({ owner }) => owner !== '')?.owner ?? '') : each.owner,
    section: each.section,
    definition: each.definition === '' ? null : each.definition,
    dropStatement: each.dropStatement === '' ? null : each.dropStatement,
    copyStatement: each.copyStatement === '' ? null : each.copyStatement,
    withOids: false,
    dependencies: [...new Set(each.needs.flatMap((needed) => dumpIds.get(needed) ?? []))],
    hasData: each.hasData,
  }));
}
