import { describe, expect, it } from 'vitest';
import {
  quoteDollar,
  quoteIdent,
  quoteLiteral,
  quoteQualified,
  withKeywords,
  withQuoteAll,
} from '../../src/ddl/quote.ts';
import { greenplum6, greenplum7, releases, type ReleaseMajor } from '../../src/model/release.ts';

describe('quoteIdent', () => {
  it.each([
    ['plain', 'plain'],
    ['_x9', '_x9'],
    ['9x', '"9x"'],
    ['Upper', '"Upper"'],
    ['we"ird', '"we""ird"'],
    ['select', '"select"'],
    ['between', '"between"'],
    ['abort', 'abort'],
    ['a b', '"a b"'],
    ['', '""'],
    ['caf\xc3\xa9', '"caf\xc3\xa9"'],
    ['new\nline', '"new\nline"'],
  ])('writes %j as %j', (name, quoted) => {
    expect(quoteIdent(name)).toBe(quoted);
  });

  it('quotes every name inside withQuoteAll, and only there', () => {
    expect(withQuoteAll(true, () => quoteIdent('plain'))).toBe('"plain"');
    expect(quoteIdent('plain')).toBe('plain');
  });

  it('quotes the keywords of the release that is followed', () => {
    const names = ['json', 'system_user', 'json_array', 'select', 'plain'];
    expect(names.map(quoteIdent)).toEqual(['json', 'system_user', 'json_array', '"select"', 'plain']);
    const quoted = (major: ReleaseMajor) => withKeywords(releases[major], () => names.map(quoteIdent));
    expect(quoted(16)).toEqual(['json', '"system_user"', '"json_array"', '"select"', 'plain']);
    expect(quoted(17)).toEqual(['"json"', '"system_user"', '"json_array"', '"select"', 'plain']);
    expect(withQuoteAll(true, () => quoted(16))).toEqual(names.map((name) => `"${name}"`));
  });

  it.each([greenplum6, greenplum7])("quotes the words of Greenplum's clauses for it (%#)", (release) => {
    const names = ['distributed', 'partition', 'median', 'tablespace'];
    expect(names.map(quoteIdent)).toEqual(names);
    expect(withKeywords(release, () => names.map(quoteIdent))).toEqual([
      '"distributed"',
      '"partition"',
      '"median"',
      'tablespace',
    ]);
  });

  it('ends withQuoteAll when building fails', () => {
    expect(() =>
      withQuoteAll(true, () => {
        throw new Error('broken');
      }),
    ).toThrow('broken');
    expect(quoteIdent('plain')).toBe('plain');
  });
});

it('leaves a name without a schema alone', () => {
  expect(quoteQualified(null, 'x')).toBe('x');
  expect(quoteQualified('S', 'x')).toBe('"S".x');
});

it('doubles quotes in literals and keeps backslashes', () => {
  expect(quoteLiteral("it's \\n")).toBe("'it''s \\n'");
});

describe('quoteDollar', () => {
  it('lengthens the delimiter until the text does not hold its start', () => {
    expect(quoteDollar('plain')).toBe('$$plain$$');
    expect(quoteDollar('a $ b')).toBe('$_$a $ b$_$');
    expect(quoteDollar('ends in $_')).toBe('$_X$ends in $_$_X$');
  });

  it('starts from a prefix', () => {
    expect(quoteDollar('text', 'body')).toBe('$body$text$body$');
  });
});
