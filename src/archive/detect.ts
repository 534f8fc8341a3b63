import { UserError } from '../errors.ts';
import { archiveMagic } from '../toc/header.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { isMemberHeader, tarBlockSize } from './tar/member-header.ts';

/** How pg_dump's and pg_dumpall's scripts begin. */
const textHeaders = [
  '--\n-- PostgreSQL database dump\n--\n\n',
  '--\n-- PostgreSQL database cluster dump\n--\n\n',
  '--\n-- Greenplum Database database dump\n--\n\n',
  '--\n-- Greenplum Database cluster dump\n--\n\n',
];

/** What files begin with that people take for archives, and what they should do. */
const wrappings: readonly { readonly magic: readonly number[]; readonly program: string }[] = [
  { magic: [0x1f, 0x8b], program: 'gzip -d' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], program: 'zstd -d' },
  { magic: [0x04, 0x22, 0x4d, 0x18], program: 'lz4 -d' },
  { magic: [0x42, 0x5a, 0x68], program: 'bzip2 -d' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], program: 'xz -d' },
];

/** The format of a file or pipe from its first bytes, as pg_restore finds it (_discoverArchiveFormat). */
export async function detectFormat(cursor: ByteCursor): Promise<'custom' | 'tar'> {
  const { name } = cursor;
  const signature = await cursor.peek(archiveMagic.length);
  if (signature.length < archiveMagic.length) {
    const message = `input file is too short (read ${signature.length}, expected ${archiveMagic.length})`;
    throw new UserError(message, { detail: `file "${name}"` });
  }
  if (signature.toString('latin1') === archiveMagic) return 'custom';
  const block = await cursor.peek(tarBlockSize);
  if (isMemberHeader(block)) return 'tar';
  throw notAnArchive(block, name);
}

/** Whether bytes are the first of an archive, or of one that is compressed as a whole. */
export const isArchiveStart = (start: Buffer): boolean =>
  archiveMagic.startsWith(start.toString('latin1', 0, archiveMagic.length)) ||
  isMemberHeader(start) ||
  wrappings.some(({ magic }) => magic.every((byte, index) => start[index] === byte));

function notAnArchive(block: Buffer, name: string): UserError {
  const detail = `file "${name}"`;
  if (textHeaders.some((header) => block.toString('latin1').startsWith(header))) {
    const hint = 'Plain-text dumps are restored with psql.';
    return new UserError('input file appears to be a text format dump. Please use psql.', { detail, hint });
  }
  const tooShort = block.length < tarBlockSize ? ' (too short?)' : '';
  const wrapping = wrappings.find(({ magic }) => magic.every((byte, index) => block[index] === byte));
  return new UserError(`input file does not appear to be a valid archive${tooShort}`, {
    detail,
    ...(wrapping === undefined
      ? {}
      : { hint: `The file is compressed as a whole: unpack it with "${wrapping.program}" first.` }),
  });
}
