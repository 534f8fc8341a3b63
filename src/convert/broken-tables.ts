import type { ArchiveReader } from '../archive/archive.ts';
import { withEntries } from '../archive/with-entries.ts';
import { CorruptArchiveError } from '../errors.ts';
import type { Reporter } from '../log.ts';
import { shown } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';

/** What can be saved of a set, and how many tables cannot. */
export interface Saved {
  readonly reader: ArchiveReader;
  readonly broken: number;
}

/** Reads all rows, and leaves out those of tables of which not all can be read: each is told, with the reason. */
export async function withoutBroken(
  reader: ArchiveReader,
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<Saved> {
  const broken = new Set<TocEntry>();
  for (const entry of reader.entries.filter(({ hasData }) => hasData)) {
    const error = await faultOf(reader, entry, signal);
    if (error === null) continue;
    broken.add(entry);
    const { detail, hint } = error;
    const table = shown(entry.namespace === null ? entry.tag : `${entry.namespace}.${entry.tag}`);
    reporter.diagnostic({
      severity: 'error',
      subject: null,
      message: `rows of table ${table} are left out: ${error.message}`,
      ...(detail === undefined ? {} : { detail }),
      ...(hint === undefined ? {} : { hint }),
    });
  }
  const kept = reader.entries.filter((entry) => !broken.has(entry));
  return {
    reader: broken.size === 0 ? reader : withEntries(reader, kept, (entry, stop) => reader.readData(entry, stop)),
    broken: broken.size,
  };
}

async function faultOf(
  reader: ArchiveReader,
  entry: TocEntry,
  signal: AbortSignal | undefined,
): Promise<CorruptArchiveError | null> {
  try {
    for await (const _chunk of reader.readData(entry, signal)) signal?.throwIfAborted();
    return null;
  } catch (error) {
    if (error instanceof CorruptArchiveError) return error;
    throw error;
  }
}
