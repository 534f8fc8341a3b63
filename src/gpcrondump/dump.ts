import { UserError } from '../errors.ts';
import { readDataFile } from '../gpbackup/data-file.ts';
import type { MasterFile } from './file-names.ts';
import { checkDoubles, type FoundDump, type ScriptPath } from './found-dumps.ts';
import { type DumpReport, type Instance, readReport } from './report.ts';
import { loggedErrors } from './logged-errors.ts';
import { textOf } from './text-file.ts';

/** The script of the master or of a segment. */
export interface InstanceScript extends ScriptPath {
  readonly content: number;
}

/** One run of gp_dump, all of whose files are there. */
export interface Dump {
  readonly found: FoundDump;
  readonly report: DumpReport;
  readonly master: InstanceScript;
  /** What comes after the rows; null: the dump has rows alone. */
  readonly postData: ScriptPath | null;
  readonly segments: readonly InstanceScript[];
}

export async function openDump(found: FoundDump): Promise<Dump> {
  checkDoubles(found);
  const { timestamp } = found;
  const reportPath = masterPath(found, 'report');
  const report = readReport(await textOf(reportPath), timestamp, reportPath);
  await checkLogs(found);
  const { master, segments } = report;
  const missing = [master, ...segments].filter(({ dbid }) => !found.scripts.has(dbid)).map(nameOf);
  const postData = found.postData.get(master.dbid) ?? null;
  if (postData === null && !report.isDataOnly)
    missing.push(`${master.file.replace(/\.gz$/, '')}_post_data of the master`);
  if (missing.length > 0) throw missingFiles(timestamp, missing);
  const named = new Set([master, ...segments].map(({ dbid }) => dbid));
  const unnamed = [...found.scripts].find(([dbid]) => !named.has(dbid));
  if (unnamed !== undefined) {
    throw new UserError(`file "${unnamed[1].path}" is of no instance that the report of dump ${timestamp} names`, {
      hint: `If it is of another cluster, take it away; "${reportPath}" says what the dump is made of.`,
    });
  }
  const scriptOf = ({ dbid, content }: Instance): InstanceScript => ({ ...found.scripts.get(dbid)!, content });
  return { found, report, postData, master: scriptOf(master), segments: segments.map(scriptOf) };
}

async function checkLogs(found: FoundDump): Promise<void> {
  const errors = await loggedErrors(found);
  if (errors.length === 0) return;
  throw new UserError(`dump ${found.timestamp} has failed when it was made, though its report does not say so`, {
    detail: errors.map(({ path, line }) => `file "${path}": ${line}`).join('\n'),
    hint: 'Choose another dump with --timestamp; if what was logged does no harm, take the file away.',
  });
}

export function masterPath({ master, timestamp, prefix }: FoundDump, what: MasterFile): string {
  const path = master.get(what);
  if (path !== undefined) return path;
  const name = `${prefix}gp_dump_${timestamp}${what === 'report' ? '.rpt' : `_${what}`}`;
  throw new UserError(`dump ${timestamp} has no file "${name}"`, {
    hint: "It is among the master's files, and nothing else says what the dump is made of.",
  });
}

export const bytesIn = ({ path, isGzip }: ScriptPath): AsyncIterable<Uint8Array> =>
  readDataFile(path, isGzip ? '.gz' : '');

const nameOf = ({ file, content }: Instance): string =>
  `${file} of ${content < 0 ? 'the master' : `segment ${content}`}`;

function missingFiles(timestamp: string, missing: readonly string[]): UserError {
  const rest = missing.length > 10 ? [`and ${missing.length - 10} more`] : [];
  const what = missing.length === 1 ? 'a file' : `${missing.length} files`;
  return new UserError(`${what} of dump ${timestamp} ${missing.length === 1 ? 'is' : 'are'} missing`, {
    detail: [...missing.slice(0, 10), ...rest].join('\n'),
    hint: 'Each host has the files of its own segments: gather them, or name all directories with --backup-dir.',
  });
}
