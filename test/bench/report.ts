import { cpus, totalmem } from 'node:os';
import { alignedTable } from '../support/table.ts';
import type { Measurement } from './measure.ts';

export interface Settings {
  readonly megabytes: number;
  readonly tables: number;
  readonly catalog: number;
  readonly empty: number;
  readonly archive: number;
  readonly segments: number;
  /** Megabytes. */
  readonly segment: number;
  readonly setTables: number;
  readonly only: string;
  /** undefined: once, or five times what is measured by turns. */
  readonly repeat: number | undefined;
  readonly json: boolean;
}

export interface Result {
  readonly case: string;
  readonly action: 'dump' | 'restore' | 'rewrite' | 'convert';
  readonly contender: 'gpferry' | 'genuine' | 'copy' | 'pipe';
  readonly archiveBytes: number;
  readonly measurement: Measurement;
}

/** Everything measured, as JSON. */
export function figures(settings: Settings, results: readonly Result[]): string {
  const report = {
    node: process.version,
    cpu: cpus()[0]?.model ?? null,
    cores: cpus().length,
    memoryBytes: totalmem(),
    settings,
    results,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** What was measured beside the genuine programs, beside a copy and beside a pipe of other programs. */
export function tables(results: readonly Result[]): string {
  const besides = { dump: 'genuine', restore: 'genuine', rewrite: 'copy', convert: 'pipe' } as const;
  const parts = (['genuine', 'copy', 'pipe'] as const).map((beside) =>
    table(
      results.filter(({ action }) => besides[action] === beside),
      beside,
    ),
  );
  return parts.filter((part) => part !== '').join('\n');
}

/** One line for each case and action: gpferry's figure, the other's, and how many times the latter that is. */
function table(results: readonly Result[], beside: 'genuine' | 'copy' | 'pipe'): string {
  const rows = results
    .filter(({ contender }) => contender === 'gpferry')
    .map((ours) => {
      const other = results.find(
        (each) => each.contender === beside && each.case === ours.case && each.action === ours.action,
      );
      const columns: readonly ((result: Result) => number | null)[] = [
        ({ measurement }) => measurement.wallSeconds,
        ({ measurement }) => measurement.cpuSeconds,
        ({ measurement }) => inMegabytes(measurement.peakBytes),
        ({ archiveBytes }) => inMegabytes(archiveBytes),
      ];
      return [
        ours.case.startsWith(ours.action) ? ours.case : `${ours.action} ${ours.case}`,
        ...columns.flatMap((figure) => compared(figure(ours), other && figure(other))),
      ];
    });
  if (rows.length === 0) return '';
  const headings = ['wall s', 'CPU s', 'peak MB', 'archive MB'].flatMap((heading) => [heading, beside, '×']);
  return alignedTable(
    [{ heading: 'gpferry', align: 'left' }, ...headings.map((heading) => ({ heading, align: 'right' as const }))],
    rows,
  );
}

const inMegabytes = (bytes: number | null): number | null => (bytes === null ? null : bytes / 1_000_000);

function compared(ours: number | null, other: number | null | undefined): readonly string[] {
  const text = (value: number | null | undefined): string =>
    value === null || value === undefined ? '—' : value.toFixed(value < 100 ? 2 : 0);
  return [text(ours), text(other), text(ours === null || !other ? null : ours / other)];
}
