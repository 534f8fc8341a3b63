import { readFile } from 'node:fs/promises';
import { doing } from '../../files/system-error.ts';
import type { Reporter } from '../../log.ts';
import type { Backup } from '../backup.ts';
import type { ReadSlice } from '../entries/read-slice.ts';
import type { PlannedTable } from '../planned-tables.ts';
import { readReport } from '../report.ts';
import { Findings } from './findings.ts';
import { checkBackup, checkPlan } from './plan-check.ts';
import { checkReport } from './report-check.ts';
import { SliceCheck } from './slice-check.ts';
import { TableCheck } from './table-check.ts';

/**
 * gpbackup writes no checksums, but nearly everything twice: each thing that a set says in two places is compared. Takes no
 * longer than reading it, whatever its size.
 */
export class SetChecks {
  readonly #set: Backup;
  readonly #members: ReadonlyMap<string, Backup>;
  readonly #findings: Findings;
  readonly #slices: SliceCheck;
  readonly #tables: TableCheck;

  constructor(set: Backup, members: ReadonlyMap<string, Backup>, tables: readonly PlannedTable[], metadata: string) {
    this.#set = set;
    this.#members = members;
    this.#findings = new Findings(set.files.timestamp);
    this.#slices = new SliceCheck(metadata, this.#findings);
    this.#tables = new TableCheck(set, tables, this.#findings);
  }

  /** Takes all parts of the metadata, in their order. */
  readonly look = (read: ReadSlice, section: 'global' | 'pre-data' | 'post-data'): void => {
    this.#slices.look(read, section);
    if (section === 'pre-data') this.#tables.look(read);
  };

  /** Rejects where the set contradicts itself. */
  async finish(reporter: Reporter, options: { readonly toleratesErrors: boolean }): Promise<void> {
    this.#tables.finish();
    for (const member of this.#members.values()) {
      // Of it only a part may be asked for.
      const backup = member.files === this.#set.files ? this.#set : member;
      checkBackup(backup, this.#findings);
      const report = backup.files.coordinator.get('report');
      if (report === undefined) continue;
      checkReport(
        readReport(await doing(`could not read file "${report}"`, () => readFile(report))),
        backup,
        this.#findings,
      );
    }
    checkPlan(this.#set, this.#members, this.#tables.isWithoutRows, this.#findings);
    this.#findings.tell(reporter, options);
  }
}
