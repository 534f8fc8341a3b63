import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { wholeFile } from '../files/whole-file.ts';
import { type BackupConfig, configIn } from './config.ts';
import { YamlReader } from './yaml-reader.ts';

/** What gpbackup has noted of a backup in the data directory of the coordinator, whether its files are there or not. */
export interface NotedBackup {
  readonly config: Omit<BackupConfig, 'restorePlan'>;
  /** Older backups that have rows of it. */
  readonly needs: readonly string[];
}

/** Backups by their timestamps. */
export type History = ReadonlyMap<string, NotedBackup>;

const fileNames = ['gpbackup_history.db', 'gpbackup_history.yaml'] as const;

/** Reads a history of either sort: a database since 1.28, YAML before. */
export async function readHistory(path: string): Promise<History> {
  const bytes = await wholeFile(path);
  if (bytes.subarray(0, 15).toString('latin1') !== 'SQLite format 3') return historyInYaml(bytes, path);
  // Loaded when needed: hardly anybody has one.
  const { historyInDatabase } = await import('./history-database.ts');
  return await historyInDatabase(bytes, path);
}

/** The newest history in a directory, or in that of the coordinator below it; null: there is none. */
export async function findHistory(directories: readonly string[]): Promise<string | null> {
  for (const directory of directories) {
    const children = await readdir(directory, { withFileTypes: true }).catch(() => []);
    const coordinators = children.filter((each) => each.isDirectory() && each.name.endsWith('-1'));
    for (const place of [directory, ...coordinators.map(({ name }) => join(directory, name))]) {
      for (const name of fileNames) {
        const path = join(place, name);
        if (await isFile(path)) return path;
      }
    }
  }
  return null;
}

const isFile = async (path: string): Promise<boolean> =>
  await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

function historyInYaml(bytes: Uint8Array, path: string): History {
  const yaml = new YamlReader(bytes, path);
  const history = new Map<string, NotedBackup>();
  yaml.mapping((key) => {
    if (key !== 'backupconfigs') return yaml.skip();
    yaml.list(() => {
      const config = configIn(yaml);
      history.set(config.timestamp, { config, needs: neededBy(config, config.timestamp) });
    });
  });
  return history;
}

/** Older backups that have rows of one. */
export const neededBy = ({ restorePlan }: BackupConfig, own: string): readonly string[] =>
  (restorePlan ?? [])
    .filter(({ timestamp, tables }) => timestamp !== own && tables.length > 0)
    .map(({ timestamp }) => timestamp);
