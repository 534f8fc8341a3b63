import { wholeFile } from '../../files/whole-file.ts';
import type { Reporter } from '../../log.ts';
import type { Backup } from '../backup.ts';
import type { ReadSlice } from '../entries/read-slice.ts';
import type { PlannedTable } from '../planned-tables.ts';
import { readReport } from '../report.ts';
import { Findings } from './findings.ts';
import { FormCheck } from './form-check.ts';
import { Mentions } from './mentions.ts';
import { checkBackup, checkPlan } from './plan-check.ts';
import { checkReport } from './report-check.ts';
import { SliceCheck } from './slice-check.ts';
import { checkText } from './text-check.ts';
import { TableCheck } from './table-check.ts';

interface FinishOptions {
  /** What metadata.sql holds, and what it says that is. */
  readonly metadata: Buffer;
  readonly encoding: string;
  /** Whoever wants to save what can be saved is told, and goes on. */
  readonly toleratesErrors: boolean;
}

/**
 * gpbackup writes no checksums, but nearly everything twice: each thing that a set says in two places is compared. Takes no
 * longer than reading it, whatever its size.
 */
export class SetChecks {
  readonly #set: Backup;
  readonly #members: ReadonlyMap<string, Backup>;
  readonly #findings: Findings;
  readonly #file: string;
  readonly #slices: SliceCheck;
  readonly #tables: TableCheck;
  readonly #forms: FormCheck;
  readonly #mentions: Mentions;

  constructor(set: Backup, members: ReadonlyMap<string, Backup>, tables: readonly PlannedTable[], file: string) {
    this.#set = set;
    this.#members = members;
    this.#file = file;
    this.#findings = new Findings(set.files.timestamp);
    this.#slices = new SliceCheck(file, this.#findings);
    this.#tables = new TableCheck(set, tables, this.#findings);
    this.#mentions = new Mentions(set);
    this.#forms = new FormCheck(file, this.#mentions, this.#findings);
  }

  /** Takes all parts of the metadata, in their order. */
  readonly look = (read: ReadSlice, section: 'global' | 'pre-data' | 'post-data'): void => {
    this.#slices.look(read, section);
    this.#forms.look(read);
    if (section === 'pre-data') this.#tables.look(read);
  };

  /** Rejects where the set contradicts itself. */
  async finish(reporter: Reporter, { metadata, encoding, toleratesErrors }: FinishOptions): Promise<void> {
    checkText(this.#file, metadata, encoding, this.#findings);
    this.#tables.finish();
    this.#mentions.tell(this.#findings);
    for (const member of this.#members.values()) {
      // Of it only a part may be asked for.
      const backup = member.files === this.#set.files ? this.#set : member;
      checkBackup(backup, this.#findings);
      const report = backup.files.coordinator.get('report');
      if (report === undefined) continue;
      checkReport(readReport(await wholeFile(report)), backup, this.#findings);
    }
    checkPlan(this.#set, this.#members, this.#tables.isWithoutRows, this.#findings);
    this.#findings.tell(reporter, { toleratesErrors });
  }
}
