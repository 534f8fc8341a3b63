import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { YamlReader } from '../../src/gpbackup/yaml-reader.ts';
import { toByteString } from '../../src/model/text.ts';

const readerOf = (text: string): YamlReader => new YamlReader(Buffer.from(text), 'some.yaml');

/** Keys with scalars. */
function scalarsIn(text: string): Record<string, string> {
  const yaml = readerOf(text);
  const found: Record<string, string> = {};
  yaml.mapping((key) => void (found[key] = Buffer.from(yaml.scalar(), 'latin1').toString()));
  return found;
}

describe('a scalar of gpbackup’s YAML', () => {
  it.each([
    ['plain', 'a: app.sales\n', 'app.sales'],
    ['no word that means something else', 'a: yes\n', 'yes'],
    ['in double quotes', 'a: "20261121031553"\n', '20261121031553'],
    ['in single quotes', `a: '"Weird ""Schema, x"."it''s"'\n`, `"Weird ""Schema, x"."it's"`],
    ['with escapes', 'a: "\\t\\u00e9\\U0001F600\\""\n', '\té😀"'],
    ['in base64', 'a: !!binary w7ZmZg==\n', 'öff'],
    ['in base64 over lines', 'a: !!binary |\n  w7Zm\n  Zg==\nb: c\n', 'öff'],
    ['over lines', 'a: (one,\n  "two three",\n  four)\nb: c\n', '(one, "two three", four)'],
    ['over lines in quotes', `a: 'one\n  two'\nb: c\n`, 'one two'],
    ['over lines in double quotes', 'a: "one\\\n  \\ two three\n  four"\nb: c\n', 'one two three four'],
    ['with line breaks', 'a: |-\n  one\n    two\n\n  three\nb: c\n', 'one\n  two\n\nthree'],
    ['empty', 'a: ""\nb: c\n', ''],
  ])('may be %s', (_, text, value) => {
    expect(scalarsIn(text)['a']).toBe(value);
  });

  it('is what the yaml package means by it', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(
      fc.property(
        text,
        text,
        fc.constantFrom<'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE'>('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE'),
        (one, other, style) => {
          const written = stringify({ one, other }, { version: '1.1', lineWidth: 80, defaultStringType: style });
          const yaml = readerOf(written);
          const read: string[] = [];
          yaml.mapping(() => void read.push(yaml.scalar()));
          expect(read).toEqual([toByteString(one), toByteString(other)]);
        },
      ),
    );
  });
});

describe('a list of gpbackup’s YAML', () => {
  it.each([
    ['beneath its key', 'l:\n- a\n- b\nz: 1\n'],
    ['indented', 'l:\n  - a\n  - b\nz: 1\n'],
  ])('may stand %s', (_, text) => {
    const yaml = readerOf(text);
    const read: unknown[] = [];
    yaml.mapping((key) => void read.push(key === 'l' ? yaml.scalars() : yaml.integer()));
    expect(read).toEqual([['a', 'b'], 1]);
  });

  it.each(['l: []\nz: 1\n', 'l:\nz: 1\n'])('may be empty: %j', (text) => {
    const yaml = readerOf(text);
    const read: unknown[] = [];
    yaml.mapping((key) => void read.push(key === 'l' ? yaml.scalars() : yaml.integer()));
    expect(read).toEqual([[], 1]);
  });
});

describe('what nobody asks for', () => {
  it('is gone over, however deep it is', () => {
    const text =
      'a:\n  b:\n  - c: 1\n    d: "x\n      y"\n  e: {}\nf:\n- g\n- h:\n    i: |\n      j: k\nl: [m, n]\no: "p: q"\nz: 1\n';
    const yaml = readerOf(text);
    const read: unknown[] = [];
    yaml.mapping((key) => (key === 'z' ? void read.push(yaml.integer()) : yaml.skip()));
    expect(read).toEqual([1]);
  });

  it('may have keys too long for one line', () => {
    const yaml = readerOf(`a:\n  ? ${'k'.repeat(140)}\n  : modcount: 1\nz: 1\n`);
    const read: unknown[] = [];
    yaml.mapping((key) => (key === 'z' ? void read.push(yaml.integer()) : yaml.skip()));
    expect(read).toEqual([1]);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['a: x\n', '"x" is no number', 'line 1'],
    ['a: "x\n', 'the " never ends', 'line 1'],
    ['a: "x" y\n', '"y" follows a value', 'line 1'],
    ['garbage\n', '"garbage" is no key with a value', 'line 1'],
  ])('%j is told with its place', (text, message, line) => {
    const yaml = readerOf(text);
    try {
      yaml.mapping(() => void yaml.integer());
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ message: `could not read backup set: ${message}` });
      expect(error).toHaveProperty('detail', expect.stringContaining(`file "some.yaml", ${line}`));
    }
  });
});
