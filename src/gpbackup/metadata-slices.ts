import { CorruptArchiveError } from '../errors.ts';
import { type ByteString, shown } from '../model/text.ts';
import { qualified } from './names.ts';
import type { MetadataEntry, TableOfContents } from './table-of-contents.ts';

/** A part of metadata.sql: one object's CREATE, or something that is said of it later. */
export interface MetadataSlice extends Omit<MetadataEntry, 'start' | 'end'> {
  /** Byte of metadata.sql where its text begins. */
  readonly at: number;
  /** Without blanks around it; never empty. */
  readonly text: ByteString;
}

export interface MetadataSlices {
  readonly global: readonly MetadataSlice[];
  readonly preData: readonly MetadataSlice[];
  readonly postData: readonly MetadataSlice[];
}

/** Not trim(), to which the byte A0 is a blank, too. */
const blanksAround = /^[ \t\r\n]+|[ \t\r\n]+$/g;

/** Cuts metadata.sql as the table of contents says. With statistics SESSION GUCS is there twice: the second is of another file. */
export function metadataSlices(toc: TableOfContents, metadata: Buffer, file: string): MetadataSlices {
  const [session] = toc.global.filter(isSession);
  const global = toc.global.filter((entry) => !isSession(entry) || entry === session);
  checkWhole([...global, ...toc.preData, ...toc.postData], metadata, file);
  const cut = (entries: readonly MetadataEntry[]): MetadataSlice[] =>
    entries.flatMap(({ schema, name, objectType, reference, start, end }) => {
      const whole = metadata.toString('latin1', start, end);
      const text = whole.replace(blanksAround, '');
      return text === '' ? [] : [{ schema, name, objectType, reference, at: start + whole.indexOf(text), text }];
    });
  return {
    global: cut(inFileOrder(global)),
    preData: cut(inFileOrder(toc.preData)),
    postData: cut(inFileOrder(toc.postData)),
  };
}

/** gpbackup notes each part as it writes it, so that its list is in this order, which is that of dependencies. */
const inFileOrder = (entries: readonly MetadataEntry[]): readonly MetadataEntry[] =>
  entries.toSorted((one, other) => one.start - other.start);

const isSession = ({ objectType }: MetadataEntry): boolean => objectType === 'SESSION GUCS';

const textBetween = (metadata: Buffer, start: number, end: number): ByteString =>
  metadata.toString('latin1', start, end).replace(blanksAround, '');

/** Nothing but blanks is in no entry, and nothing is in two. */
function checkWhole(entries: readonly MetadataEntry[], metadata: Buffer, file: string): void {
  let done = 0;
  const fits = (start: number): boolean => start >= done && textBetween(metadata, done, start) === '';
  for (const entry of entries.toSorted((one, other) => one.start - other.start || one.end - other.end)) {
    const { start, end } = entry;
    if (!fits(start) || end < start || end > metadata.length) throw notWhole(file, done, entry);
    done = end;
  }
  if (!fits(metadata.length)) throw notWhole(file, done, null);
}

function notWhole(file: string, done: number, entry: MetadataEntry | null): CorruptArchiveError {
  const what =
    entry === null
      ? `it goes on behind byte ${done}`
      : `${entry.objectType} ${shown(qualified(entry))} cannot be bytes ${entry.start} to ${entry.end} behind ${done}`;
  return new CorruptArchiveError('the table of contents does not fit the metadata', {
    detail: `file "${file}": ${what}`,
  });
}
