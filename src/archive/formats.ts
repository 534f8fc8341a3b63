import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { UserError } from '../errors.ts';
import type { ArchiveReader, ArchiveWriter, FormatName } from './archive.ts';
import { ByteCursor, fileOrigin, streamOrigin } from './byte-cursor.ts';
import { openCustomFile, openCustomStream } from './custom/reader.ts';
import { createCustomArchive } from './custom/writer.ts';
import { tocFileName } from './data-files.ts';
import { detectFormat } from './detect.ts';
import { isArchiveDirectory, openDirectory } from './directory/reader.ts';
import { createDirectoryArchive } from './directory/writer.ts';
import type { OutputTarget } from '../files/output.ts';
import { doing } from '../files/system-error.ts';
import { openTar } from './tar/reader.ts';
import { createTarArchive } from './tar/writer.ts';
import type { WriterOptions } from './writing.ts';

export type ArchiveFormatName = Exclude<FormatName, 'plain'>;

/** A stream is read as far as the archive is, and destroyed with the reader; the name is for messages. */
export type ArchiveSource = { readonly path: string } | { readonly stream: Readable; readonly name: string };

interface ArchiveFormat {
  /** Data of several entries may be written at once, in any order. */
  readonly concurrentData: boolean;
  create(target: OutputTarget, options: WriterOptions): ArchiveWriter;
}

export const archiveFormats: Readonly<Record<ArchiveFormatName, ArchiveFormat>> = {
  custom: { concurrentData: false, create: createCustomArchive },
  tar: { concurrentData: false, create: createTarArchive },
  directory: {
    concurrentData: true,
    create(target, options) {
      if ('path' in target && target.path !== '') return createDirectoryArchive(target.path, options);
      throw new UserError('no output directory specified', {
        hint: 'The directory format writes many files: name their directory.',
      });
    },
  },
};

/** Nothing is touched before the writer's `begin`, whose header says version and compression. */
export const createArchive = (
  format: ArchiveFormatName,
  target: OutputTarget,
  options: WriterOptions = {},
): ArchiveWriter => archiveFormats[format].create(target, options);

/** Opens an archive of the given format, or finds out which it is. Only its table of contents is read. */
export async function openArchive(
  source: ArchiveSource,
  { format }: { readonly format?: FormatName | undefined } = {},
): Promise<ArchiveReader> {
  if (format === 'plain') throw new UserError('archive format "plain" is not supported; please use psql');
  if ('stream' in source) return await openStream(source.stream, source.name, format);
  const { path } = source;
  const opening = openingOf(path, format);
  const found = await doing(opening, () => stat(path));
  if (format === 'directory' && !found.isDirectory()) throw new UserError(`${opening}: Not a directory`);
  if (format === 'directory') return await openDirectory(path);
  if (!found.isDirectory()) return await openFile(path, found.isFile() ? found.size : null, format);
  if (format !== undefined) throw new UserError(`could not read from input file "${path}": Is a directory`);
  if (await isArchiveDirectory(path)) return await openDirectory(path);
  throw new UserError(`directory "${path}" does not appear to be a valid archive ("toc.dat" does not exist)`, {
    hint: 'A directory that gpbackup wrote is converted with "gpferry convert" first.',
  });
}

/** As the reader of each format says that it cannot open its file. */
function openingOf(path: string, format: FormatName | undefined): string {
  if (format === 'tar') return `could not open TOC file "${path}" for input`;
  return `could not open input file "${format === 'directory' ? join(path, tocFileName) : path}"`;
}

/** A regular file of that size, or with null what can only be read in order. */
async function openFile(path: string, size: number | null, format?: ArchiveFormatName): Promise<ArchiveReader> {
  const handle = await doing(`could not open input file "${path}"`, () => open(path, 'r'));
  if (size === null) return await openStream(handle.createReadStream(), path, format);
  const close = (): Promise<void> => handle.close();
  return await closingOnFailure(close, async () => {
    const cursor = new ByteCursor(fileOrigin(handle, path, size));
    const actual = format ?? (await detectFormat(cursor));
    return actual === 'tar' ? await openTar(cursor, close) : await openCustomFile(handle, path, size);
  });
}

async function openStream(stream: Readable, name: string, format?: ArchiveFormatName): Promise<ArchiveReader> {
  // Not awaited: a read that waits for the other side of a pipe cannot be called off.
  const close = async (): Promise<void> => void stream.destroy();
  return await closingOnFailure(close, async () => {
    if (format === 'directory') throw new UserError('the directory format cannot be read from a pipe');
    const cursor = new ByteCursor(streamOrigin(stream, name));
    const actual = format ?? (await detectFormat(cursor));
    return actual === 'tar' ? await openTar(cursor, close) : await openCustomStream(cursor, close);
  });
}

async function closingOnFailure<T>(close: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await close();
    throw error;
  }
}
