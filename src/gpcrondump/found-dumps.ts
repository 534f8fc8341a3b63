import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { filesBelow, type OnUnreadable } from '../gpbackup/found-sets.ts';
import { dumpFileOf, type DumpFile, type MasterFile } from './file-names.ts';

export interface ScriptPath {
  readonly path: string;
  readonly isGzip: boolean;
}

/** The files of one run of gp_dump, wherever they lie. */
export interface FoundDump {
  readonly timestamp: string;
  readonly prefix: string;
  /** Paths. */
  readonly master: Map<MasterFile, string>;
  /** Of each instance by its dbid; the master's second one is told apart. */
  readonly scripts: Map<number, ScriptPath>;
  readonly postData: Map<number, ScriptPath>;
  /** Paths; they need not be there. */
  readonly logs: string[];
  /** Paths of what is there twice. */
  readonly doubles: (readonly [string, string])[];
}

/** By timestamp; several only where they differ in their prefix. */
export type FoundDumps = ReadonlyMap<string, readonly FoundDump[]>;

/** Finds the files of gpcrondump and gp_dump below directories by their own names: all, or those of `gpcrondump --prefix`. */
export async function findDumps(
  roots: readonly string[],
  onUnreadable: OnUnreadable = () => {},
  prefix?: string,
): Promise<FoundDumps> {
  const dumps = new Map<string, FoundDump[]>();
  const logs: { readonly file: DumpFile; readonly path: string }[] = [];
  for await (const { file, name, directory } of filesBelow(roots, dumpFileOf, Infinity, onUnreadable)) {
    if (prefix !== undefined && file.prefix !== (prefix === '' ? '' : `${prefix}_`)) continue;
    if (file.kind === 'log') {
      logs.push({ file, path: join(directory, name) });
      continue;
    }
    const known = dumps.get(file.timestamp) ?? [];
    dumps.set(file.timestamp, known);
    let dump = known.find(({ prefix }) => prefix === file.prefix);
    if (dump === undefined) known.push((dump = empty(file)));
    note(dump, file, join(directory, name));
  }
  // Logs alone are no dump.
  for (const { file, path } of logs) {
    dumps
      .get(file.timestamp)
      ?.find(({ prefix: own }) => own === file.prefix)
      ?.logs.push(path);
  }
  return dumps;
}

const empty = ({ timestamp, prefix }: DumpFile): FoundDump => ({
  timestamp,
  prefix,
  master: new Map(),
  scripts: new Map(),
  postData: new Map(),
  logs: [],
  doubles: [],
});

function note(dump: FoundDump, file: Exclude<DumpFile, { kind: 'log' }>, path: string): void {
  if (file.kind === 'master') {
    const first = dump.master.get(file.what);
    if (first === undefined) dump.master.set(file.what, path);
    else dump.doubles.push([first, path]);
    return;
  }
  const scripts = file.isPostData ? dump.postData : dump.scripts;
  const first = scripts.get(file.dbid);
  if (first === undefined) scripts.set(file.dbid, { path, isGzip: file.isGzip });
  else dump.doubles.push([first.path, path]);
}

export function checkDoubles({ timestamp, doubles }: FoundDump): void {
  if (doubles.length === 0) return;
  throw new UserError(`dump ${timestamp} has files that are there twice`, {
    detail: doubles
      .slice(0, 20)
      .map(([one, other]) => `"${one}" and "${other}"`)
      .join('\n'),
    hint: 'Name directories that have each file once; dumps of several clusters cannot be read together.',
  });
}
