import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { getopt } from '../../src/commands/options/getopt.ts';
import type { GetoptDefinition, GetoptTable } from '../../src/commands/options/getopt.ts';

interface Named extends GetoptDefinition {
  readonly name: string;
}

const define = (name: string, argument: Named['argument']): Named => ({ name, argument });
const clean = define('clean', 'none');
const create = define('create', 'none');
const file = define('file', 'required');
const format = define('format', 'required');
const colour = define('colour', 'optional');
const noAcl = define('no-acl', 'none');
const noOwner = define('no-owner', 'none');
const noOrder = define('no-order', 'none');

const table: GetoptTable<Named> = {
  short: new Map([
    ['c', clean],
    ['C', create],
    ['f', file],
    ['F', format],
    ['l', colour],
    ['x', noAcl],
  ]),
  long: [
    ['clean', clean],
    ['create', create],
    ['file', file],
    ['format', format],
    ['colour', colour],
    ['no-privileges', noAcl],
    ['no-acl', noAcl],
    ['no-owner', noOwner],
  ],
  exact: [['no-order', noOrder]],
};

/** `name`, `name=value`, then operands, then the error. */
function shownReading(args: readonly string[], settings?: { permute: boolean }): string {
  const { options, operands, error } = getopt(args, table, settings);
  const given = options.map(({ definition, value }) =>
    value === undefined ? definition.name : `${definition.name}=${value}`,
  );
  return [given.join(' '), ...operands.map((operand) => `<${operand}>`), ...(error === null ? [] : [`! ${error}`])]
    .join(' ')
    .trim();
}

describe('getopt', () => {
  it.each([
    ['-Fc', 'format=c'],
    ['-F c', 'format=c'],
    ['-cFc', 'clean format=c'],
    ['-cC', 'clean create'],
    ['-cfC', 'clean file=C'],
    ['-f -c', 'file=-c'],
    ['-f --', 'file=--'],
    ['--format=c', 'format=c'],
    ['--format c', 'format=c'],
    ['--format=', 'format='],
    ['--format=a=b', 'format=a=b'],
    ['--form=c', 'format=c'],
    ['--cr', 'create'],
    ['--no-pr', 'no-acl'],
    ['-l -c', 'colour clean'],
    ['-lred', 'colour=red'],
    ['--colour red', 'colour <red>'],
    ['--colour=red', 'colour=red'],
    ['a -c b', 'clean <a> <b>'],
    ['-c -- -C --bogus', 'clean <-C> <--bogus>'],
    ['-', '<->'],
    ['-f a -f b', 'file=a file=b'],
    ['--no-order', 'no-order'],
    ['--no-ow', 'no-owner'],
    ['', ''],
  ])('reads %s', (line, expected) => {
    expect(shownReading(line === '' ? [] : line.split(' '))).toBe(expected);
  });

  it.each([
    ['--bogus', "! unrecognized option '--bogus'"],
    ['--bogus=3', "! unrecognized option '--bogus=3'"],
    ['-c -q', "clean ! invalid option -- 'q'"],
    ['-cqC', "clean ! invalid option -- 'q'"],
    ['-ö', "! invalid option -- 'ö'"],
    ['--file', "! option '--file' requires an argument"],
    ['--fil', "! option '--file' requires an argument"],
    ['-f', "! option requires an argument -- 'f'"],
    ['--clean=yes', "! option '--clean' doesn't allow an argument"],
    ['--cle=yes', "! option '--clean' doesn't allow an argument"],
    ['--c', "! option '--c' is ambiguous; possibilities: '--clean' '--create' '--colour'"],
    ['--f=1', "! option '--f=1' is ambiguous; possibilities: '--file' '--format'"],
    ['--no', "! option '--no' is ambiguous; possibilities: '--no-privileges' '--no-owner'"],
    ['--no-ord', "! unrecognized option '--no-ord'"],
    ['a --bogus b', "<a> ! unrecognized option '--bogus'"],
  ])('refuses %s as glibc does', (line, expected) => {
    expect(shownReading(line.split(' '))).toBe(expected);
  });

  it('takes everything after the first operand for operands under POSIXLY_CORRECT', () => {
    expect(shownReading(['-c', 'a', '-C'], { permute: false })).toBe('clean <a> <-C>');
  });

  const value = fc.string({ minLength: 1 });
  const given = fc.oneof(
    fc.constantFrom(clean, create).map((definition) => ({ definition, value: undefined })),
    fc.record({ definition: fc.constantFrom(file, format), value }),
    fc.record({ definition: fc.constant(colour), value: fc.option(value, { nil: undefined }) }),
  );
  const operand = fc.string().filter((text) => !text.startsWith('-') || text === '-');

  it('reads the same from every spelling, wherever operands stand', () => {
    const words = fc.array(
      fc.oneof(
        operand.map((text) => ({ operand: text, args: [text] })),
        given.chain((option) => spelling(option).map((args) => ({ option, args }))),
      ),
    );
    fc.assert(
      fc.property(words, fc.array(fc.string()), (before, after) => {
        const read = getopt([...before.flatMap(({ args }) => args), '--', ...after], table);
        expect(read).toEqual({
          options: before.flatMap((word) => ('option' in word ? [word.option] : [])),
          operands: [...before.flatMap((word) => ('operand' in word ? [word.operand] : [])), ...after],
          error: null,
        });
      }),
    );
  });

  it('reads clusters as single letters', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('c', 'C', 'x'), { minLength: 1 }), value, (letters, last) => {
        const apart = getopt([...letters.map((letter) => `-${letter}`), `-f`, last], table);
        expect(getopt([`-${letters.join('')}f${last}`], table)).toEqual(apart);
      }),
    );
  });

  it('ends with options and operands or with an error, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.string().map((text) => `-${text}`),
          ),
        ),
        (args) => {
          const { options, operands, error } = getopt(args, table);
          expect(options.length + operands.length > 0 || error !== null || args.every((arg) => arg === '--')).toBe(
            true,
          );
        },
      ),
    );
  });
});

/** Ways to write one option. */
function spelling(option: { definition: Named; value: string | undefined }): fc.Arbitrary<readonly string[]> {
  const { definition, value } = option;
  const { name, argument } = definition;
  const letter = [...table.short].find(([, candidate]) => candidate === definition)?.[0] ?? '';
  // Shorter than these they are ambiguous.
  const shortest: Record<string, number> = { clean: 2, create: 2, file: 2, format: 2, colour: 2 };
  const long = fc
    .integer({ min: shortest[name] ?? name.length, max: name.length })
    .map((end) => `--${name.slice(0, end)}`);
  if (value === undefined)
    return fc.oneof(
      fc.constant([`-${letter}`]),
      long.map((text) => [text]),
    );
  const joined = [fc.constant([`-${letter}${value}`]), long.map((text) => [`${text}=${value}`])];
  const apart = [fc.constant([`-${letter}`, value]), long.map((text) => [text, value])];
  return fc.oneof(...joined, ...(argument === 'required' ? apart : []));
}
