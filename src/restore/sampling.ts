import type { ArchiveReader } from '../archive/archive.ts';
import { UserError } from '../errors.ts';
import type { ByteString } from '../model/text.ts';
import type { Reporter } from '../log.ts';
import { ArchiveIndex } from '../rewrite/archive-index.ts';
import { pairToTry } from '../rewrite/distribution/best-spread.ts';
import { candidatesOf } from '../rewrite/distribution/candidates.ts';
import { chooseDistributions, type ChoiceOptions } from '../rewrite/distribution/choose.ts';
import { canBeReplicated, familiesOf, keyOfTable, type Family } from '../rewrite/distribution/families.ts';
import type { NotSampled, SampleSize, TableSample } from '../rewrite/distribution/sample.ts';
import { noPreferences } from '../rewrite/preferences.ts';
import type { RewriteOptions } from '../rewrite/rewrite-entries.ts';
import { TableRows } from './table-rows.ts';

type Looking = Pick<RewriteOptions, 'isWanted' | 'preferences' | 'lexing'> & {
  readonly signal?: AbortSignal | undefined;
};

/** Looks at the rows of tables whose distribution nothing else decides, and at how many there are where that does. */
export async function lookAtRows(
  reader: ArchiveReader,
  spreads: Pick<ChoiceOptions, 'enums'>,
  reporter: Reporter,
  { isWanted = () => true, preferences = noPreferences, lexing, signal }: Looking,
): Promise<Required<Pick<ChoiceOptions, 'samples' | 'small'>>> {
  const { sample, replicateBelow } = preferences;
  if (sample === null && replicateBelow === null) return { samples: new Map(), small: new Set() };
  const archive = new ArchiveIndex(reader.entries, lexing);
  const rows = new TableRows(reader, archive, reporter, signal);
  const wanted = new Set(reader.entries.flatMap((entry) => (isWanted(entry.dumpId) ? [keyOfTable(entry)] : [])));
  // What a child is distributed by is its parent's.
  const counts = ({ members, hasChildren }: Family): boolean =>
    hasChildren || members.some(({ entry }) => wanted.has(keyOfTable(entry)));
  const families = replicateBelow === null ? [] : familiesOf(reader.entries, archive).filter(counts);
  const small = await smallTables(families, rows, replicateBelow ?? 0);
  const samples = new Map<string, TableSample | NotSampled>();
  if (sample === null) return { samples, small };
  const { byRows } = chooseDistributions(reader.entries, archive, { ...spreads, ...preferences, small });
  const open = byRows.filter((family) => family.members[0]!.entry.desc === 'TABLE' && counts(family));
  rows.tablesTotal = open.length;
  const options = { ...preferences, ...spreads, sample };
  for (const family of open) {
    const found = rows.notSampled ?? (await sampled(family, archive, rows, options));
    samples.set(keyOfTable(family.members[0]!.entry), found);
  }
  return { samples, small };
}

/** A table without rows does not tell how many it will have. */
async function smallTables(families: readonly Family[], rows: TableRows, limit: number): Promise<ReadonlySet<string>> {
  const small = new Set<string>();
  if (families.length > 0 && rows.notSampled !== null) {
    throw new UserError(`cannot tell which tables are small: ${rows.notSampled.notSampled}`, {
      hint: 'Leave --replicate-below out, or have a custom or directory archive or a script in a file.',
    });
  }
  for (const family of families.filter(canBeReplicated)) {
    const bytes = await rows.bytesUpTo(family, limit);
    if (bytes !== null && bytes > 0 && bytes < limit) small.add(keyOfTable(family.members[0]!.entry));
  }
  return small;
}

/** The columns of a table, and two of them together where none spreads its rows. */
async function sampled(
  family: Family,
  archive: ArchiveIndex,
  rows: TableRows,
  { enums, sample, segments }: Pick<ChoiceOptions, 'enums' | 'segments'> & { readonly sample: SampleSize },
): Promise<TableSample | NotSampled> {
  const candidates = candidatesOf(family, archive, enums);
  const look = (columns: readonly ByteString[], places: readonly (readonly number[])[]) => {
    const keys = places.map((each) => ({ columns: each, placement: null }));
    return rows.look(family, { columns, keys, segments: 1 }, sample);
  };
  const names = candidates.map(({ name }) => name);
  const each = names.map((_, at) => [at]);
  const seen = await look(names, each);
  if ('notSampled' in seen) return seen;
  const columns = new Map(names.map((name, at) => [name, seen.keys[at]!]));
  const two = pairToTry(candidates, { columns }, segments);
  if (two === null) return { ...seen, columns, pair: null };
  const together = await look(two, [[0, 1]]);
  return 'notSampled' in together ? together : { ...seen, columns, pair: { columns: two, values: together.keys[0]! } };
}
