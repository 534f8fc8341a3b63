import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSet } from '../../src/gpcrondump/open-set.ts';
import { type Diagnostic, silentReporter } from '../../src/log.ts';
import { withTempDir } from '../support/files.ts';
import { writeGpDump } from '../support/gp-dump.ts';
import { shop } from '../support/made-database.ts';

/** What is told of a dump that is not packed, after the master's script has been changed. */
const toldOf = (from: string | RegExp, to: string): Promise<readonly string[]> =>
  withTempDir(async (directory) => {
    await writeGpDump(directory, shop, { timestamp: '20160714030405' }, { gzip: false });
    const script = (await readdir(directory, { recursive: true })).find((file) => /gp_dump_-1_1_\d+$/.test(file))!;
    const text = await readFile(join(directory, script), 'latin1');
    const changed = text.replace(from, to);
    expect(changed === text).toBe(from === to);
    await writeFile(join(directory, script), changed, 'latin1');
    const told: string[] = [];
    const diagnostic = ({ severity, message, detail = '' }: Diagnostic): void =>
      void (severity === 'warning' && told.push(`${message}: ${detail}`));
    await using _reader = await openSet({ directories: [directory] }, { ...silentReporter, diagnostic });
    return told;
  });

describe('the script of a master that is not packed', () => {
  it('has nothing that would be told', async () => {
    expect(await toldOf('', '')).toEqual([]);
  });

  it.each([
    ['a name that its comment has otherwise', /CREATE TABLE item/, 'CREATE TABLE itex', 'names in a comment'],
    ['a column that rows do not have', /(CREATE TABLE item \(\s+)\w+/, '$1idx', 'its rows have other columns'],
    ['a letter that no name has without quotes', /CREATE TABLE item/, 'CREATE TABLE it\xe5m', 'no server writes'],
    ['a character that no statement has', /(CREATE TABLE item \(\s+\w+) /, '$1\x01 ', 'no server writes'],
  ])('is told of where it has %s', async (_, from, to, said) => {
    expect((await toldOf(from, to)).join('\n')).toContain(said);
  });
});
