import { CorruptArchiveError } from '../errors.ts';
import { shown } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';

/** Where in a file an archive is broken. */
export interface FilePlace {
  readonly file: string;
  /** Byte of the file, from 0; null: the file is compressed, or not read at all. */
  readonly offset: number | null;
}

const placeText = ({ file, offset }: FilePlace): string =>
  offset === null ? `file "${file}"` : `file "${file}", byte ${offset}`;

const entryText = (entry: TocEntry): string => `entry ${entry.dumpId} ${entry.desc} ${shown(entry.tag)}`;

export function corrupt(message: string, place: FilePlace, cause?: unknown): CorruptArchiveError {
  return new CorruptArchiveError(message, { detail: placeText(place), cause });
}

/** Adds what one layer knows to a corruption that a deeper one found; other errors pass. */
function withDetail(error: unknown, detail: string, after: boolean): unknown {
  if (!(error instanceof CorruptArchiveError)) return error;
  const details = [error.detail, detail].filter((part) => part !== undefined);
  return new CorruptArchiveError(error.message, {
    detail: (after ? details : details.toReversed()).join(', '),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  });
}

/** The deepest layer knows the place best. */
export const atPlace = (error: unknown, place: FilePlace): unknown =>
  error instanceof CorruptArchiveError && error.detail?.includes('file "')
    ? error
    : withDetail(error, placeText(place), false);

export const atEntry = (error: unknown, entry: TocEntry): unknown => withDetail(error, entryText(entry), true);

/** The payload of an entry: what is found corrupt in it names the entry. */
export async function* namingEntry<T>(entry: TocEntry, payload: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  try {
    yield* payload;
  } catch (error) {
    throw atEntry(error, entry);
  }
}
