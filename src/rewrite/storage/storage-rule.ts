import type { ByteString } from '../../model/text.ts';
import { eachPartition, tableOf, type ClassicPartition } from '../../sql/classic-partitions.ts';
import { partitionKeyOf } from '../../sql/declared-partitions.ts';
import type { Span } from '../../sql/edits.ts';
import type { StorageOptions } from '../../sql/storage-options.ts';
import type { ArchiveIndex, TableText } from '../archive-index.ts';
import { nameOf } from '../qualified-name.ts';
import type { Rewritable } from '../rewritable.ts';
import { Rewriting } from '../rewriting.ts';
import type { Outcome, Rule } from '../rule.ts';
import { removeColumnEncodings, removePartEncodings } from './encodings.ts';
import { methodOf, optionsText, saySame, type OptionsWanted } from './options-text.ts';
import { storageShown, type Storage, type StorageWords } from './storage.ts';
import type { WantedStorage } from './wanted-storage.ts';

/** Says how a user wants tables and materialized views stored; behind the rules of the target. */
export const storageRule = (wanted: WantedStorage, words: StorageWords): Rule => ({
  name: 'storage',
  descs: ['TABLE', 'MATERIALIZED VIEW'],
  pattern: /^/,
  rewrite(entry, archive) {
    const storage = wanted.of(nameOf(entry), wanted.wholesOf(entry));
    if (storage === null) return asItIs(entry, words);
    const text = archive.read(entry);
    const reason = text === null ? 'its definition cannot be read' : wanted.reasonAgainst(storage, text);
    if (text === null || reason !== null) {
      return asItIs(entry, words, `not stored as ${storageShown(storage)}: ${reason}`);
    }
    const isDeclaredRoot = partitionKeyOf(archive.cursorOf(text.text)) !== null;
    if (isDeclaredRoot && !words.declaredRoots) return asItIs(entry, words);
    return stored(text, storage, wanted, words, archive);
  },
});

/** What is not said would be as the table ahead of it. */
function asItIs({ tableAccessMethod }: Rewritable, { accessMethods }: StorageWords, note?: string): Outcome | null {
  const isUnsaid = accessMethods && (tableAccessMethod ?? '') === '';
  const notes = note === undefined ? [] : [note];
  if (!isUnsaid) return note === undefined ? null : { changes: {}, notes };
  return { changes: { tableAccessMethod: 'heap', relkind: null }, notes };
}

function stored(
  text: TableText,
  storage: Storage,
  wanted: WantedStorage,
  words: StorageWords,
  archive: ArchiveIndex,
): Outcome | null {
  const { entry, table } = text;
  const rewriting = new Rewriting(text.text);
  const options = table.storage?.options ?? null;
  const method = methodOf(options, entry.tableAccessMethod);
  // In a clause that lists partitions nothing else can say it.
  const saysMethod = !words.accessMethods || table.partitioning !== null;
  let hasEncodings = false;
  const keepsEncodings = (to: Storage, before: string): boolean =>
    to.method === 'ao_column' && to.compression === null && before === 'ao_column';
  const clause = changedOptions(text.text, options, { storage, method, saysMethod, isPart: false });
  if (clause !== null) sayOptions(rewriting, table.storage, clause, placeOf(text, archive), entry);
  if (!keepsEncodings(storage, method)) {
    const [create] = archive.statementsOf(text.text);
    if (create !== undefined) hasEncodings = removeColumnEncodings(rewriting.edits, create.cursor());
  }
  for (const part of table.partitioning === null ? [] : eachPartition(table.partitioning.parts)) {
    const own = ofPart(part, entry, wanted) ?? storage;
    const before = methodOf(part.storage?.options ?? null, null);
    if (!keepsEncodings(own, before)) {
      hasEncodings = removePartEncodings(rewriting.edits, text.text, part, archive) || hasEncodings;
    }
    // One without a clause has what the table around it says.
    if (part.storage === null) continue;
    const said = { storage: own, method: before, saysMethod, isPart: true };
    const partClause = changedOptions(text.text, part.storage.options, said);
    if (partClause !== null) rewriting.edits.replace(part.storage, partClause);
  }
  if (hasEncodings) rewriting.note('its columns have no ENCODING of their own, but are stored as the table is');
  const accessMethod = words.accessMethods ? storage.method : entry.tableAccessMethod;
  const { outcome } = rewriting;
  const planned = `stored as ${storageShown(storage)}`;
  if (accessMethod === entry.tableAccessMethod) return outcome === null ? null : { ...outcome, planned };
  const changes = { ...outcome?.changes, tableAccessMethod: accessMethod, relkind: null };
  return { changes, planned, notes: outcome?.notes ?? [] };
}

function ofPart(part: ClassicPartition, root: Rewritable, wanted: WantedStorage): Storage | null {
  const name = tableOf(part);
  return name === null ? null : wanted.of([root.namespace ?? '', name], [nameOf(root)]);
}

/** The whole clause, '' where nothing is to be said; null: it says so already. */
function changedOptions(text: ByteString, options: StorageOptions | null, as: OptionsWanted): ByteString | null {
  const before = options?.options.map(({ start, end }) => text.slice(start, end)) ?? [];
  const after = optionsText(text, options, as);
  if (saySame(before, after)) return null;
  return after.length === 0 ? '' : `WITH (${after.join(', ')})`;
}

function sayOptions(
  { edits, text }: Rewriting,
  said: Span | null,
  clause: ByteString,
  place: number,
  { desc }: Rewritable,
): void {
  if (said !== null) {
    if (clause === '') edits.remove(said);
    else edits.replace(said, clause);
  } else if (desc !== 'TABLE') edits.insert(place, ` ${clause}`);
  else if (/\s$/.test(text.slice(0, place))) edits.insert(place, `${clause} `);
  else edits.insert(place, `\n${clause}`);
}

/** Where options go that are the first. */
function placeOf({ text, entry, table }: TableText, archive: ArchiveIndex): number {
  if (entry.desc === 'TABLE') return (table.distribution ?? table.partitioning)?.start ?? table.end;
  const cursor = archive.cursorOf(text);
  cursor.take('create', 'materialized', 'view');
  cursor.takeQualifiedName();
  return cursor.end;
}
