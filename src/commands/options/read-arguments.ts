import type { ReleaseMajor } from '../../model/release.ts';
import { optionsRelease } from '../program.ts';
import type { Program } from '../program.ts';
import { optionsIn } from './definition.ts';
import type { ArgumentInput, Option, OptionText } from './definition.ts';
import type { GenuineProgram } from '../genuine.ts';
import { getopt } from './getopt.ts';
import type { GetoptTable } from './getopt.ts';
import { GetoptError } from './usage-error.ts';

export interface ReadArguments<Given> {
  readonly given: Given;
  readonly operands: readonly string[];
}

/**
 * Reads a command's arguments. Options take effect in the order given, so of two mistakes the first is told, as by the
 * genuine programs.
 */
export async function readArguments<Given extends object>(
  args: readonly string[],
  options: readonly Option<Given>[],
  nothingGiven: Given,
  { program, stdin }: ArgumentInput & { readonly program: Program },
): Promise<ReadArguments<Given>> {
  const permute = process.env['POSIXLY_CORRECT'] === undefined;
  const read = getopt(args, tableOf(options, program), { permute });
  let given = nothingGiven;
  for (const { definition, value } of read.options) {
    given = { ...given, ...(await definition.apply(value ?? '', given, { stdin })) };
  }
  if (read.error !== null) throw new GetoptError(read.error);
  return { given, operands: read.operands };
}

/** gpferry's own commands have the options of all releases, as the newest has them. */
function tableOf<Given extends object>(
  options: readonly Option<Given>[],
  program: Program,
): GetoptTable<Option<Given>> {
  const { major } = optionsRelease(program);
  const there = optionsIn(options, major);
  return program.genuine === null ? ownTable(there) : genuineTable(there, program.genuine, major);
}

const longNames = <Given extends object>(option: Option<Given>): readonly (readonly [string, Option<Given>])[] =>
  [option.long, ...(option.aliases ?? []), ...(option.deprecated === undefined ? [] : [option.deprecated])].map(
    (name) => [name, option] as const,
  );

const shortNames = <Given extends object>(options: readonly Option<Given>[]): ReadonlyMap<string, Option<Given>> =>
  new Map(options.flatMap((option) => (option.short === undefined ? [] : [[option.short, option] as const])));

function ownTable<Given extends object>(options: readonly Option<Given>[]): GetoptTable<Option<Given>> {
  return {
    short: shortNames(options),
    long: options.filter((option) => option.own !== true).flatMap(longNames),
    exact: options.filter((option) => option.own === true).flatMap(longNames),
  };
}

/**
 * The genuine programs know help and version as the first argument only, where they are looked for before all else.
 * Later `-?` and `-V` are no options, and pg_dump's --help and --version end it with a word where help is
 * (pg_dump.c, main: both stand in its getopt_long table and nowhere in the switch).
 */
function genuineTable<Given extends object>(
  options: readonly Option<Given>[],
  { longNames: order, refusedLetters }: GenuineProgram,
  major: ReleaseMajor,
): GetoptTable<Option<Given>> {
  const accepted = options.map((option) => (isFirstOnly(option) ? { ...option, apply: refuse } : option));
  const refused = refusedLetters
    .filter(({ since }) => since <= major)
    .map(({ letter }): [string, Option<Given>] => [letter, { ...refusedOption, long: letter }]);
  const byName = new Map(accepted.flatMap(longNames));
  return {
    // A letter of ours is one that the genuine program refuses.
    short: new Map([
      ...shortNames(accepted.filter((option) => !isFirstOnly(option) && option.own !== true)),
      ...refused,
    ]),
    long: order.flatMap((name) => {
      const option = byName.get(name);
      return option === undefined ? [] : [[name, option] as const];
    }),
    exact: ownTable(accepted).exact ?? [],
  };
}

const isFirstOnly = ({ long }: OptionText): boolean => long === 'help' || long === 'version';

function refuse(): never {
  throw new GetoptError('');
}

const refusedOption = { argument: 'none', group: null, help: '', apply: refuse } as const;
