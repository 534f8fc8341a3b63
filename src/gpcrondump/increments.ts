import { CorruptArchiveError, UserError } from '../errors.ts';
import { type ByteString, shown } from '../model/text.ts';
import { masterPath } from './dump.ts';
import { textOf } from './text-file.ts';
import type { FoundDump, FoundDumps } from './found-dumps.ts';

/** Dumps whose rows make the state of the last of them. */
export interface Chain {
  /** From the newest to the full one. */
  readonly members: readonly ChainMember[];
  /** Tables of the newest, as `schema.table`. */
  readonly tables: ReadonlySet<ByteString>;
}

export interface ChainMember {
  readonly dump: FoundDump;
  /** Tables that had changed, of which it must have rows; null: it is the full one. */
  readonly changed: ReadonlySet<ByteString> | null;
}

/** A full dump lists those that were made upon it, and each of these the tables that had changed. */
export async function chainOf(target: FoundDump, dumps: FoundDumps): Promise<Chain> {
  const { full, increments } = await fullOf(target, dumps);
  const members: ChainMember[] = [];
  for (const timestamp of increments) {
    const dump = ofPrefix(dumps.get(timestamp), target);
    if (dump === undefined) {
      throw new UserError(`dump ${target.timestamp} needs dump ${timestamp}, which is not there`, {
        hint: 'It is an incremental one: tables that have not changed are in those before. Name their directories, too.',
      });
    }
    members.push({ dump, changed: new Set(await linesOf(masterPath(dump, 'dirty_list'))) });
  }
  members.push({ dump: full, changed: null });
  return { members, tables: new Set(await linesOf(masterPath(target, 'table_list'))) };
}

/** The full dump that a dump was made upon, and the increments from that one to it, newest first. */
async function fullOf(
  target: FoundDump,
  dumps: FoundDumps,
): Promise<{ readonly full: FoundDump; readonly increments: readonly string[] }> {
  const candidates = [...dumps.values()].flat().filter(({ prefix }) => prefix === target.prefix);
  for (const full of candidates.toSorted((one, other) => (one.timestamp < other.timestamp ? 1 : -1))) {
    const path = full.master.get('increments');
    if (path === undefined) continue;
    const timestamps = await linesOf(path);
    const broken = timestamps.find((each) => !/^\d{14}$/.test(each));
    if (broken !== undefined) {
      throw new CorruptArchiveError(`"${shown(broken)}" is no timestamp`, { detail: `file "${path}"` });
    }
    if (!timestamps.includes(target.timestamp)) continue;
    const upTo = timestamps.filter((each) => each <= target.timestamp);
    return { full, increments: [...new Set(upTo)].toSorted().toReversed() };
  }
  throw new UserError(`there is no full dump that dump ${target.timestamp} was made upon`, {
    hint:
      'It is an incremental one. A full dump lists those that were made upon it in gp_dump_<timestamp>_increments: ' +
      'name its directory, too.',
  });
}

const ofPrefix = (dumps: readonly FoundDump[] | undefined, { prefix }: FoundDump): FoundDump | undefined =>
  dumps?.find((dump) => dump.prefix === prefix);

/** Names are as they are, blanks and all. */
async function linesOf(path: string): Promise<readonly ByteString[]> {
  const text = await textOf(path);
  if (text !== '' && !text.endsWith('\n')) {
    throw new CorruptArchiveError('the file ends within a line', { detail: `file "${path}"` });
  }
  return text.split('\n').filter((line) => line !== '');
}
