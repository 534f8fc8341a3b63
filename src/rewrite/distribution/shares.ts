import { countedValues } from '../../placement/sample/value-counter.ts';

const inGroups = new Intl.NumberFormat('en-US');

/** `204,113`. */
export const shownNumber = (count: number): string => inGroups.format(Math.round(count));

/** `41 %`, `0.2 %`. */
export function shownShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '<0.1 %';
  return `${percent === 0 || percent >= 9.95 ? percent.toFixed(0) : percent.toFixed(1)} %`;
}

/** Of a number of values, which is estimated where there are many: `~61,000`. */
export const shownEstimate = (values: number): string =>
  values < countedValues ? shownNumber(values) : `~${shownNumber(Number(values.toPrecision(2)))}`;
