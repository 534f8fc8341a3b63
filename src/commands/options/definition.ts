import type { Readable } from 'node:stream';

import { UserError } from '../../errors.ts';
import type { Oid } from '../../model/catalog-id.ts';
import { releaseMajors } from '../../model/release.ts';
import type { ReleaseMajor } from '../../model/release.ts';
import type { GetoptDefinition } from './getopt.ts';

/** What help and completion say about an option. */
export interface OptionText extends GetoptDefinition {
  readonly long: string;
  readonly short?: string;
  /** Other long names, accepted but not shown. */
  readonly aliases?: readonly string[];
  /** A long name of before, which the genuine help shows beneath as the same. */
  readonly deprecated?: string;
  /** First release of PostgreSQL that has the option, or has it so; undefined: 15 had. */
  readonly since?: ReleaseMajor;
  /** Last release that has it, or has it so; undefined: the newest. Another line may say what came after. */
  readonly until?: ReleaseMajor;
  /** As help shows it: `FILENAME`, `c|d|t|p`. */
  readonly argumentName?: string;
  /** Task under which help shows it; null: accepted, not shown. */
  readonly group: string | null;
  /** Line breaks are those of the genuine programs' help; our own help wraps anew. */
  readonly help: string;
  /** Not an option of the genuine program of the same name. */
  readonly own?: boolean;
}

/** One line of a command's option table. `Given` holds what the command line has said so far. */
export interface Option<Given extends object> extends OptionText {
  /** Called once for each time the option is given, in order; `value` is '' where there is no argument. */
  apply(value: string, given: Given, input: ArgumentInput): Partial<Given> | Promise<Partial<Given>>;
}

/** What arguments may ask to be read. */
export interface ArgumentInput {
  readonly stdin: Readable;
}

/** The lines of a table that are there in a release. */
export const optionsIn = <Option extends OptionText>(
  options: readonly Option[],
  major: ReleaseMajor,
): readonly Option[] => options.filter(({ since = major, until = major }) => since <= major && major <= until);

/** What help says of an option, by the first release that says it so. */
export type Wording = Readonly<Partial<Record<ReleaseMajor, string>>>;

export const wordingIn = (wording: Wording, major: ReleaseMajor): string =>
  wording[releaseMajors.findLast((each) => each <= major && wording[each] !== undefined) ?? 15] ?? '';

/** One line of a table for each wording. */
export function worded<Option extends object>(
  option: Option,
  wording: Wording,
): readonly (Option & Pick<OptionText, 'help' | 'since' | 'until'>)[] {
  const firsts = releaseMajors.filter((major) => wording[major] !== undefined);
  return firsts.map((since, index) => {
    const next = firsts[index + 1];
    const help = wording[since] ?? '';
    return { ...option, since, help, ...(next === undefined ? {} : { until: (next - 1) as ReleaseMajor }) };
  });
}

interface Handler<Applied, Given> extends GetoptDefinition {
  readonly apply: (value: string, given: Given) => Applied;
}

// TypeScript gives an object with a computed key an index signature; a single key of type K is what is built.
const single = <K extends string, V>(key: K, value: V) => ({ [key]: value }) as Record<K, V>;

/** The option sets a field to true, or to the value said. */
export function flag<K extends string, V extends boolean = true>(
  field: K,
  value: V = true as V,
): Handler<Record<K, V>, unknown> {
  return { argument: 'none', apply: () => single(field, value) };
}

/** The option's argument is the field; the last one given counts. */
export function text<K extends string>(field: K): Handler<Record<K, string>, unknown> {
  return { argument: 'required', apply: (value) => single(field, value) };
}

/** As `text`, but an empty argument is as none. */
export function nonEmptyText<K extends string>(field: K): Handler<Partial<Record<K, string>>, unknown> {
  return { argument: 'required', apply: (value) => (value === '' ? {} : single(field, value)) };
}

/** As `text`, of a file's name. */
export function file<K extends string>(field: K): Handler<Record<K, string>, unknown> {
  return { argument: 'required', apply: (value) => single(field, fileName(value)) };
}

/** Node would name another file, with U+FFFD in the place of each byte that is no UTF-8 (model/text.ts's typedText). */
export function fileName(typed: string): string {
  if (!/[\udc80-\udcff]/u.test(typed)) return typed;
  throw new UserError(`name of file "${typed}" is not valid UTF-8`, {
    hint: 'Rename it, or use standard input and output.',
  });
}

/** Each time the option is given adds its argument. */
export function list<K extends string>(field: K): Handler<Record<K, readonly string[]>, Record<K, readonly string[]>> {
  return { argument: 'required', apply: (value, given) => single(field, [...given[field], value]) };
}

/** Each time the option is given adds OIDs between commas, read as C's atooid: what is no number is 0. */
export function oidList<K extends string>(field: K): Handler<Record<K, readonly Oid[]>, Record<K, readonly Oid[]>> {
  const oids = (value: string) => value.split(',').filter((part) => part !== '');
  return {
    argument: 'required',
    apply: (value, given) =>
      single(field, [...given[field], ...oids(value).map((part) => Number.parseInt(part, 10) || 0)]),
  };
}

/** A whole number; `label` is how a message names the option. */
export function integer<K extends string>(
  field: K,
  label: string,
  minimum: number,
  maximum: number,
): Handler<Record<K, number>, unknown> {
  return { argument: 'required', apply: (value) => single(field, integerArgument(value, label, minimum, maximum)) };
}

/** Reads as C's strtol and PostgreSQL's option_parse_int: nothing at all is zero, space around is no error. */
export function integerArgument(value: string, label: string, minimum: number, maximum: number): number {
  if (!/^(\s*[+-]?\d+)?\s*$/.test(value)) throw new UserError(`invalid value "${value}" for option ${label}`);
  const number = Number(value);
  if (number < minimum || number > maximum) throw new UserError(`${label} must be in range ${minimum}..${maximum}`);
  return number;
}
