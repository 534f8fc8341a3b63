import { CorruptArchiveError, UserError } from '../errors.ts';
import type { ByteString } from '../model/text.ts';

/** The master, or a segment. */
export interface Instance {
  /** Number of a segment, from 0; -1: the master. */
  readonly content: number;
  readonly dbid: number;
  /** Name of its script, as it was written, perhaps without the suffix of compression. */
  readonly file: string;
}

/** What gp_dump's report says of a dump: which files there must be. */
export interface DumpReport {
  readonly database: ByteString;
  readonly isIncremental: boolean;
  /** There is no definition in the dump: the master has written no second script. */
  readonly isDataOnly: boolean;
  readonly master: Instance;
  /** By their numbers, from 0 without a gap. */
  readonly segments: readonly Instance[];
}

const instanceLine =
  /^\s*(?:Master|segment (-?\d+)) \(dbid (\d+)\) Host .*? Port \d+ Database (.*) BackupFile (.*?): *(Succeeded|[A-Z].*)?\s*$/;

/** Reads a report; one of a dump that has failed is an error. */
export function readReport(text: ByteString, timestamp: string, path: string): DumpReport {
  const detail = `file "${path}"`;
  const broken = (message: string): CorruptArchiveError => new CorruptArchiveError(message, { detail });
  const lines = text.split(/\r?\n/);
  const said = (key: string): string | undefined =>
    lines.find((line) => line.startsWith(`${key}:`))?.slice(key.length + 1);
  const key = said('Timestamp Key')?.trim();
  if (key !== timestamp) throw broken(`the report is of dump ${key ?? 'that it does not name'}, not of ${timestamp}`);
  const type = said('Backup Type')?.trim() ?? 'Full';
  if (type !== 'Full' && type !== 'Incremental') throw broken(`the report tells of a dump of type "${type}"`);
  const found = lines
    .filter((line) => / BackupFile /.test(line))
    .map((line) => {
      const instance = instanceOf(line);
      if (instance === null) throw broken(`a line of the report cannot be read: "${line.trim()}"`);
      return instance;
    });
  const failed = found.filter(({ status }) => status !== 'Succeeded');
  if (failed.length > 0 || !lines.some((line) => line.trim() === 'gp_dump utility finished successfully.')) {
    throw new UserError(`dump ${timestamp} has failed when it was made`, {
      detail: [detail, ...failed.map(({ name, status }) => `${name}: ${status}`)].join('\n'),
      hint: 'Its report says why. Choose another dump with --timestamp.',
    });
  }
  const instances = found.filter(({ file }) => !file.endsWith('_post_data'));
  const [master, ...otherMasters] = instances.filter(({ content }) => content < 0);
  const segments = instances
    .filter(({ content }) => content >= 0)
    .toSorted((one, other) => one.content - other.content);
  if (master === undefined) throw broken('the report does not name the file of the master');
  if (otherMasters.length > 0) throw broken('the report names several masters');
  const gap = segments.findIndex(({ content }, i) => content !== i);
  if (gap >= 0)
    throw broken(`the report names ${segments[gap]!.content < gap ? 'twice' : 'no'} segment ${gapOf(gap, segments)}`);
  if (new Set(instances.map(({ dbid }) => dbid)).size < instances.length) {
    throw broken('the report names several instances by the same dbid');
  }
  const options = `${said('gp_dump Command Line') ?? ''} ${said('Pass through Command Line Options') ?? ''}`;
  const isDataOnly = /(?:^|\s)(?:-a|--data-only)(?=\s|$)/.test(options);
  return { database: master.database, isIncremental: type === 'Incremental', isDataOnly, master, segments };
}

/** As gpbackup's are told. */
export const kindOf = ({ isDataOnly, isIncremental }: DumpReport): string =>
  isDataOnly ? 'data only' : isIncremental ? 'incremental' : 'full';

const gapOf = (gap: number, segments: readonly Instance[]): number =>
  segments[gap]!.content < gap ? segments[gap]!.content : gap;

function instanceOf(line: string): (Instance & { name: string; database: string; status: string }) | null {
  const match = instanceLine.exec(line);
  if (match === null) return null;
  const [, content, dbid, database = '', path = '', status = 'nothing is said of it'] = match;
  const name = content === undefined ? 'the master' : `segment ${content}`;
  const file = path.slice(path.lastIndexOf('/') + 1);
  return { content: Number(content ?? -1), dbid: Number(dbid), file, name, database, status: status.trim() };
}
