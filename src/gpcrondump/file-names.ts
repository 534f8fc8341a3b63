/** Files of a dump that have nothing of one instance. */
export type MasterFile = 'report' | 'database' | 'globals' | 'table_list' | 'dirty_list' | 'increments';

/** What the name of a file says. A prefix is what `gpcrondump --prefix` put in front, with its underscore. */
export type DumpFile =
  | { readonly kind: 'master'; readonly timestamp: string; readonly prefix: string; readonly what: MasterFile }
  /** What an instance has logged of its part. */
  | { readonly kind: 'log'; readonly timestamp: string; readonly prefix: string }
  | {
      /** A script of the master or of a segment: the number is unique in a cluster, whichever scheme a name follows. */
      readonly kind: 'script';
      readonly timestamp: string;
      readonly prefix: string;
      readonly dbid: number;
      readonly isPostData: boolean;
      readonly isGzip: boolean;
    };

const masterFile =
  /^(|.*_)gp_(?:dump_(?<of>\d{14})(?<what>\.rpt|_table_list|_dirty_list|_increments)|(?<script>cdatabase|global)_-?1_\d+_(?<ts>\d{14}))$/;
const scriptFile = /^(|.*_)gp_dump_(?:-1|\d+)_(\d+)_(\d{14})(_post_data)?(\.gz)?$/;

const logFile = /^(|.*_)gp_dump_status_(?:-?\d+)_\d+_(\d{14})$/;

const byEnd: Readonly<Record<string, MasterFile>> = {
  '.rpt': 'report',
  _table_list: 'table_list',
  _dirty_list: 'dirty_list',
  _increments: 'increments',
  cdatabase: 'database',
  global: 'globals',
};

/** null: no file that a dump is read from. */
export function dumpFileOf(name: string): DumpFile | null {
  const ofScript = scriptFile.exec(name);
  if (ofScript !== null) {
    const [, prefix = '', dbid, timestamp = '', postData, suffix] = ofScript;
    const common = { kind: 'script', timestamp, prefix, dbid: Number(dbid) } as const;
    return { ...common, isPostData: postData !== undefined, isGzip: suffix !== undefined };
  }
  const ofLog = logFile.exec(name);
  if (ofLog !== null) return { kind: 'log', timestamp: ofLog[2]!, prefix: ofLog[1]! };
  const ofMaster = masterFile.exec(name);
  if (ofMaster === null) return null;
  const { of, what, script, ts } = ofMaster.groups!;
  return { kind: 'master', timestamp: of ?? ts!, prefix: ofMaster[1]!, what: byEnd[what ?? script!]! };
}
