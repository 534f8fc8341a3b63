import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { UserError } from '../errors.ts';
import { toByteString } from '../model/text.ts';
import type { BackupConfig } from './config.ts';
import type { History, NotedBackup } from './history.ts';
import { unquoted } from './names.ts';

/** Values of a row as SQLite has them. */
type Row = Readonly<Record<string, unknown>>;

/**
 * What gpbackup_history.db says. A copy is read: a reader of SQLite's may leave files of its own beside the original, which
 * is in the data directory of a cluster.
 */
export async function historyInDatabase(bytes: Uint8Array, path: string): Promise<History> {
  const directory = await mkdtemp(join(tmpdir(), 'gpferry-'));
  try {
    const copy = join(directory, 'history.db');
    await writeFile(copy, bytes, { mode: 0o600 });
    return rowsIn(copy);
  } catch (cause) {
    throw new UserError(`could not read the history of backups in "${path}"`, { cause });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function rowsIn(file: string): History {
  const database = new sqlite.Database(file, { readOnly: true, fileMustExist: true });
  try {
    const needs = new Map<string, string[]>();
    const members = database.all(
      `SELECT DISTINCT timestamp, restore_plan_timestamp AS needed
FROM restore_plan_tables
WHERE restore_plan_timestamp <> timestamp
ORDER BY timestamp, restore_plan_timestamp`,
    );
    for (const row of members) {
      const [timestamp, needed] = [textOf(row, 'timestamp'), textOf(row, 'needed')];
      needs.set(timestamp, [...(needs.get(timestamp) ?? []), needed]);
    }
    // Columns came with the years.
    const backups = database.all('SELECT * FROM backups ORDER BY timestamp');
    return new Map(
      backups.map((row): [string, NotedBackup] => {
        const timestamp = textOf(row, 'timestamp');
        return [timestamp, { config: configOf(row), needs: needs.get(timestamp) ?? [] }];
      }),
    );
  } finally {
    database.close();
  }
}

const textOf = (row: Row, column: string): string => String(row[column] ?? '');
const isSet = (row: Row, column: string): boolean => Number(row[column] ?? 0) !== 0;

function configOf(row: Row): Omit<BackupConfig, 'restorePlan'> {
  const type = textOf(row, 'compression_type');
  return {
    timestamp: textOf(row, 'timestamp'),
    backupVersion: textOf(row, 'backup_version'),
    databaseName: unquoted(toByteString(textOf(row, 'database_name'))),
    databaseVersion: textOf(row, 'database_version'),
    compression: !isSet(row, 'compressed') ? 'none' : type === 'zstd' ? 'zstd' : 'gzip',
    segmentCount: Number(row['segment_count'] ?? 0) || null,
    dataOnly: isSet(row, 'data_only'),
    metadataOnly: isSet(row, 'metadata_only'),
    singleDataFile: isSet(row, 'single_data_file'),
    leafPartitionData: isSet(row, 'leaf_partition_data'),
    incremental: isSet(row, 'incremental'),
    withStatistics: isSet(row, 'with_statistics'),
    withoutGlobals: isSet(row, 'without_globals'),
    includesTables: isSet(row, 'include_table_filtered'),
    includesSchemas: isSet(row, 'include_schema_filtered'),
    excludes: isSet(row, 'exclude_table_filtered') || isSet(row, 'exclude_schema_filtered'),
    plugin: toByteString(textOf(row, 'plugin')),
    status: textOf(row, 'status'),
    deleted: textOf(row, 'date_deleted'),
  };
}
