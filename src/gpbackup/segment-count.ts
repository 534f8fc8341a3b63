import { UserError } from '../errors.ts';
import type { BackupConfig } from './config.ts';

/** What a user says of a backup that is too old to say it itself must be what it says, where it does. */
export function checkSegmentCount(said: number | undefined, own: number, timestamp: string): void {
  if (said === undefined || said === own) return;
  throw new UserError(`backup ${timestamp} is of ${own} segments, not of ${said}`, {
    hint: 'Leave out --segment-count: the backup says it itself.',
  });
}

export function withSegmentCount(config: BackupConfig, said: number | undefined, timestamp: string): BackupConfig {
  if (config.segmentCount !== null) checkSegmentCount(said, config.segmentCount, timestamp);
  return said === undefined ? config : { ...config, segmentCount: said };
}
