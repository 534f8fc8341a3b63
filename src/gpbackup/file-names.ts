import type { Oid } from '../model/catalog-id.ts';

/** Files of the coordinator that a set is read from. */
export type CoordinatorFile = 'config.yaml' | 'metadata.sql' | 'toc.yaml' | 'report' | 'statistics.sql';

export type DataSuffix = '' | '.gz' | '.zst';

/** What the name of a file says: content is the number of a segment, from 0. */
export type BackupFile =
  | { readonly kind: 'coordinator'; readonly timestamp: string; readonly what: CoordinatorFile }
  | { readonly kind: 'segment toc'; readonly timestamp: string; readonly content: number }
  | { readonly kind: 'single'; readonly timestamp: string; readonly content: number; readonly suffix: DataSuffix }
  | {
      readonly kind: 'table';
      readonly timestamp: string;
      readonly content: number;
      readonly oid: Oid;
      readonly suffix: DataSuffix;
    };

const coordinatorFile = /^gpbackup_(\d{14})_(config\.yaml|metadata\.sql|toc\.yaml|report|statistics\.sql)$/;
const segmentFile = /^gpbackup_(\d+)_(\d{14})(?:_(\d+)(\.gz|\.zst)?|_(toc\.yaml)|(\.gz|\.zst)?)$/;

/** null: no file of a backup set, or one that is left over from making or restoring it. */
export function backupFileOf(name: string): BackupFile | null {
  if (!name.startsWith('gpbackup_')) return null;
  const ofCoordinator = coordinatorFile.exec(name);
  if (ofCoordinator !== null) {
    const [, timestamp = '', what] = ofCoordinator;
    return { kind: 'coordinator', timestamp, what: what as CoordinatorFile };
  }
  const ofSegment = segmentFile.exec(name);
  if (ofSegment === null) return null;
  const [, content, timestamp = '', oid, tableSuffix, toc, singleSuffix] = ofSegment;
  const common = { timestamp, content: Number(content) };
  if (toc !== undefined) return { kind: 'segment toc', ...common };
  if (oid === undefined) return { kind: 'single', ...common, suffix: (singleSuffix ?? '') as DataSuffix };
  return { kind: 'table', ...common, oid: Number(oid), suffix: (tableSuffix ?? '') as DataSuffix };
}

export const coordinatorFileName = (timestamp: string, what: CoordinatorFile): string =>
  `gpbackup_${timestamp}_${what}`;

export const tableFileName = (timestamp: string, content: number, oid: Oid): string =>
  `gpbackup_${content}_${timestamp}_${oid}`;

export const singleFileName = (timestamp: string, content: number): string => `gpbackup_${content}_${timestamp}`;

export const segmentTocName = (timestamp: string, content: number): string =>
  `gpbackup_${content}_${timestamp}_toc.yaml`;

export const isTimestamp = (text: string): boolean => /^\d{14}$/.test(text);
