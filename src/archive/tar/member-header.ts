import { type FilePlace, corrupt } from '../corruption.ts';

/** Tar files are made of blocks of this size. */
export const tarBlockSize = 512;

export interface MemberHeader {
  readonly name: string;
  readonly size: number;
}

/** Bytes between the end of a member and the next block. */
export const paddingAfter = (size: number): number => (tarBlockSize - (size % tarBlockSize)) % tarBlockSize;

/** POSIX; GNU; pg_dump before 9.3, which had the version two bytes too early. */
const magics = ['ustar\0' + '00', 'ustar  \0', 'ustar00\0'];

/** Whether this block begins a tar file, as pg_restore tells it (isValidTarHeader). */
export const isMemberHeader = (block: Buffer): boolean =>
  block.length >= tarBlockSize && checksumOf(block) === tarNumber(block, 148, 8) && hasMagic(block);

const hasMagic = (block: Buffer): boolean => magics.includes(block.toString('latin1', 257, 265));

/** null: a block of zeros, which stands at the end. */
export function decodeMemberHeader(block: Buffer, place: FilePlace): MemberHeader | null {
  const name = block.toString('latin1', 0, 100).replace(/\0.*$/s, '');
  const expected = tarNumber(block, 148, 8);
  const computed = checksumOf(block);
  if (computed !== expected) {
    if (block.every((byte) => byte === 0)) return null;
    throw corrupt(`corrupt tar header found in ${name} (expected ${expected}, computed ${computed})`, place);
  }
  if (!hasMagic(block)) throw corrupt(`corrupt tar header found in ${name} (unknown kind of tar file)`, place);
  const size = tarNumber(block, 124, 12);
  if (size > Number.MAX_SAFE_INTEGER - tarBlockSize) {
    throw corrupt(`corrupt tar header found in ${name} (invalid file length)`, place);
  }
  return { name, size };
}

/** Octal digits, or for what does not fit into them 0x80 and the number itself, most significant byte first. */
function tarNumber(block: Buffer, start: number, length: number): number {
  if (block[start] === 0x80) {
    return block.subarray(start + 1, start + length).reduce((value, byte) => value * 256 + byte, 0);
  }
  const digits = /^[0-7]*/.exec(block.toString('latin1', start, start + length));
  return parseInt(digits?.[0] || '0', 8);
}

/** Sum of all bytes, those of the checksum itself taken for spaces. */
function checksumOf(block: Buffer): number {
  let sum = 0;
  for (let index = 0; index < tarBlockSize; index++) {
    sum += index >= 148 && index < 156 ? 0x20 : (block[index] ?? 0);
  }
  return sum;
}
