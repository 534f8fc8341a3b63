import type { Oid } from '../../model/catalog-id.ts';
import { type ByteString, shown } from '../../model/text.ts';
import type { Backup } from '../backup.ts';
import { tableFileName } from '../file-names.ts';
import { qualified } from '../names.ts';
import type { Findings } from './findings.ts';

/** One backup by itself: config.yaml, the list of tables that have rows, and the files of them. */
export function checkBackup({ config, toc, files }: Backup, findings: Findings): void {
  const { timestamp } = files;
  if (config.timestamp !== '' && config.timestamp !== timestamp) {
    findings.error(`config.yaml of ${timestamp} is that of ${config.timestamp}`);
  }
  const names = new Set<ByteString>();
  const oids = new Set<Oid>();
  let last = 0;
  for (const entry of toc.data) {
    const name = qualified(entry);
    if (names.has(name)) findings.error(`table ${shown(name)} is twice among those of ${timestamp} that have rows`);
    if (oids.has(entry.oid)) findings.error(`table ${shown(name)} has the number ${entry.oid} of another`);
    // Nothing else says which number is whose: gpbackup goes by them.
    if (entry.oid < last) {
      findings.warning('tables are not in the order of their numbers: files may be those of others', shown(name));
    }
    names.add(name);
    oids.add(entry.oid);
    last = entry.oid;
  }
  if (config.metadataOnly && toc.data.length > 0) {
    findings.error(`config.yaml of ${timestamp} says that there are no rows, toc.yaml has tables with rows`);
  }
  if (config.dataOnly && toc.preData.length > 0) {
    findings.error(`config.yaml of ${timestamp} says that there are rows alone, toc.yaml has objects`);
  }
  for (const [content, { tables }] of files.contents) {
    for (const oid of tables.keys()) {
      if (!oids.has(oid)) findings.error(`toc.yaml has no table of file "${tableFileName(timestamp, content, oid)}"`);
    }
  }
}

/** The backups of a chain: which of them has a table's rows is said by the plan, and by what each of them has. */
export function checkPlan(
  set: Backup,
  members: ReadonlyMap<string, Backup>,
  isWithoutRows: (table: ByteString) => boolean,
  findings: Findings,
): void {
  const { restorePlan, incremental } = set.config;
  if (restorePlan === null) {
    if (incremental) findings.error('it is an incremental backup without a restore plan');
    return;
  }
  const planned = new Map<ByteString, string>();
  for (const { timestamp, tables } of restorePlan) {
    const member = members.get(timestamp);
    const listed = member?.toc.data.map(qualified) ?? [];
    const has = new Set(listed);
    const wanted = new Set(tables);
    // Both lists are one, written twice: only names that were exchanged are in another order.
    const inPlan = tables.filter((table) => has.has(table));
    const odd = listed.filter((table) => wanted.has(table)).find((table, i) => table !== inPlan[i]);
    if (odd !== undefined) {
      findings.warning('tables are not in the order of the restore plan: rows may be those of others', shown(odd));
    }
    for (const table of tables) {
      planned.set(table, timestamp);
      if (member === undefined || has.has(table) || isWithoutRows(table)) continue;
      findings.error(`the restore plan has rows of table ${shown(table)} in ${timestamp}, which has none of it`);
    }
  }
  for (const [timestamp, { toc }] of members) {
    for (const table of toc.data.map(qualified)) {
      const in_ = planned.get(table);
      if (in_ === undefined || in_ >= timestamp) continue;
      findings.error(`the restore plan has table ${shown(table)} in ${in_}, whose rows ${timestamp} has anew`);
    }
  }
  if (incremental) checkAppendOptimized(set, planned, findings);
}

/** These alone are left in older backups: a base that the plan has lost is one that nobody else would miss. */
function checkAppendOptimized(set: Backup, planned: ReadonlyMap<ByteString, string>, findings: Findings): void {
  const partitioned = new Set<ByteString>();
  for (const table of planned.keys()) {
    for (let at = table.lastIndexOf('_prt_'); at > 0; at = table.lastIndexOf('_prt_', at - 1)) {
      partitioned.add(withoutQuotes(table.slice(0, at).replace(/_\d+$/, '')));
    }
  }
  for (const table of set.toc.appendOptimized) {
    if (planned.has(table) || partitioned.has(withoutQuotes(table))) continue;
    findings.warning('the restore plan has no rows of append-optimized tables', shown(table));
  }
}

const withoutQuotes = (name: ByteString): ByteString => name.replaceAll('"', '');
