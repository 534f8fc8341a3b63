import { shown } from '../model/text.ts';
import { defaultRestoreOptions } from '../restore/options.ts';
import type { Plan } from '../restore/plan.ts';
import { inputFormatOf, archivePath, inputSource } from './archive-input.ts';
import type { Command, Io } from './command.ts';
import { readCommandLine } from './command-line.ts';
import { backupSetTask } from './options/backup-set.ts';
import { aligned } from './listing.ts';
import { failureStatus } from './messages.ts';
import { namedEngine } from './options/engine.ts';
import { noPlanGiven, planOptions } from './options/plan-options.ts';
import { partsOf } from './options/parts.ts';
import { spreadForPeople, spreadForPrograms } from './plan-spread.ts';
import { print } from './print.ts';
import { withReporter } from './progress.ts';
import { shownCount } from './quantities.ts';

export const planCommand: Command = {
  name: 'plan',
  usage: '--target=ENGINE [OPTION]... [FILE]',
  summary: 'say what a restore into another engine would do',
  description:
    'Reads an archive and touches nothing: how each table would be distributed, why and how evenly, what the engine would have ' +
    'otherwise or not at all and the reason, and what a person has to decide before (exit status 1). ' +
    'Without FILE, standard input is read.',
  options: planOptions,
  tasks: [
    { group: 'target', heading: 'For what' },
    { group: 'output', heading: 'How to print it' },
    { group: 'selection', heading: 'What of the archive' },
    backupSetTask,
    { group: 'running', heading: 'General' },
  ],
  examples: [
    { does: 'from PostgreSQL into Greenplum 7', command: 'gpferry plan --target=greenplum7 shop.dump' },
    {
      does: 'over 48 segments, by all rows',
      command: 'gpferry plan --target=greenplum7 --segments=48 --sample=all shop.dump',
    },
    { does: 'what is left out', command: 'gpferry plan --target=greenplum7 --json shop.dump | jq .leftOut' },
  ],
  run: runPlan,
};

async function runPlan(args: readonly string[], io: Io): Promise<number> {
  const read = await readCommandLine(planCommand, args, planOptions, noPlanGiven, io);
  if (read === null) return 0;
  const { given } = read;
  const engine = namedEngine(given);
  const path = archivePath(read.operands);
  // Loaded when needed: help and option errors need none of it.
  const { openInput } = await import('../restore/open-input.ts');
  const { planRestore } = await import('../restore/plan.ts');
  await using reader = await openInput(inputSource(path, given, io), inputFormatOf(given.format, io.program), {
    takesScripts: true,
  });
  return await withReporter(given, io, async (reporter) => {
    const options = { ...defaultRestoreOptions, ...given, ...partsOf(given, { statistics: true }), engine };
    const plan = await planRestore(reader, options, reporter, io.signal);
    reporter.close();
    await print(io, given.json ? `${JSON.stringify(forPrograms(plan), null, 2)}\n` : forPeople(plan));
    return plan.undecided.length > 0 ? failureStatus : 0;
  });
}

const forPrograms = (plan: Plan) => ({
  ...plan,
  distributions: plan.distributions.map((each) => ({ ...each, clause: shown(each.clause) })),
  spread: plan.spread === null ? null : spreadForPrograms(plan.spread),
});

function forPeople({ target, entries, distributions, changed, leftOut, undecided, spread }: Plan): string {
  const parts = [
    `${shownCount(entries)} ${entries === 1 ? 'entry' : 'entries'}${target === null ? '' : ` for ${target}`}\n`,
    part(
      'Distributed',
      distributions.map(({ subject, clause, why }) => [subject, shown(clause), why]),
    ),
    spread === null ? '' : spreadForPeople(spread),
    part(
      'Otherwise',
      changed.map(({ subject, message }) => [subject, message]),
    ),
    part(
      'Left out',
      leftOut.map(({ subject, message }) => [subject, message]),
    ),
    part(
      'To be decided: unique keys without a column in common (--unique-conflict)',
      undecided.map(({ subject, keys }) => [subject, keys]),
    ),
  ];
  return parts.filter((text) => text !== '').join('\n');
}

const part = (title: string, rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? '' : `${title} (${shownCount(rows.length)})\n${aligned(rows.map((row) => ['', ...row, '']))}`;
