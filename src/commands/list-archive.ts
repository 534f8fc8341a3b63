import { openInput, type InputSource } from '../restore/open-input.ts';
import type { ArchiveReader } from '../archive/archive.ts';
import type { ArchiveFormatName } from '../archive/formats.ts';
import { silentReporter } from '../log.ts';
import type { Reporter } from '../log.ts';
import { defaultRestoreOptions } from '../restore/options.ts';
import type { ArchiveHeader, TocEntry } from '../toc/entry.ts';
import { listedEntries } from './listing.ts';
import type { ListSelection } from './listing.ts';

export interface ListRequest extends Partial<ListSelection> {
  readonly archive: InputSource;
  /** undefined: found out from the archive. */
  readonly archiveFormat?: ArchiveFormatName | undefined;
}

export interface Listing {
  readonly format: ArchiveReader['format'];
  readonly header: ArchiveHeader;
  readonly entries: readonly TocEntry[];
}

/** What an archive holds, or of that what a restore with the same selection would take. */
export async function list(request: ListRequest, reporter: Reporter = silentReporter): Promise<Listing> {
  await using reader = await openInput(request.archive, request.archiveFormat, { takesScripts: true });
  const selection = { ...defaultRestoreOptions, ...request };
  const entries = await listedEntries(reader, selection, reporter, { all: false });
  return { format: reader.format, header: reader.header, entries };
}
