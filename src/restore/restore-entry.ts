import { wholeEntry, type ArchiveReader } from '../archive/archive.ts';
import { quoteQualified } from '../ddl/quote.ts';
import type { Reporter } from '../log.ts';
import { shown } from '../model/text.ts';
import { isDatabase, type LargeObjectPayload, type Replay } from '../sink/replay.ts';
import type { TocEntry } from '../toc/entry.ts';
import type { RestoreOptions } from './options.ts';
import { isWanted, type PickedEntry } from './pick.ts';
import type { TableLinks } from './table-links.ts';
import type { Tally } from './tally.ts';

/** What restoring one entry after another needs: one per connection, sharing `tables` and `tally`. */
export interface Lane {
  readonly reader: ArchiveReader;
  readonly replay: Replay;
  readonly options: RestoreOptions;
  readonly reporter: Reporter;
  readonly tables: TableLinks;
  readonly tally: Tally;
  /** One of several that work at the same time. */
  readonly parallel: boolean;
}

/** Restores one entry: its definition, its data, or both (restore_toc_entry in pg_backup_archiver.c). */
export async function restoreEntry(lane: Lane, picked: PickedEntry): Promise<void> {
  const { entry } = picked;
  if (!isWanted(picked)) return;
  lane.tally.begin();
  if (entry.desc === 'WARNING') warn(lane, entry);
  if (picked.schema) await restoreDefinition(lane, entry);
  if (picked.data && !lane.tables.isInhibited(entry)) {
    if (entry.hasData) await restoreData(lane, entry);
    else if (!picked.schema) {
      lane.reporter.verbose(`executing ${shown(entry.desc)} ${shown(entry.tag)}`);
      await lane.replay.definition(entry);
    }
  }
  if (picked.statistics) await lane.replay.statistics(await wholeEntry(entry, lane.reader.definition));
  await lane.replay.transactions.count();
  lane.tally.entryDone();
}

function warn(lane: Lane, entry: TocEntry): void {
  const text = (lane.options.schema ? entry.definition : '') || entry.copyStatement;
  if (!text || lane.options.hideDumpWarnings) return;
  const message = `warning from original dump file: ${shown(text)}`;
  lane.reporter.diagnostic({ severity: 'warning', subject: null, message });
}

async function restoreDefinition(lane: Lane, entry: TocEntry): Promise<void> {
  const name = entry.namespace === null ? shown(entry.tag) : `${shown(entry.namespace)}.${shown(entry.tag)}`;
  lane.reporter.verbose(`creating ${shown(entry.desc)} "${name}"`);
  if (isDatabase(entry)) return lane.replay.database(entry);
  const done = await lane.replay.definition(entry);
  if (entry.desc !== 'TABLE') return;
  if (done) lane.tables.markCreated(entry);
  else if (lane.options.noDataForFailedTables) {
    lane.reporter.verbose(`table "${shown(entry.tag)}" could not be created, will not restore its data`);
    lane.tables.inhibitData(entry);
  }
}

async function restoreData(lane: Lane, entry: TocEntry): Promise<void> {
  const { reader, replay, tally } = lane;
  if (entry.desc === 'BLOBS') {
    await replay.largeObjects(entry, carriedObjects(lane, entry));
  } else if (entry.desc === 'BLOB COMMENTS') {
    await replay.largeObjectComments(entry, tally.carried(entry, reader.readData(entry)));
  } else {
    const isOurs = lane.tables.isCreated(entry) && !loadsViaPartitionRoot(entry);
    // In one transaction with others an INSERT that is refused would take them all along.
    const truncate = lane.parallel && isOurs && Boolean(entry.copyStatement);
    const loaded = await replay.tableData(entry, tally.carried(entry, reader.readData(entry)), { truncate });
    if (loaded.done) tally.tableDone(loaded.rows);
  }
}

async function* carriedObjects(lane: Lane, entry: TocEntry): AsyncGenerator<LargeObjectPayload> {
  for await (const object of lane.reader.readLargeObjects(entry)) {
    yield { oid: object.oid, data: lane.tally.carried(entry, object.data) };
  }
}

/** Rows that a partition's entry sends to an ancestor may land in other partitions, whose rows must stay. */
function loadsViaPartitionRoot(entry: TocEntry): boolean {
  if (entry.definition?.startsWith('-- load via partition root ')) return true;
  if (!entry.copyStatement) return false;
  return !entry.copyStatement.startsWith(`COPY ${quoteQualified(entry.namespace, entry.tag)} `);
}
