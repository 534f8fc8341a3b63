import { type ByteString, shown } from '../model/text.ts';
import { unquoted } from './names.ts';
import { YamlReader } from './yaml-reader.ts';

/** Which tables' data a backup of a chain has for the set. */
export interface PlannedTables {
  readonly timestamp: string;
  /** As `schema.name`, quoted where they need be. */
  readonly tables: readonly ByteString[];
}

/** What config.yaml says. Keys came with the years: what an older one does not have is as gpbackup took it then. */
export interface BackupConfig {
  /** Of gpbackup: `1.30.5+dev.0.g78ca035`. */
  readonly backupVersion: string;
  readonly databaseName: ByteString;
  /** Of the server, in one of three spellings. */
  readonly databaseVersion: string;
  readonly compression: 'none' | 'gzip' | 'zstd';
  /** null: not said, before 1.25. */
  readonly segmentCount: number | null;
  readonly dataOnly: boolean;
  readonly metadataOnly: boolean;
  readonly singleDataFile: boolean;
  readonly leafPartitionData: boolean;
  readonly incremental: boolean;
  readonly withStatistics: boolean;
  readonly withoutGlobals: boolean;
  /** Only some tables, or only some schemas, or all but some. */
  readonly includesTables: boolean;
  readonly includesSchemas: boolean;
  readonly excludes: boolean;
  /** Of the program that has the data; '': they are files. */
  readonly plugin: ByteString;
  /** Oldest first; null: not said, before 1.3. */
  readonly restorePlan: readonly PlannedTables[] | null;
  /** '' before 1.18. */
  readonly status: string;
  /** '' in the oldest, and known by the file's name. */
  readonly timestamp: string;
  /** When it was deleted, or why that failed; '': it is there. */
  readonly deleted: string;
}

export const readConfig = (bytes: Uint8Array, file: string): BackupConfig => configIn(new YamlReader(bytes, file));

/** The mapping that comes next. */
export function configIn(yaml: YamlReader): BackupConfig {
  let compressed = true;
  let compressionType = '';
  let config: BackupConfig = {
    backupVersion: '',
    databaseName: '',
    databaseVersion: '',
    compression: 'gzip',
    segmentCount: null,
    dataOnly: false,
    metadataOnly: false,
    singleDataFile: false,
    leafPartitionData: false,
    incremental: false,
    withStatistics: false,
    withoutGlobals: false,
    includesTables: false,
    includesSchemas: false,
    excludes: false,
    plugin: '',
    restorePlan: null,
    status: '',
    timestamp: '',
    deleted: '',
  };
  const set = (fields: Partial<BackupConfig>): void => void (config = { ...config, ...fields });
  const readers: Readonly<Record<string, () => void>> = {
    backupversion: () => set({ backupVersion: shown(yaml.scalar()) }),
    databasename: () => set({ databaseName: unquoted(yaml.scalar()) }),
    databaseversion: () => set({ databaseVersion: shown(yaml.scalar()) }),
    compressed: () => void (compressed = yaml.boolean()),
    compressiontype: () => void (compressionType = yaml.scalar()),
    segmentcount: () => set({ segmentCount: yaml.integer() || null }),
    dataonly: () => set({ dataOnly: yaml.boolean() }),
    metadataonly: () => set({ metadataOnly: yaml.boolean() }),
    singledatafile: () => set({ singleDataFile: yaml.boolean() }),
    leafpartitiondata: () => set({ leafPartitionData: yaml.boolean() }),
    incremental: () => set({ incremental: yaml.boolean() }),
    withstatistics: () => set({ withStatistics: yaml.boolean() }),
    withoutglobals: () => set({ withoutGlobals: yaml.boolean() }),
    includetablefiltered: () => set({ includesTables: yaml.boolean() }),
    includeschemafiltered: () => set({ includesSchemas: yaml.boolean() }),
    excludetablefiltered: () => set({ excludes: yaml.boolean() || config.excludes }),
    excludeschemafiltered: () => set({ excludes: yaml.boolean() || config.excludes }),
    plugin: () => set({ plugin: yaml.scalar() }),
    restoreplan: () => set({ restorePlan: readPlan(yaml) }),
    status: () => set({ status: yaml.scalar() }),
    timestamp: () => set({ timestamp: yaml.scalar() }),
    datedeleted: () => set({ deleted: shown(yaml.scalar()) || config.deleted }),
    deleted: () => set({ deleted: config.deleted || (yaml.boolean() ? 'yes' : '') }),
  };
  yaml.mapping((key) => (readers[key] ?? (() => yaml.skip()))());
  const compression = compressed ? (compressionType === 'zstd' ? 'zstd' : 'gzip') : 'none';
  return { ...config, compression };
}

function readPlan(yaml: YamlReader): readonly PlannedTables[] {
  const plan: PlannedTables[] = [];
  yaml.list(() => {
    let timestamp = '';
    let tables: readonly ByteString[] = [];
    yaml.mapping((key) => {
      if (key === 'timestamp') timestamp = yaml.scalar();
      else if (key === 'tablefqns') tables = yaml.scalars();
      else yaml.skip();
    });
    plan.push({ timestamp, tables });
  });
  return plan;
}

/** `full`, `incremental`, `data only`, `metadata only`, and `filtered` where it is. */
export function kindOf({
  incremental,
  dataOnly,
  metadataOnly,
  includesTables,
  includesSchemas,
  excludes,
}: Omit<BackupConfig, 'restorePlan'>): string {
  const kind = metadataOnly ? 'metadata only' : dataOnly ? 'data only' : incremental ? 'incremental' : 'full';
  return includesTables || includesSchemas || excludes ? `${kind}, filtered` : kind;
}
