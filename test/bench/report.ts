import { cpus, totalmem } from 'node:os';
import { alignedTable } from '../support/table.ts';
import type { Measurement } from './measure.ts';

export interface Settings {
  readonly megabytes: number;
  readonly tables: number;
  readonly catalog: number;
  readonly empty: number;
  readonly only: string;
  readonly repeat: number;
  readonly json: boolean;
}

export interface Result {
  readonly case: string;
  readonly action: 'dump' | 'restore';
  readonly contender: 'gpferry' | 'genuine';
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

/** One line for each case and action: gpferry's figure, the genuine program's, and how many times the latter that is. */
export function table(results: readonly Result[]): string {
  const rows = results
    .filter(({ contender }) => contender === 'gpferry')
    .map((ours) => {
      const genuine = results.find(
        (other) => other.contender === 'genuine' && other.case === ours.case && other.action === ours.action,
      );
      const columns: readonly ((result: Result) => number | null)[] = [
        ({ measurement }) => measurement.wallSeconds,
        ({ measurement }) => measurement.cpuSeconds,
        ({ measurement }) => inMegabytes(measurement.peakBytes),
        ({ archiveBytes }) => inMegabytes(archiveBytes),
      ];
      return [
        `${ours.action} ${ours.case}`,
        ...columns.flatMap((figure) => compared(figure(ours), genuine && figure(genuine))),
      ];
    });
  const headings = [
    'wall s',
    'genuine',
    '×',
    'CPU s',
    'genuine',
    '×',
    'peak MB',
    'genuine',
    '×',
    'archive MB',
    'genuine',
    '×',
  ];
  return alignedTable(
    [{ heading: 'gpferry', align: 'left' }, ...headings.map((heading) => ({ heading, align: 'right' as const }))],
    rows,
  );
}

const inMegabytes = (bytes: number | null): number | null => (bytes === null ? null : bytes / 1_000_000);

function compared(ours: number | null, genuine: number | null | undefined): readonly string[] {
  const text = (value: number | null | undefined): string =>
    value === null || value === undefined ? '—' : value.toFixed(value < 100 ? 2 : 0);
  return [text(ours), text(genuine), text(ours === null || !genuine ? null : ours / genuine)];
}
