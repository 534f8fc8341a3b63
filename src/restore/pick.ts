import { UserError } from '../errors.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { toByteString } from '../model/text.ts';
import { isDatabase } from '../sink/replay.ts';
import type { Section, TocEntry } from '../toc/entry.ts';
import { lookUp } from '../toc/look-up.ts';
import { isSettingsEntry } from './archive-settings.ts';
import { checkFound, filteredEntries } from './object-filters.ts';
import type { RestoreSelection } from './options.ts';
import { isPrivileges } from './passes.ts';

/** An entry and what of it is wanted. */
export interface PickedEntry {
  readonly entry: TocEntry;
  readonly schema: boolean;
  readonly data: boolean;
  readonly statistics: boolean;
}

const nothing = { schema: false, data: false, statistics: false };

export const isWanted = (picked: Omit<PickedEntry, 'entry'>): boolean =>
  picked.schema || picked.data || picked.statistics;

/** Names the user listed, and which of them some entry had. */
class NameList {
  readonly #names: ReadonlyMap<string, string>;
  readonly #found = new Set<string>();

  constructor(typed: readonly string[]) {
    this.#names = new Map(typed.map((name) => [toByteString(name), name]));
  }

  get given(): boolean {
    return this.#names.size > 0;
  }

  has(name: string): boolean {
    if (!this.#names.has(name)) return false;
    this.#found.add(name);
    return true;
  }

  /** A listed name that no entry had, as typed. */
  get missing(): string | undefined {
    for (const [name, typed] of this.#names) if (!this.#found.has(name)) return typed;
    return undefined;
  }
}

interface Names {
  readonly schemas: NameList;
  readonly excludeSchemas: NameList;
  readonly tables: NameList;
  readonly indexes: NameList;
  readonly functions: NameList;
  readonly triggers: NameList;
}

/**
 * What is wanted of each entry, for all entries in restore order (ProcessArchiveRestoreOptions and _tocEntryRequired in
 * pg_backup_archiver.c). `listed` holds the entries that a -L file names; null: there is no such file.
 */
export function pickEntries(
  entries: readonly TocEntry[],
  selection: RestoreSelection,
  listed: ReadonlySet<DumpId> | null = null,
): readonly PickedEntry[] {
  const names: Names = {
    schemas: new NameList(selection.schemas),
    excludeSchemas: new NameList(selection.excludeSchemas),
    tables: new NameList(selection.tables),
    indexes: new NameList(selection.indexes),
    functions: new NameList(selection.functions),
    triggers: new NameList(selection.triggers),
  };
  const filtered = filteredEntries(entries, selection.filters);
  if (filtered !== null) checkFound(filtered.missing);
  const isLeft = (entry: TocEntry): boolean =>
    filtered === null || isDatabase(entry) || filtered.dumpIds.has(entry.dumpId);
  const entryOf = lookUp(entries);
  const taken = new Set<DumpId>();
  // Privileges of columns also depend on those of their table, which says nothing of the table.
  const isTaken = (dumpId: DumpId): boolean => {
    const parent = entryOf(dumpId);
    return parent !== undefined && parent.desc !== 'ACL' && (isSettingsEntry(parent) || taken.has(dumpId));
  };
  const picked: PickedEntry[] = [];
  let section: Section = 'pre-data';
  for (const entry of entries) {
    // Comments and privileges have no section of their own and go with the entries before them.
    if (entry.section !== 'none') section = entry.section;
    const wanted =
      isLetIn(entry, section, selection, listed) && isLeft(entry) && isSelected(entry, isTaken, selection, names)
        ? parts(entry, selection)
        : nothing;
    if (isWanted(wanted)) taken.add(entry.dumpId);
    picked.push({ entry, ...wanted });
  }
  if (selection.strictNames) checkNames(names);
  return picked;
}

function checkNames(names: Names): void {
  const kinds = ['schema', 'table', 'index', 'function', 'trigger'] as const;
  const lists = [names.schemas, names.tables, names.indexes, names.functions, names.triggers];
  for (const [index, kind] of kinds.entries()) {
    const missing = lists[index]?.missing;
    if (missing !== undefined) throw new UserError(`${kind} "${missing}" not found`);
  }
}

const isSatellite = (entry: TocEntry): boolean =>
  entry.desc === 'ACL' || entry.desc === 'COMMENT' || entry.desc === 'SECURITY LABEL';

const isStatistics = (entry: TocEntry): boolean => entry.desc === 'STATISTICS DATA';

/** Options that shut out whole classes of entries. */
function isLetIn(
  entry: TocEntry,
  section: Section,
  selection: RestoreSelection,
  listed: ReadonlySet<DumpId> | null,
): boolean {
  if (isSettingsEntry(entry)) return false;
  // --create decides about these, and nothing else does.
  if (isDatabase(entry)) return selection.create;
  if (selection.noPrivileges && isPrivileges(entry)) return false;
  if (isShutOutByKind(entry, selection)) return false;
  if (section === 'none') return false;
  if (selection.sections.length > 0 && !selection.sections.includes(section)) return false;
  return listed === null || listed.has(entry.dumpId);
}

function isShutOutByKind(entry: TocEntry, selection: RestoreSelection): boolean {
  const { desc, tag } = entry;
  const isText = desc === 'COMMENT' || desc === 'SECURITY LABEL';
  const policy = desc === 'POLICY' || desc === 'ROW SECURITY' || (desc === 'COMMENT' && tag.startsWith('POLICY'));
  const publication = desc === 'PUBLICATION' || desc === 'PUBLICATION TABLE' || desc === 'PUBLICATION TABLES IN SCHEMA';
  const subscription = desc === 'SUBSCRIPTION' || desc === 'SUBSCRIPTION TABLE';
  return (
    (selection.noComments && desc === 'COMMENT') ||
    (selection.noSecurityLabels && desc === 'SECURITY LABEL') ||
    (selection.noPolicies && policy) ||
    (selection.noPublications && (publication || (isText && tag.startsWith('PUBLICATION')))) ||
    (selection.noSubscriptions && (subscription || (isText && tag.startsWith('SUBSCRIPTION'))))
  );
}

/** -n, -N, -t, -I, -P and -T. */
function isSelected(
  entry: TocEntry,
  isTaken: (parent: DumpId) => boolean,
  selection: RestoreSelection,
  names: Names,
): boolean {
  if (isDatabase(entry)) return true;
  const typed = names.tables.given || names.indexes.given || names.functions.given || names.triggers.given;
  if (isSatellite(entry) || isStatistics(entry)) {
    if (entry.tag.startsWith('DATABASE ')) return selection.create;
    if (!typed && !names.schemas.given && !names.excludeSchemas.given) return true;
    // With the object it belongs to.
    return entry.dependencies.some(isTaken);
  }
  if (names.schemas.given && (entry.namespace === null || !names.schemas.has(entry.namespace))) return false;
  if (entry.namespace !== null && names.excludeSchemas.has(entry.namespace)) return false;
  return !typed || (namesOfKind(entry.desc, names)?.has(entry.tag) ?? false);
}

function namesOfKind(desc: string, names: Names): NameList | undefined {
  switch (desc) {
    case 'TABLE':
    case 'TABLE DATA':
    case 'VIEW':
    case 'FOREIGN TABLE':
    case 'MATERIALIZED VIEW':
    case 'MATERIALIZED VIEW DATA':
    case 'SEQUENCE':
    case 'SEQUENCE SET':
    // Greenplum's, and Cloudberry's.
    case 'EXTERNAL TABLE':
    case 'DYNAMIC TABLE':
    case 'DYNAMIC TABLE DATA':
    case 'DIRECTORY TABLE':
      return names.tables;
    case 'INDEX':
      return names.indexes;
    case 'FUNCTION':
    case 'AGGREGATE':
    case 'PROCEDURE':
      return names.functions;
    case 'TRIGGER':
      return names.triggers;
    default:
      return undefined;
  }
}

/** Which parts an entry has, and which of them are wanted. */
function parts(entry: TocEntry, selection: RestoreSelection): Omit<PickedEntry, 'entry'> {
  if (isStatistics(entry)) return { ...nothing, statistics: selection.statistics };
  if (isDatabase(entry)) return { ...nothing, schema: true };
  if (entry.desc === '<Init>' && entry.tag === 'Max OID') return nothing;
  const { definition } = entry;
  const defines = definition !== null && definition !== '' && !definition.startsWith('-- load via partition root ');
  const carriesData = entry.hasData || isDataWithoutPayload(entry);
  const carriesSchema = entry.hasData || !carriesData;
  return {
    ...nothing,
    schema: carriesSchema && defines && selection.schema,
    data: carriesData && (selection.data || isWantedWithoutData(entry, selection)),
  };
}

/** What --sequence-data lets through; of large objects --binary-upgrade takes everything but their contents. */
function isWantedWithoutData(entry: TocEntry, { sequenceData, binaryUpgrade }: RestoreSelection): boolean {
  if (entry.desc === 'SEQUENCE SET') return sequenceData;
  return binaryUpgrade && isDataWithoutPayload(entry);
}

const changesRows = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'TRUNCATE']);

/** Statements that fill what others have created: they are data although they stand in the table of contents. */
function isDataWithoutPayload(entry: TocEntry): boolean {
  if (entry.desc === 'SEQUENCE SET' || entry.desc === 'BLOB' || entry.desc === 'BLOB METADATA') return true;
  // Of scripts that people have written.
  if (changesRows.has(entry.desc)) return true;
  return isSatellite(entry) && /^LARGE OBJECTS? /.test(entry.tag);
}
