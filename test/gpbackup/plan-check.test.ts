import { describe, expect, it } from 'vitest';
import type { UserError } from '../../src/errors.ts';
import type { Backup } from '../../src/gpbackup/backup.ts';
import { Findings } from '../../src/gpbackup/checks/findings.ts';
import { checkPlan } from '../../src/gpbackup/checks/plan-check.ts';
import { silentReporter } from '../../src/log.ts';

const base = '20260101000000';
const later = '20260102000000';

type Plan = Readonly<Record<string, readonly string[]>>;

interface Chain {
  readonly plan: Plan | null;
  /** Tables that each backup has rows of. */
  readonly has: Plan;
  readonly appendOptimized?: readonly string[];
  readonly external?: readonly string[];
}

/** What is found in an incremental backup. Of a backup the plan is asked, and which tables it has: nothing else. */
function foundIn({ plan, has, appendOptimized = [], external = [] }: Chain): readonly string[] {
  const backupOf = (tables: readonly string[]): Backup =>
    ({
      config: {
        incremental: true,
        restorePlan: plan && Object.entries(plan).map(([timestamp, of]) => ({ timestamp, tables: of })),
      },
      toc: { data: tables.map((name) => ({ schema: 's', name: name.slice(2) })), appendOptimized },
    }) as unknown as Backup;
  const members = new Map(Object.entries(has).map(([timestamp, tables]) => [timestamp, backupOf(tables)]));
  const findings = new Findings(later);
  checkPlan(members.get(later)!, members, (table) => external.includes(table), findings);
  const told: string[] = [];
  try {
    findings.tell(
      { ...silentReporter, diagnostic: ({ message, detail }) => void told.push(`${message}: ${detail}`) },
      { toleratesErrors: false },
    );
  } catch (error) {
    told.push(...((error as UserError).detail ?? '').split('\n'));
  }
  return told;
}

describe('the restore plan of an incremental backup', () => {
  it('is right where each table is in the last backup that has it', () => {
    const plan = { [base]: ['s.old'], [later]: ['s.new', 's.outside'] };
    const has = { [base]: ['s.old', 's.new'], [later]: ['s.new'] };
    expect(foundIn({ plan, has, appendOptimized: ['s.old'], external: ['s.outside'] })).toEqual([]);
  });

  it('is wrong where a later backup has the rows of a table anew', () => {
    const has = { [base]: ['s.a'], [later]: ['s.a'] };
    expect(foundIn({ plan: { [base]: ['s.a'], [later]: [] }, has })).toEqual([
      `the restore plan has table s.a in ${base}, whose rows ${later} has anew`,
    ]);
  });

  it('is wrong where a backup has no rows of a table that is no external one', () => {
    const has = { [base]: ['s.a'], [later]: [] };
    expect(foundIn({ plan: { [base]: ['s.a', 's.b'], [later]: [] }, has })).toEqual([
      `the restore plan has rows of table s.b in ${base}, which has none of it`,
    ]);
  });

  it('is told where it has lost a table that is left in older backups, but not of what is made of partitions', () => {
    const has = { [base]: ['s.a', 's.p_1_prt_x_2_prt_y'], [later]: [] };
    const plan = { [base]: ['s.p_1_prt_x_2_prt_y'], [later]: [] };
    expect(foundIn({ plan, has, appendOptimized: ['s.a', 's.p', 's.p_1_prt_x', 's.p_1_prt_x_2_prt_y'] })).toEqual([
      'the restore plan has no rows of append-optimized tables: s.a',
    ]);
  });

  it('is wrong where there is none', () => {
    expect(foundIn({ plan: null, has: { [later]: ['s.a'] } })).toEqual([
      'it is an incremental backup without a restore plan',
    ]);
  });
});
