import { file, fileName, integer, nonEmptyText, text, type Option } from './definition.ts';

/** Where files of gpbackup's are, and which of the sets they make. */
export interface BackupSetGiven {
  readonly backupDirs: readonly string[];
  readonly timestamp: string | undefined;
  readonly pluginConfig: string | undefined;
  readonly prefix: string | undefined;
  readonly segmentCount: number | undefined;
}

export const noBackupSetGiven: BackupSetGiven = {
  backupDirs: [],
  timestamp: undefined,
  pluginConfig: undefined,
  prefix: undefined,
  segmentCount: undefined,
};

/** Greenplum has numbers of 16 bits for them. */
const maximumSegments = 32767;

/** As gpbackup and gprestore call them. */
export const backupSetOptions: readonly Option<BackupSetGiven>[] = [
  {
    long: 'backup-dir',
    own: true,
    argumentName: 'DIRECTORY',
    group: 'source',
    help: 'below it are files of the set; once for each of\nseveral directories',
    argument: 'required',
    apply: (value, { backupDirs }) => ({ backupDirs: [...backupDirs, fileName(value)] }),
  },
  {
    long: 'timestamp',
    own: true,
    argumentName: 'YYYYMMDDHHMMSS',
    group: 'source',
    help: 'which set (default: the newest)',
    ...nonEmptyText('timestamp'),
  },
  {
    long: 'prefix',
    own: true,
    argumentName: 'PREFIX',
    group: 'source',
    help: "of which cluster: as gpseg in gpbackup's directories\ngpseg-1, or what gpcrondump --prefix put before names",
    ...text('prefix'),
  },
  {
    long: 'segment-count',
    own: true,
    argumentName: 'NUM',
    group: 'source',
    help: 'how many segments the set is of, if it is too old to\nsay so (gpbackup before 1.25)',
    ...integer('segmentCount', '--segment-count', 1, maximumSegments),
  },
  {
    long: 'plugin-config',
    own: true,
    argumentName: 'FILENAME',
    group: 'source',
    help: "the set is held by gpbackup's plugin that this file\nconfigures",
    ...file('pluginConfig'),
  },
];

/** The task under which help of other commands shows them. */
export const backupSetTask = {
  group: 'source',
  heading: 'Which backup set of gpbackup or gpcrondump, instead of an archive',
} as const;
