import type { ArchiveReader } from '../archive/archive.ts';
import type { ArchiveFormatName } from '../archive/formats.ts';
import { UserError } from '../errors.ts';
import type { Io } from './command.ts';
import { UsageError } from './options/usage-error.ts';

/** pg_restore looks at the first letter only. */
export function archiveFormatOf(typed: string | undefined): ArchiveFormatName | undefined {
  switch (typed?.[0]?.toLowerCase()) {
    case undefined:
      return undefined;
    case 'c':
      return 'custom';
    case 'd':
      return 'directory';
    case 't':
      return 'tar';
    default:
      throw new UserError(`unrecognized archive format "${typed}"; please specify "c", "d", or "t"`);
  }
}

/** At most one operand: the archive's path; undefined: standard input. */
export function archivePath(operands: readonly string[]): string | undefined {
  const [path, tooMany] = operands;
  if (tooMany !== undefined) throw new UsageError(`too many command-line arguments (first is "${tooMany}")`);
  return path;
}

/** Opens the archive that a command line names. */
export async function openArchiveInput(
  path: string | undefined,
  format: ArchiveFormatName | undefined,
  { stdin }: Pick<Io, 'stdin'>,
): Promise<ArchiveReader> {
  // Loaded when needed: help and option errors need none of it.
  const { openArchive } = await import('../archive/formats.ts');
  const source = path === undefined ? { stream: stdin, name: 'standard input' } : { path };
  return openArchive(source, format === undefined ? {} : { format });
}
