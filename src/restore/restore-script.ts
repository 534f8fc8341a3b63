import type { ArchiveReader, DefinitionOf, LargeObject } from '../archive/archive.ts';
import { silentReporter } from '../log.ts';
import { DataFileSink } from '../sink/data-file-sink.ts';
import type { ScriptOutput } from '../sink/through-transform.ts';
import type { ArchiveHeader, TocEntry } from '../toc/entry.ts';
import type { RestoreOptions } from './options.ts';
import { restoreArchive } from './restore.ts';

const note = `--
-- NOTE:
--
-- File paths need to be edited. Search for $$PATH$$ and
-- replace it with the path to the directory containing
-- the extracted data files.
--
`;

/**
 * The member `restore.sql` of a tar archive: a script that restores everything from the members beside it, into the
 * database it came from, which it drops and creates (pg_backup_tar.c, _CloseArchive).
 */
export async function* restoreScript(
  header: ArchiveHeader,
  entries: readonly TocEntry[],
  options: RestoreOptions,
  definition?: DefinitionOf,
): AsyncGenerator<Uint8Array> {
  const written: Uint8Array[] = [];
  const output: ScriptOutput = {
    write: async (bytes) => void written.push(Buffer.from(bytes)),
    finish: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
  const forced = { clean: true, create: true, superuser: undefined, verbose: false, hideDumpWarnings: true };
  await restoreArchive(
    withoutPayloads(header, entries, definition),
    new DataFileSink(output),
    { ...options, ...forced },
    silentReporter,
  );
  yield Buffer.from(note);
  yield* written;
}

async function* nothing(): AsyncGenerator<never> {}

function withoutPayloads(
  header: ArchiveHeader,
  entries: readonly TocEntry[],
  definition: DefinitionOf | undefined,
): ArchiveReader {
  return {
    format: 'tar',
    header,
    entries,
    access: 'sequential',
    ...(definition === undefined ? {} : { definition }),
    dataLength: () => null,
    readData: () => nothing(),
    readLargeObjects: (): AsyncIterable<LargeObject> => nothing(),
    [Symbol.asyncDispose]: async () => {},
  };
}
