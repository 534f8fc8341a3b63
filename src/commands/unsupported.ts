import { UserError } from '../errors.ts';
import type { DumpGiven } from './options/dump-options.ts';

interface Unsupported {
  readonly option: string;
  readonly isGiven: (given: DumpGiven) => boolean;
}

/** Options of pg_dump that are understood but that no part of the dump heeds yet: refused rather than passed over. */
const unsupported: readonly Unsupported[] = [
  { option: '--include-foreign-data', isGiven: ({ foreignData }) => foreignData.length > 0 },
];

export function refuseUnsupported(given: DumpGiven): void {
  const first = unsupported.find(({ isGiven }) => isGiven(given));
  if (first === undefined) return;
  throw new UserError(`option ${first.option} is not supported yet`, {
    hint: "This version of gpferry cannot do that; PostgreSQL's own pg_dump can.",
  });
}
