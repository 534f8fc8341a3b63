import { quoteIdent } from '../ddl/quote.ts';
import { shown } from '../model/text.ts';
import { idleFraction, skewCoefficient } from '../placement/sample/skew.ts';
import { isUnpredictable } from '../placement/value-hash.ts';
import type { PlannedSpread } from '../restore/plan.ts';
import type { ColumnSpread, TableSpread } from '../restore/spreads.ts';
import { shownShare } from '../rewrite/distribution/shares.ts';
import { displayWidth } from './display-width.ts';
import { aligned } from './listing.ts';
import { shownCount } from './quantities.ts';

/** All numbers. */
export const spreadForPrograms = ({ segments, isUsual, tables, unseen, notSampled }: PlannedSpread) => ({
  segments,
  isUsual,
  notSampled,
  tables: tables.map(({ table, clause, key, candidates, better, ...each }) => ({
    table: nameOf(table),
    clause: shown(clause),
    ...each,
    better: better === null ? null : wordsOf(better),
    key: key === null ? null : columnsForPrograms(key),
    candidates: candidates.map(columnsForPrograms),
  })),
  unseen: unseen.map(({ table, notSampled: why }) => ({ table: nameOf(table), why })),
});

function columnsForPrograms({ columns, perSegment, ...values }: ColumnSpread) {
  const known = perSegment === null || isUnpredictable(perSegment) ? null : perSegment;
  return {
    columns: columns.map(shown),
    ...values,
    rowsPerSegment: known,
    // As gp_toolkit has them.
    skccoeff: known === null ? null : skewCoefficient(known),
    siffraction: known === null ? null : idleFraction(known),
    unpredictable: perSegment !== null && isUnpredictable(perSegment) ? perSegment.unpredictable : null,
  };
}

/** Of tables that are distributed by columns, and which of them somebody should look at. */
export function spreadForPeople({ segments, isUsual, tables, unseen, notSampled }: PlannedSpread): string {
  const guess = isUsual ? ', unless --segments says otherwise' : '';
  if (notSampled !== null) return `Rows over ${segments} segments are not known: ${notSampled}\n`;
  const byKeys = tables.flatMap(({ key, ...each }) => (key === null ? [] : [{ ...each, key }]));
  if (byKeys.length + unseen.length === 0) return '';
  const lines = byKeys.map(({ table, key, rows, isWhole }) => [
    nameOf(table),
    key.columns.map(shown).join(', '),
    `${shownCount(rows)}${isWhole ? '' : '+'}`,
    ...segmentsOf(key),
    shownShare(key.commonest / rows),
  ]);
  const head = ['table', 'key', 'rows', 'on a segment', 'idle', 'commonest value'];
  const uneven = tables.filter((each) => each.uneven !== null);
  const unknown = [
    ...byKeys.flatMap(({ table, key: { perSegment } }) =>
      perSegment !== null && isUnpredictable(perSegment) ? [[nameOf(table), perSegment.unpredictable]] : [],
    ),
    ...unseen.map(({ table, notSampled: why }) => [nameOf(table), why]),
  ];
  return [
    `Rows over ${segments} segments${guess} (${shownCount(byKeys.length)})\n`,
    lines.length === 0 ? '' : aligned(rightAligned([head, ...lines], 2).map((row) => ['', ...row])),
    aligned(unknown.map((row) => ['', ...row, ''])),
    uneven.length === 0 ? '' : `\nUneven (${shownCount(uneven.length)})\n${aligned(uneven.map(unevenLine))}`,
  ].join('');
}

function segmentsOf({ perSegment }: ColumnSpread): readonly string[] {
  if (perSegment === null || isUnpredictable(perSegment)) return ['not known', ''];
  const [least, most] = [Math.min(...perSegment), Math.max(...perSegment)];
  return [`${shownCount(least)}–${shownCount(most)}`, shownShare(idleFraction(perSegment))];
}

const unevenLine = ({ table, clause, uneven, better }: TableSpread): readonly string[] => [
  '',
  nameOf(table),
  shown(clause),
  `${uneven}${better === null ? '' : `; better ${wordsOf(better)}`}`,
  '',
];

/** As a distribution map has it. */
const wordsOf = (better: NonNullable<TableSpread['better']>): string =>
  better === 'randomly' ? better : `by (${better.map((column) => shown(quoteIdent(column))).join(', ')})`;

const nameOf = ({ namespace, tag }: TableSpread['table']): string => shown(`${namespace ?? ''}.${tag}`);

/** Columns from this one on are numbers. */
function rightAligned(rows: readonly (readonly string[])[], from: number): readonly (readonly string[])[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  const pad = (cell: string, column: number): string => ' '.repeat((widths[column] ?? 0) - displayWidth(cell)) + cell;
  return rows.map((row) => row.map((cell, column) => (column < from ? cell : pad(cell, column))));
}
