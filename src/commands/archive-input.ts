import type { ArchiveFormatName, ArchiveSource } from '../archive/formats.ts';
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

export const archiveSource = (path: string | undefined, { stdin }: Pick<Io, 'stdin'>): ArchiveSource =>
  path === undefined ? { stream: stdin, name: 'standard input' } : { path };
