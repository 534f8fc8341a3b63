import { readFile } from 'node:fs/promises';

import { UserError } from '../errors.ts';
import type { Reporter } from '../log.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { byteStringOf, shown } from '../model/text.ts';
import { systemReason } from '../files/system-error.ts';
import type { TocEntry } from '../toc/entry.ts';
import { readUseList } from '../toc/listing.ts';

/** Entries in the order they are restored in; `listed`: those a -L file names, null where there is none. */
export interface ChosenOrder {
  readonly entries: readonly TocEntry[];
  readonly listed: ReadonlySet<DumpId> | null;
}

/** The archive's own order, or that of a -L file. */
export async function chosenOrder(
  entries: readonly TocEntry[],
  path: string | undefined,
  reporter: Reporter,
): Promise<ChosenOrder> {
  if (path === undefined) return { entries, listed: null };
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UserError(`could not open TOC file "${path}": ${systemReason(error)}`, { cause: error });
  });
  const list = readUseList(byteStringOf(bytes), entries);
  for (const line of list.ignoredLines) {
    reporter.diagnostic({
      severity: 'warning',
      subject: null,
      message: `line ignored: ${shown(line.replace(/\n$/, ''))}`,
    });
  }
  return { entries: list.entries, listed: list.listed };
}
