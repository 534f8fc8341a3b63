import { describe, expect, it } from 'vitest';

import { dumpOptionsOf } from '../../src/commands/dump-arguments.ts';
import { dumpOptions, noDumpGiven } from '../../src/commands/options/dump-options.ts';
import { readArguments } from '../../src/commands/options/read-arguments.ts';
import { ownProgram } from '../../src/commands/program.ts';
import type { DumpOptions } from '../../src/dump/options.ts';

function asked(line: string): DumpOptions {
  const args = line === '' ? [] : line.split(' ');
  const { given, operands } = readArguments(args, dumpOptions, noDumpGiven, ownProgram('dump'));
  return dumpOptionsOf(given, operands);
}

/** What a command line changes. */
function changed(line: string): Partial<DumpOptions> {
  const nothing = Object.entries(asked(''));
  const something = asked(line);
  const names = nothing.filter(([name, value]) => {
    const now = something[name as keyof DumpOptions];
    return JSON.stringify(now) !== JSON.stringify(value) || (now === undefined) !== (value === undefined);
  });
  return Object.fromEntries(names.map(([name]) => [name, something[name as keyof DumpOptions]]));
}

const connection = asked('').connection;
const selection = asked('').selection;

describe('dump’s options', () => {
  it('say nothing but plain text where none is given', () => {
    expect(asked('')).toMatchObject({ format: 'plain', file: undefined, jobs: 1, compression: undefined });
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
    ['-Fc -f x', { format: 'custom', file: 'x' }],
    ['--format=Directory -fx', { format: 'directory', file: 'x' }],
    ['-F t', { format: 'tar' }],
    ['-Z0', { compression: { method: 'none', level: null } }],
    ['-Z9', { compression: { method: 'gzip', level: 9 } }],
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
    ['-s', { schemaOnly: true }],
    ['-a', { dataOnly: true }],
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
    ['--no-toast-compression --no-unlogged-table-data', { noToastCompression: true, noUnloggedTableData: true }],
    ['--quote-all-identifiers', { quoteAllIdentifiers: true }],
    ['--restrict-key=abc', { restrictKey: 'abc' }],
    ['--serializable-deferrable', { serializableDeferrable: true }],
    ['--snapshot 0-1', { snapshot: '0-1' }],
    ['--use-set-session-authorization', { useSetSessionAuthorization: true }],
    ['-v', { verbose: true }],
    ['-Fa', { append: true }],
    ['--format=append', { append: true }],
    ['-R --no-reconnect --progress', {}],
  ])('%s', (line, expected) => {
    expect(changed(line)).toEqual(expected);
  });

  it.each([
    ['-Fd -f x -j2', '-j/--jobs'],
    ['--include-foreign-data=x', '--include-foreign-data'],
    ['--binary-upgrade', '--binary-upgrade'],
  ])('%s is refused: nothing heeds it yet', (line, option) => {
    expect(() => asked(line)).toThrow(`option ${option} is not supported yet`);
  });

  it('refuse a version of the archive format that cannot be written', () => {
    expect(() => asked('--archive-version=1.9')).toThrow('invalid archive version "1.9"');
  });

  it('know those of gpferry’s own by their full names only', () => {
    expect(() => asked('--archive=1.14')).toThrow("unrecognized option '--archive=1.14'");
    expect(changed('--no-pr --no-progress')).toEqual({ noPrivileges: true });
  });
});
