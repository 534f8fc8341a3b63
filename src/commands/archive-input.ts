import type { ArchiveFormatName, ArchiveSource } from '../archive/formats.ts';
import { UserError } from '../errors.ts';
import type { Io } from './command.ts';
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

/** At most one operand: the archive's path; undefined: standard input. */
export function archivePath(operands: readonly string[]): string | undefined {
  const [path, tooMany] = operands;
  if (tooMany !== undefined) throw new UsageError(`too many command-line arguments (first is "${tooMany}")`);
  return path === undefined ? undefined : fileName(path);
}

export const archiveSource = (path: string | undefined, { stdin }: Pick<Io, 'stdin'>): ArchiveSource =>
  path === undefined ? { stream: stdin, name: 'standard input' } : { path };
