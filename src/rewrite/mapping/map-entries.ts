import type { Reporter } from '../../log.ts';
import type { DumpId } from '../../model/catalog-id.ts';
import { shown, type ByteString } from '../../model/text.ts';
import type { Lexing } from '../../sql/lexer.ts';
import type { TocEntry } from '../../toc/entry.ts';
import type { RowsChange } from '../rule.ts';
import { refuseCollisions } from './collisions.ts';
import { mapEntry } from './map-entry.ts';
import type { MappedSort, Mapping } from './mapping.ts';
import { NameColumns } from './name-columns.ts';
import { Renaming } from './renaming.ts';

/** An archive's entries with the names that a user wants. */
export interface MappedEntries {
  readonly entries: readonly TocEntry[];
  /** Of those whose rows are INSERT commands, which name their table. */
  readonly rows: ReadonlyMap<DumpId, RowsChange>;
  /** A definition that its entry is without until it is asked for. */
  readonly definition: (entry: TocEntry, text: ByteString) => ByteString;
}

export interface MapOptions {
  readonly lexing: Lexing;
  /** Of which entries it is told. */
  readonly isWanted: (dumpId: DumpId) => boolean;
}

/** Says names otherwise: behind all that is said for an engine, and by the names that the archive has. */
export function mapEntries(
  entries: readonly TocEntry[],
  mapping: Mapping,
  reporter: Reporter,
  { lexing, isWanted }: MapOptions,
): MappedEntries {
  const renaming = new Renaming(mapping, lexing);
  const objects = new Set(entries.map(({ namespace, tag }) => `${namespace ?? ''}\0${tag.replace(/\(.*/s, '')}`));
  const hasObject = (schema: ByteString, name: ByteString): boolean => objects.has(`${schema}\0${name}`);
  const rows = new Map<DumpId, RowsChange>();
  const nameColumns = new NameColumns(entries, renaming);
  const mapped = entries.map((entry) => {
    const { entry: said, doubtful } = mapEntry(entry, renaming, hasObject);
    const tell = (message: string): void => {
      if (!isWanted(entry.dumpId)) return;
      const subject = `${entry.desc.toLowerCase()} "${shown(`${entry.namespace ?? ''}.${entry.tag}`)}"`;
      reporter.diagnostic({ severity: 'info', subject, message });
    };
    if (doubtful.length > 0) {
      tell(`its body may name mapped schemas, and was left as it is there: ${doubtful.join('; ')}`);
    }
    if (entry.desc === 'TABLE DATA' && mapping.schemas.size > 0) {
      const change = nameColumns.changeFor(entry, tell);
      if (change !== null) rows.set(entry.dumpId, change);
    }
    return said;
  });
  refuseCollisions(entries, mapped);
  for (const [sort, name] of renaming.unseen()) {
    const message = `the archive has no ${sortShown[sort]} "${shown(name)}" that could be mapped`;
    reporter.diagnostic({ severity: 'info', subject: null, message });
  }
  const definition = (entry: TocEntry, text: ByteString): ByteString =>
    mapEntry({ ...entry, definition: text }, renaming, hasObject).entry.definition ?? text;
  return { entries: withoutTwins(entries, mapped), rows, definition };
}

const sortShown: Readonly<Record<MappedSort, string>> = {
  schemas: 'schema',
  owners: 'role',
  tablespaces: 'tablespace',
  databases: 'database',
};

/** Of schemas that become one, one is created: that which had the name, or the first. initdb creates public. */
function withoutTwins(entries: readonly TocEntry[], mapped: readonly TocEntry[]): readonly TocEntry[] {
  const kept = new Map<ByteString, number>();
  const gone = new Set<DumpId>();
  mapped.forEach(({ desc, tag }, i) => {
    if (desc !== 'SCHEMA') return;
    const isOwn = entries[i]!.tag === tag;
    const other = kept.get(tag);
    if (other === undefined && (isOwn || tag !== 'public')) kept.set(tag, i);
    else if (other !== undefined && isOwn) {
      gone.add(entries[other]!.dumpId);
      kept.set(tag, i);
    } else gone.add(entries[i]!.dumpId);
  });
  if (gone.size === 0) return mapped;
  const isOfGone = ({ desc, dependencies, tag }: TocEntry): boolean =>
    desc === 'COMMENT' && tag.startsWith('SCHEMA ') && dependencies.some((dumpId) => gone.has(dumpId));
  return mapped.filter((entry, i) => !(entry.desc === 'SCHEMA' && gone.has(entries[i]!.dumpId)) && !isOfGone(entry));
}
