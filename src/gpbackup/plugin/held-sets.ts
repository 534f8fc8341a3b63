import { UserError } from '../../errors.ts';
import { wholeFile } from '../../files/whole-file.ts';
import type { Oid } from '../../model/catalog-id.ts';
import { type BackupConfig, readConfig } from '../config.ts';
import { coordinatorFileName, type CoordinatorFile, type DataSuffix, segmentTocName } from '../file-names.ts';
import type { FoundContent, FoundSet, Place } from '../found-sets.ts';
import { plannedTimestamps } from '../planned-tables.ts';
import { withSegmentCount } from '../segment-count.ts';
import { readTableOfContents } from '../table-of-contents.ts';
import type { Plugin } from './plugin.ts';

const suffixes: Readonly<Record<BackupConfig['compression'], DataSuffix>> = { none: '', gzip: '.gz', zstd: '.zst' };

/**
 * The backups of a set as if their files had been found: those of the coordinator are fetched in gprestore's order, rows are
 * asked for when they are read.
 */
export async function heldSets(
  plugin: Plugin,
  timestamp: string,
  segmentCount?: number,
): Promise<Map<string, FoundSet>> {
  const config = await coordinatorFile(plugin, timestamp, 'config.yaml');
  const own = withSegmentCount(readConfig(await wholeFile(config), config), segmentCount, timestamp);
  for (let content = 0; content < (own.segmentCount ?? 0); content += 1) await plugin.setUpSegment(content);
  const metadata = await coordinatorFile(plugin, timestamp, 'metadata.sql');
  const sets = new Map([[timestamp, await heldSet(plugin, timestamp, own, config)]]);
  sets.get(timestamp)!.coordinator.set('metadata.sql', metadata);
  for (const each of plannedTimestamps(own, timestamp)) {
    if (sets.has(each)) continue;
    const path = await coordinatorFile(plugin, each, 'config.yaml');
    const older = withSegmentCount(readConfig(await wholeFile(path), path), segmentCount, each);
    sets.set(each, await heldSet(plugin, each, older, path));
    // Older ones do not say everywhere which tables are replicated: their statements do.
    sets.get(each)!.coordinator.set('metadata.sql', await coordinatorFile(plugin, each, 'metadata.sql'));
  }
  return sets;
}

const coordinatorFile = (plugin: Plugin, timestamp: string, what: CoordinatorFile): Promise<string> =>
  plugin.fetch(-1, timestamp, coordinatorFileName(timestamp, what));

async function heldSet(plugin: Plugin, timestamp: string, config: BackupConfig, configFile: string): Promise<FoundSet> {
  const tocFile = await coordinatorFile(plugin, timestamp, 'toc.yaml');
  const { data } = readTableOfContents(await wholeFile(tocFile), tocFile);
  const coordinator = new Map<CoordinatorFile, string>([
    ['config.yaml', configFile],
    ['toc.yaml', tocFile],
  ]);
  const contents = new Map<number, FoundContent>();
  if (data.length > 0 && config.segmentCount === null) {
    throw new UserError(`backup ${timestamp} does not say of how many segments it is`, {
      hint: 'gpbackup says so since 1.25: say --segment-count=NUMBER, of primary segments that the cluster had then.',
    });
  }
  const count = data.length === 0 ? 0 : (config.segmentCount ?? 0);
  for (let content = 0; content < count; content += 1) {
    const place: Place = {
      directory: plugin.directoryOf(content, timestamp),
      suffix: suffixes[config.compression],
      stream: plugin.stream,
    };
    const isSingle = config.singleDataFile;
    contents.set(content, {
      tables: new Map<Oid, Place>(isSingle ? [] : data.map(({ oid }) => [oid, place])),
      single: isSingle ? place : null,
      toc: isSingle ? await plugin.fetch(content, timestamp, segmentTocName(timestamp, content)) : null,
    });
  }
  return { timestamp, coordinator, contents, doubles: [] };
}
