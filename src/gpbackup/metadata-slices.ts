import { CorruptArchiveError } from '../errors.ts';
import { type ByteString, shown } from '../model/text.ts';
import { qualified } from './names.ts';
import type { MetadataEntry, TableOfContents } from './table-of-contents.ts';

/** A part of metadata.sql: one object's CREATE, or something that is said of it later. */
export interface MetadataSlice extends Omit<MetadataEntry, 'start' | 'end'> {
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
  let hasSession = false;
  const cut = (entries: readonly MetadataEntry[]): MetadataSlice[] => {
    let before = 0;
    return entries.flatMap((entry) => {
      const { start, end, ...about } = entry;
      if (entry.objectType === 'SESSION GUCS') {
        if (hasSession) return [];
        hasSession = true;
      }
      if (start < before || end < start || end > metadata.length) throw notInside(entry, metadata.length, file);
      before = end;
      const text = metadata.toString('latin1', start, end).replace(blanksAround, '');
      return text === '' ? [] : [{ ...about, text }];
    });
  };
  return { global: cut(toc.global), preData: cut(toc.preData), postData: cut(toc.postData) };
}

function notInside(entry: MetadataEntry, size: number, file: string): CorruptArchiveError {
  const { objectType, start, end } = entry;
  return new CorruptArchiveError(
    `the table of contents does not fit the metadata: bytes ${start} to ${end} of ${size} cannot be those of one entry`,
    { detail: `file "${file}", ${objectType} ${shown(qualified(entry))}` },
  );
}
