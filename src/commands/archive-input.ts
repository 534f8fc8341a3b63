import type { ArchiveFormatName } from '../archive/formats.ts';
import { UserError } from '../errors.ts';
import type { InputSource } from '../restore/open-input.ts';
import type { Io } from './command.ts';
import type { BackupSetGiven } from './options/backup-set.ts';
import { fileName } from './options/definition.ts';
import { UsageError } from './options/usage-error.ts';
import { optionsRelease } from './program.ts';
import type { Program } from './program.ts';

/** What -F names; before 18 pg_restore looked at its first letter only. */
export function archiveFormatOf(typed: string | undefined, program: Program): ArchiveFormatName | undefined {
  const { formatsByLetter } = optionsRelease(program);
  switch (formatsByLetter ? typed?.[0]?.toLowerCase() : typed?.toLowerCase()) {
    case undefined:
      return undefined;
    case 'c':
    case 'custom':
      return 'custom';
    case 'd':
    case 'directory':
      return 'directory';
    case 't':
    case 'tar':
      return 'tar';
    case formatsByLetter ? undefined : 'p':
    case 'plain':
      throw new UserError(`archive format "${typed}" is not supported; please use psql`);
    default:
      throw new UserError(`unrecognized archive format "${typed}"; please specify "c", "d", or "t"`);
  }
}

/** The same of what is read, which may be a script unless the program stands in for pg_restore. */
export const inputFormatOf = (typed: string | undefined, program: Program): ArchiveFormatName | undefined =>
  program.genuine === null && /^p(?:lain)?$/i.test(typed ?? '') ? undefined : archiveFormatOf(typed, program);

/** At most one operand: the archive's path; undefined: standard input. */
export function archivePath(operands: readonly string[]): string | undefined {
  const [path, tooMany] = operands;
  if (tooMany !== undefined) throw new UsageError(`too many command-line arguments (first is "${tooMany}")`);
  return path === undefined ? undefined : fileName(path);
}

/** An archive or script, or where a directory or timestamp of gpbackup's is named, that set. */
export function inputSource(
  path: string | undefined,
  {
    backupDirs,
    timestamp,
    pluginConfig,
    prefix,
    segmentCount,
    incremental = false,
  }: BackupSetGiven & { readonly incremental?: boolean },
  { stdin, signal }: Pick<Io, 'stdin' | 'signal'>,
): InputSource {
  const directories = [...backupDirs, ...(path === undefined ? [] : [path])];
  if (pluginConfig !== undefined) {
    checkPluginOptions(directories, timestamp, prefix);
    return { backupSet: { directories, timestamp, pluginConfig, segmentCount, incremental, signal } };
  }
  if (backupDirs.length > 0 || timestamp !== undefined || prefix !== undefined) {
    if (directories.length > 0) return { backupSet: { directories, timestamp, prefix, segmentCount, incremental } };
    throw new UserError('no backup directory specified', { hint: 'Say --backup-dir=DIRECTORY.' });
  }
  return path === undefined ? { stream: stdin, name: 'standard input' } : { path };
}

/** What a plugin holds is nowhere else, and it is asked by the set's timestamp. */
export function checkPluginOptions(
  directories: readonly string[],
  timestamp: string | undefined,
  prefix: string | undefined,
): void {
  if (prefix !== undefined) throw new UserError('options --plugin-config and --prefix cannot be used together');
  if (directories.length > 0) throw new UserError('options --plugin-config and --backup-dir cannot be used together');
  if (timestamp === undefined) throw new UserError('option --plugin-config requires option --timestamp');
}
