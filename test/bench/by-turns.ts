import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type Measurement, sizeOf } from './measure.ts';
import type { Result, Settings } from './report.ts';

/** Two that make the same file or directory, or one alone. */
export interface Turns {
  readonly case: string;
  readonly action: Result['action'];
  readonly contenders: Readonly<Partial<Record<Result['contender'], () => Promise<Measurement>>>>;
  /** What they make; gone afterwards. */
  readonly target: string;
}

/** By turns, since the machine is faster at one time than at another; the median counts. */
export async function byTurns(
  { case: name, action, contenders, target }: Turns,
  { repeat = 5 }: Settings,
  note: (text: string) => void,
): Promise<readonly Result[]> {
  const runs = Object.entries(contenders) as [Result['contender'], () => Promise<Measurement>][];
  const results: Result[] = [];
  for (let turn = 0; turn < repeat; turn += 1) {
    for (const [contender, run] of runs) {
      await rm(target, { recursive: true, force: true });
      await promisify(execFile)('sync');
      const measurement = await run();
      results.push({ case: name, action, contender, archiveBytes: await sizeOf(target), measurement });
    }
  }
  await rm(target, { recursive: true });
  return runs.map(([contender]) => {
    const inOrder = results
      .filter((result) => result.contender === contender)
      .toSorted((a, b) => a.measurement.wallSeconds - b.measurement.wallSeconds);
    const seconds = inOrder.map(({ measurement }) => measurement.wallSeconds.toFixed(2)).join(' ');
    note(`${name}: ${contender} ${seconds} s`);
    return inOrder[inOrder.length >> 1]!;
  });
}
