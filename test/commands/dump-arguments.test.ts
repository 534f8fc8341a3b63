import { describe, expect, it } from 'vitest';

import type { DumpOptions } from '../../src/dump/options.ts';
import { typedText } from '../../src/model/text.ts';
import { dumpOptionsFrom } from './dump-options-from.ts';

const asked = (line: string): Promise<DumpOptions> => dumpOptionsFrom(line === '' ? [] : line.split(' '));

/** What a command line changes. */
async function changed(line: string): Promise<Partial<DumpOptions>> {
  const nothing = Object.entries(await asked(''));
  const something = await asked(line);
  const names = nothing.filter(([name, value]) => {
    const now = something[name as keyof DumpOptions];
    return JSON.stringify(now) !== JSON.stringify(value) || (now === undefined) !== (value === undefined);
  });
  return Object.fromEntries(names.map(([name]) => [name, something[name as keyof DumpOptions]]));
}

const { connection, selection } = await asked('');

describe('dump’s options', () => {
  it('say nothing but plain text where none is given', async () => {
    expect(await asked('')).toMatchObject({ format: 'plain', file: undefined, jobs: 1, compression: undefined });
    expect(connection).toEqual({ passwordPrompt: 'default' });
  });

  it.each<[string, Partial<DumpOptions>]>([
    ['shop', { connection: { ...connection, database: 'shop' } }],
    ['-d shop', { connection: { ...connection, database: 'shop' } }],
    [
      '-h db -p 5433 -U me -w shop',
      { connection: { host: 'db', port: '5433', user: 'me', database: 'shop', passwordPrompt: 'never' } },
    ],
    ['-W', { connection: { ...connection, passwordPrompt: 'force' } }],
    ['-wW', { connection: { ...connection, passwordPrompt: 'force' } }],
    ['-Fc --file=', { format: 'custom' }],
    ['-Fc -f x', { format: 'custom', file: 'x' }],
    ['--format=Directory -fx', { format: 'directory', file: 'x' }],
    ['-F t', { format: 'tar' }],
    ['-Z0', { compression: { method: 'none', level: null } }],
    ['-Z9', { compression: { method: 'gzip', level: 9 } }],
    ['-Z gzip', { compression: { method: 'gzip', level: null } }],
    ['-Z gzip:-1', { compression: { method: 'gzip', level: null } }],
    ['-Z none:0', { compression: { method: 'none', level: null } }],
    ['-Z lz4:level=12', { compression: { method: 'lz4', level: 12 } }],
    ['-Z zstd:-7', { compression: { method: 'zstd', level: -7 } }],
    ['-Z zstd:long,level=5', { compression: { method: 'zstd', level: 5, longDistance: true } }],
    ['-Z zstd:long=off', { compression: { method: 'zstd', level: null } }],
    ['--archive-version 1.14 -Fc', { archiveVersion: '1.14', format: 'custom' }],
    [
      '-n a -nb --schema=c -N d -t e -T f -e g',
      {
        selection: {
          ...selection,
          schemas: ['a', 'b', 'c'],
          excludeSchemas: ['d'],
          tables: ['e'],
          excludeTables: ['f'],
          extensions: ['g'],
        },
      },
    ],
    [
      '--exclude-table-data x --strict-names',
      { selection: { ...selection, excludeTableData: ['x'], strictNames: true } },
    ],
    ['--section=data --section pre-data --section data', { sections: ['data', 'pre-data'] }],
    ['-s', { data: false }],
    ['-a', { schema: false }],
    ['--statistics', { statistics: true }],
    ['--statistics-only', { schema: false, data: false, statistics: true }],
    ['--statistics-only --no-data', { schema: false, data: false, statistics: true }],
    ['--no-statistics', {}],
    ['--no-data', { data: false }],
    ['--no-schema', { schema: false }],
    ['--no-schema --no-data --statistics', { schema: false, data: false, statistics: true }],
    ['-s --sequence-data', { data: false, sequenceData: true }],
    ['--no-policies', { noPolicies: true }],
    ['--sync-method=syncfs', { syncMethod: 'syncfs' }],
    ['--release=16', { release: 16 }],
    ['--table-and-children a', { selection: { ...selection, tablesWithChildren: ['a'] } }],
    ['--exclude-table-and-children a', { selection: { ...selection, excludeTablesWithChildren: ['a'] } }],
    ['--exclude-table-data-and-children a', { selection: { ...selection, excludeTableDataWithChildren: ['a'] } }],
    ['--exclude-extension=a', { selection: { ...selection, excludeExtensions: ['a'] } }],
    ['--large-objects', { largeObjects: true }],
    ['--no-large-objects', { largeObjects: false }],
    ['--blobs', { largeObjects: true }],
    ['--no-blobs', { largeObjects: false }],
    ['-b', { largeObjects: true }],
    ['-B', { largeObjects: false }],
    ['-Bb', { largeObjects: true }],
    ['-cC --if-exists', { clean: true, create: true, ifExists: true }],
    ['-E LATIN1', { encoding: 'LATIN1' }],
    ['-Ox -S root --role r', { noOwner: true, noPrivileges: true, superuser: 'root', role: 'r' }],
    ['--no-acl', { noPrivileges: true }],
    ['--disable-dollar-quoting --disable-triggers', { disableDollarQuoting: true, disableTriggers: true }],
    ['--enable-row-security', { enableRowSecurity: true }],
    ['--extra-float-digits -15', { extraFloatDigits: -15 }],
    ['--load-via-partition-root', { loadViaPartitionRoot: true }],
    ['--lock-wait-timeout=5s', { lockWaitTimeout: '5s' }],
    ['--no-comments --no-publications', { noComments: true, noPublications: true }],
    ['--no-security-labels --no-subscriptions', { noSecurityLabels: true, noSubscriptions: true }],
    ['--no-sync', { noSync: true }],
    ['--no-table-access-method --no-tablespaces', { noTableAccessMethod: true, noTablespaces: true }],
    ['-o', { oids: true }],
    ['--oids', { oids: true }],
    ['--function-oids=7', { selection: { ...selection, functionOids: [7] } }],
    ['--relation-oids=1,,2 --relation-oids=x', { selection: { ...selection, relationOids: [1, 2, 0] } }],
    ['--gp-syntax', { gpSyntax: true }],
    ['--no-gp-syntax', { gpSyntax: false }],
    ['--no-toast-compression --no-unlogged-table-data', { noToastCompression: true, noUnloggedTableData: true }],
    ['--quote-all-identifiers', { quoteAllIdentifiers: true }],
    ['--restrict-key=abc', { restrictKey: 'abc' }],
    ['--serializable-deferrable', { serializableDeferrable: true }],
    ['--snapshot 0-1', { snapshot: '0-1' }],
    ['--use-set-session-authorization', { useSetSessionAuthorization: true }],
    ['-v', { verbose: true }],
    ['--binary-upgrade', { binaryUpgrade: true }],
    ['-Fa', { append: true }],
    ['--format=append', { append: true }],
    ['-R --no-reconnect --progress', {}],
  ])('%s', async (line, expected) => {
    expect(await changed(line)).toEqual(expected);
  });

  it('refuse a version of the archive format that cannot be written', async () => {
    await expect(asked('--archive-version=1.9')).rejects.toThrow('invalid archive version "1.9"');
  });

  it('know those of gpferry’s own by their full names only', async () => {
    await expect(asked('--archive=1.14')).rejects.toThrow("unrecognized option '--archive=1.14'");
    expect(await changed('--no-pr --no-progress')).toEqual({ noPrivileges: true });
  });
});

describe('files whose names are no UTF-8', () => {
  it.each(['-f', '--filter='])('are refused, since Node would open others: %s', async (option) => {
    const typed = `${option}caf${typedText(Uint8Array.of(0xe9))}`;
    await expect(dumpOptionsFrom([typed])).rejects.toThrow(/^name of file "caf.*" is not valid UTF-8$/);
  });
});
