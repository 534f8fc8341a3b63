import { CorruptArchiveError, UserError } from '../errors.ts';
import type { OnUnreadable } from '../gpbackup/found-sets.ts';
import { type ListedSet, sizeOf } from '../gpbackup/list-sets.ts';
import { masterPath } from './dump.ts';
import { textOf } from './text-file.ts';
import { type FoundDump, type FoundDumps, findDumps } from './found-dumps.ts';
import { chainOf } from './increments.ts';
import { loggedErrors } from './logged-errors.ts';
import { type DumpReport, kindOf, readReport } from './report.ts';

/** All dumps of gpcrondump below directories, the oldest first. Nothing but reports and lists is read. */
export async function listDumps(
  directories: readonly string[],
  onUnreadable?: OnUnreadable,
  prefix?: string,
): Promise<readonly ListedSet[]> {
  const dumps = await findDumps(directories, onUnreadable, prefix);
  const found = [...dumps.values()].flat().toSorted((one, other) => (one.timestamp < other.timestamp ? -1 : 1));
  const sets: ListedSet[] = [];
  for (const dump of found) sets.push(await listedDump(dump, dumps));
  return sets;
}

async function listedDump(dump: FoundDump, dumps: FoundDumps): Promise<ListedSet> {
  const { report, status } = await reportOf(dump);
  const dbids = report?.segments.map(({ dbid }) => dbid) ?? null;
  const found = dbids?.filter((dbid) => dump.scripts.has(dbid)).length ?? dump.scripts.size;
  const isWhole =
    report === null ||
    (dump.scripts.has(report.master.dbid) && (report.isDataOnly || dump.postData.has(report.master.dbid)));
  const lacks = [
    ...(dump.doubles.length > 0 ? ['files are there twice'] : []),
    ...(isWhole ? [] : ["the master's files are missing"]),
    ...(dbids !== null && found < dbids.length ? ['files of segments are missing'] : []),
  ];
  return {
    timestamp: dump.timestamp,
    database: report?.database ?? null,
    kind: report === null ? '' : kindOf(report),
    version: 'gp_dump',
    segments: { found, of: dbids?.length ?? null },
    bytes: await sizeOf(filesOf(dump)),
    plugin: '',
    deleted: '',
    status: [status, ...lacks].join(', '),
    needs: report?.isIncremental === true ? await neededBy(dump, dumps) : [],
  };
}

async function reportOf(dump: FoundDump): Promise<{ readonly report: DumpReport | null; readonly status: string }> {
  if (!dump.master.has('report')) return { report: null, status: 'the report is missing' };
  const path = masterPath(dump, 'report');
  try {
    const report = readReport(await textOf(path), dump.timestamp, path);
    return { report, status: (await loggedErrors(dump)).length > 0 ? 'Failure' : 'Success' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { report: null, status: error instanceof CorruptArchiveError ? 'the report cannot be read' : 'Failure' };
  }
}

/** Older dumps that it was made upon; of a chain that is not whole none. */
async function neededBy(dump: FoundDump, dumps: FoundDumps): Promise<readonly string[]> {
  try {
    const { members } = await chainOf(dump, dumps);
    return members.filter((member) => member.dump !== dump).map((member) => member.dump.timestamp);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

const filesOf = ({ master, scripts, postData }: FoundDump): readonly string[] => [
  ...master.values(),
  ...[...scripts.values(), ...postData.values()].map(({ path }) => path),
];
