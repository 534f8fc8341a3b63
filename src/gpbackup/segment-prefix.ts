import { resolve } from 'node:path';

/**
 * What names of segments' directories begin with, as `gpseg` in `gpseg-1/backups/20261121/20261121031553`, which tells the
 * backups of two clusters apart; null: the directory is another, as of files that were gathered by hand.
 */
export const segmentPrefixOf = (directory: string): string | null =>
  /([^/]*?)(?:-1|\d+)\/backups\/\d{8}\/\d{14}$/.exec(resolve(directory))?.[1] ?? null;

export const isOfPrefix = (directory: string, prefix: string | undefined): boolean =>
  prefix === undefined || segmentPrefixOf(directory) === prefix;
