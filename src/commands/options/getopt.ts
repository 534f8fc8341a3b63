/** One option as getopt_long sees it. Two names that carry the same definition are spellings of one option. */
export interface GetoptDefinition {
  readonly argument: 'none' | 'required' | 'optional';
}

/** What is accepted. The order of `long` is the order in which an ambiguity names its possibilities. */
export interface GetoptTable<D extends GetoptDefinition> {
  readonly short: ReadonlyMap<string, D>;
  readonly long: readonly (readonly [name: string, definition: D])[];
  /** Names found in full only: they never make an abbreviation of one in `long` ambiguous. */
  readonly exact?: readonly (readonly [name: string, definition: D])[];
}

export interface GivenOption<D extends GetoptDefinition> {
  readonly definition: D;
  /** undefined: no argument. */
  readonly value: string | undefined;
}

export interface GetoptResult<D extends GetoptDefinition> {
  /** In the order given, up to the first error. */
  readonly options: readonly GivenOption<D>[];
  readonly operands: readonly string[];
  /** glibc's text, without the program's name; null: all arguments were understood. */
  readonly error: string | null;
}

/** Thrown inside a reading only. */
class Refused extends Error {}

/**
 * Reads arguments as glibc's getopt_long does: joined and clustered short options, `--long=value`, `--long value`,
 * unambiguous abbreviations, operands anywhere (unless `permute` is false, as with POSIXLY_CORRECT), `--`.
 */
export function getopt<D extends GetoptDefinition>(
  args: readonly string[],
  table: GetoptTable<D>,
  { permute = true }: { permute?: boolean } = {},
): GetoptResult<D> {
  const options: GivenOption<D>[] = [];
  const operands: string[] = [];
  const remaining = [...args];
  try {
    for (let arg = remaining.shift(); arg !== undefined; arg = remaining.shift()) {
      if (arg === '--') break;
      if (arg.startsWith('--')) options.push(longOption(arg.slice(2), table, remaining));
      else if (arg.startsWith('-') && arg !== '-') {
        for (const option of cluster(arg.slice(1), table, remaining)) options.push(option);
      } else {
        operands.push(arg);
        if (!permute) break;
      }
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { options, operands, error: error.message };
  }
  return { options, operands: [...operands, ...remaining], error: null };
}

function longOption<D extends GetoptDefinition>(
  text: string,
  table: GetoptTable<D>,
  remaining: string[],
): GivenOption<D> {
  const equals = text.indexOf('=');
  const [name, definition] = findLong(equals < 0 ? text : text.slice(0, equals), text, table);
  if (equals >= 0) {
    if (definition.argument === 'none') throw new Refused(`option '--${name}' doesn't allow an argument`);
    return { definition, value: text.slice(equals + 1) };
  }
  if (definition.argument !== 'required') return { definition, value: undefined };
  const value = remaining.shift();
  if (value === undefined) throw new Refused(`option '--${name}' requires an argument`);
  return { definition, value };
}

function findLong<D extends GetoptDefinition>(
  name: string,
  text: string,
  { long, exact = [] }: GetoptTable<D>,
): readonly [string, D] {
  const whole = [...long, ...exact].find(([candidate]) => candidate === name);
  if (whole !== undefined) return whole;
  const candidates = long.filter(([candidate]) => candidate.startsWith(name));
  const first = candidates[0];
  if (first === undefined) throw new Refused(`unrecognized option '--${text}'`);
  // Spellings of the first candidate are not named: whichever is meant, the option is the same (glibc getopt.c,
  // process_long_option).
  const others = candidates.filter(([, definition]) => definition !== first[1]);
  if (others.length > 0) {
    const possibilities = [first, ...others].map(([candidate]) => `'--${candidate}'`).join(' ');
    throw new Refused(`option '--${text}' is ambiguous; possibilities: ${possibilities}`);
  }
  return first;
}

/** The options of one `-abc`, each as it is read: those before a refused letter were given. */
function* cluster<D extends GetoptDefinition>(
  letters: string,
  { short }: GetoptTable<D>,
  remaining: string[],
): Generator<GivenOption<D>> {
  let rest = letters;
  while (rest !== '') {
    const letter = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    rest = rest.slice(letter.length);
    const definition = short.get(letter);
    if (definition === undefined) throw new Refused(`invalid option -- '${letter}'`);
    if (definition.argument === 'none') yield { definition, value: undefined };
    else {
      yield { definition, value: shortArgument(letter, definition, rest, remaining) };
      return;
    }
  }
}

function shortArgument(
  letter: string,
  { argument }: GetoptDefinition,
  joined: string,
  remaining: string[],
): string | undefined {
  if (joined !== '') return joined;
  if (argument === 'optional') return undefined;
  const value = remaining.shift();
  if (value === undefined) throw new Refused(`option requires an argument -- '${letter}'`);
  return value;
}
