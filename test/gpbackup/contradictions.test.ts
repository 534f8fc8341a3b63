import { describe, expect, it } from 'vitest';
import { saidOfChanged } from '../support/changed-set.ts';

const latin1 = 'greenplum-6/latin1';
const schemas = 'greenplum-6/schemas';
const toc = /gpbackup_\d{14}_toc\.yaml$/;
const config = /_config\.yaml$/;
const report = /_report$/;
const metadata = /_metadata\.sql$/;

const replace =
  (from: string | RegExp, to: string) =>
  (text: string): string =>
    text.replace(from, to);

describe('what a backup set says twice has to be the same', () => {
  it.each([
    ['the server', config, 'databaseversion: 6', 'databaseversion: 7', 'gpdb version is'],
    ['the database', config, 'databasename: bklatin', 'databasename: other', 'database name is "other"'],
    ['gpbackup', config, 'backupversion: 1.30', 'backupversion: 1.31', 'gpbackup version is'],
    ['its time', config, /^timestamp: .*/m, 'timestamp: "20200101000000"', 'is that of 20200101000000'],
    ['what is in it', config, 'dataonly: false', 'dataonly: true', 'backup section is "Data Only"'],
    ['filters', report, /object filtering: .*/, 'object filtering:      Include Table Filter', 'object filtering is'],
  ])('in config.yaml and in the report: %s', async (_, file, from, to, said) => {
    expect((await saidOfChanged(latin1, file, replace(from, to))).join('\n')).toContain(said);
  });

  it.each([
    ['the name of a table', 'name: t\n', 'name: u\n', 'TABLE public.u: its statement is about TABLE public.t'],
    ['its type', 'objecttype: VIEW', 'objecttype: SEQUENCE', 'its statement is one of VIEW'],
    ['an unknown type', /objecttype: TABLE$/m, 'objecttype: TABLX', 'types that are not known'],
    ['columns of rows', '(f,n)', '(n,f)', 'has columns (f, n), its rows have (n, f)'],
    [
      'copies on each segment',
      'isreplicated: false',
      'isreplicated: true',
      'is not replicated, toc.yaml says otherwise',
    ],
    ['numbers given twice', 'oid: 44071', 'oid: 44065', 'has the number 44065 of another'],
  ])('in toc.yaml and in the metadata or files: %s', async (_, from, to, said) => {
    expect((await saidOfChanged(latin1, toc, replace(from, to))).join('\n')).toContain(said);
  });

  it('in the number of objects that toc.yaml has and the report says', async () => {
    expect(await saidOfChanged(latin1, report, replace(/^tables {2,}\d+/m, 'tables     77'))).toEqual([
      'the table of contents has another number of objects than the report says',
      '3 tables, 77 in the report of 20261121032431',
    ]);
  });

  it('in the place of a statement, which is told', async () => {
    expect(await saidOfChanged(latin1, metadata, replace('CREATE TABLE public.t', 'CREATE TABLE public.u'))).toEqual([
      'backup 20261121032431 says one thing here and another there',
      expect.stringMatching(/_metadata\.sql", byte \d+: TABLE public\.t: its statement is about TABLE public\.u$/),
    ]);
  });
});

it('tells where tables may have one another’s files: gpbackup lists them by their numbers', async () => {
  const exchanged = (text: string): string =>
    text.replace('oid: 44065', 'oid: X').replace('oid: 44071', 'oid: 44065').replace('oid: X', 'oid: 44071');
  expect(await saidOfChanged(latin1, toc, exchanged)).toEqual([
    'tables are not in the order of their numbers: files may be those of others',
    'public.a',
  ]);
});

describe('it makes no difference', () => {
  const entries = /(- schema: public\n {2}name: t\n[^]*?)(- schema: public\n {2}name: t\n[^]*?)(?=- schema)/;
  it.each([
    ['where blanks stand', metadata, '\n\n\nALTER', '\n \nALTER'],
    ['in which order entries are listed', toc, entries, '$2$1'],
    ['which release of the server it is', config, 'databaseversion: 6.24', 'databaseversion: 6.21'],
  ])('%s', async (_, file, from, to) => {
    expect(await saidOfChanged(latin1, file, replace(from, to))).toEqual([]);
  });

  it('which sort of filter it is', async () => {
    expect(await saidOfChanged(schemas, report, replace('Include Schema Filter', 'Include Table Filter'))).toEqual([]);
  });
});
