import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../src/archive/formats.ts';
import { withTempDir } from '../support/files.ts';
import { fixturePath } from '../toc/genuine-archives.ts';
import { runHere } from './fake-io.ts';

interface Json {
  readonly isWhole: boolean;
  readonly entries: readonly { readonly name: string; readonly rows: number | null; readonly problems: string[] }[];
}

describe.each([
  'postgresql-15/custom.dump',
  'postgresql-18/custom.dump',
  'postgresql-15/directory',
  'postgresql-15/archive.tar',
])('%s', (name) => {
  it('is well', async () => {
    const { status, stdout, stderr } = await runHere(['verify', fixturePath(name)]);
    expect({ status, wrong: /WRONG/.test(stdout) }).toEqual({ status: 0, wrong: false });
    expect(stdout).toMatch(/^  ok +table data +\S.* \d+ rows? /m);
    expect(stderr).toMatch(/^gpferry: all is well: \d+ entries, \d+ tables?, \d+ rows, /);
  });

  it('is for programs with --json', async () => {
    const { status, stdout } = await runHere(['verify', '--json', fixturePath(name)]);
    expect(status).toBe(0);
    const { isWhole, entries } = JSON.parse(stdout) as Json;
    expect(isWhole).toBe(true);
    expect(entries.some(({ rows }) => (rows ?? 0) > 0)).toBe(true);
  });
});

it('goes on behind a file that is missing, and one that is cut', () =>
  withTempDir(async (directory) => {
    const archive = join(directory, 'archive');
    await cp(fixturePath('postgresql-15/directory'), archive, { recursive: true });
    const whole = JSON.parse((await runHere(['verify', '--json', archive])).stdout) as Json;
    const { entries } = JSON.parse((await runHere(['list', '--json', archive])).stdout) as {
      entries: { dumpId: number; name: string; kind: string; hasData: boolean }[];
    };
    const [missing, cut] = entries.filter(({ kind, hasData }) => hasData && kind === 'TABLE DATA');
    const fileOf = ({ dumpId }: { dumpId: number }) => join(archive, `${dumpId}.dat.gz`);
    await rm(fileOf(missing!));
    await writeFile(fileOf(cut!), (await readFile(fileOf(cut!))).subarray(0, 24));
    const { status, stdout, stderr } = await runHere(['verify', archive]);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      new RegExp(`^  WRONG +table data +\\S*${missing!.name}.*\\n +could not open input file "`, 'm'),
    );
    expect(stdout).toMatch(
      new RegExp(`^  WRONG +table data +\\S*${cut!.name}.*\\n +\\S.*${cut!.dumpId}\\.dat\\.gz`, 'm'),
    );
    expect(stdout.match(/^ {2}ok /gm)).toHaveLength(whole.entries.length - 2);
    expect(stderr).toMatch(/^gpferry: 2 problems in \d+ entries, /);
  }));

it('says which rows are not as they should be', () =>
  withTempDir(async (directory) => {
    const archive = join(directory, 'archive');
    await cp(fixturePath('postgresql-15/directory'), archive, { recursive: true });
    const { entries } = JSON.parse((await runHere(['list', '--json', archive])).stdout) as {
      entries: { dumpId: number; name: string; kind: string; hasData: boolean }[];
    };
    const { dumpId } = entries.find(({ kind, name }) => kind === 'TABLE DATA' && name === 'customer')!;
    await rm(join(archive, `${dumpId}.dat.gz`));
    await writeFile(join(archive, `${dumpId}.dat`), Buffer.from('1\t2\t3\t4\t5\t6\t7\t8\t9\n\xff\n', 'latin1'));
    const { status, stdout } = await runHere(['verify', archive]);
    expect(status).toBe(1);
    expect(stdout).toContain('row 1, byte 0: 9 columns instead of ');
    expect(stdout).toContain('the rows end without the end-of-data marker');
    expect(stdout).toContain('byte 18: no UTF-8, which the archive says it is');
  }));

it('refuses what is no archive', () =>
  withTempDir(async (directory) => {
    const file = join(directory, 'x');
    await writeFile(file, 'no archive, and long enough to be looked at'.repeat(20));
    const { status, stderr } = await runHere(['verify', file]);
    expect(status).toBe(1);
    expect(stderr).toContain('input file does not appear to be a valid archive');
  }));

it('tells of data that are not where the table of contents says', () =>
  withTempDir(async (directory) => {
    const file = join(directory, 'archive');
    const name = fixturePath('postgresql-15/custom.dump');
    await using reader = await openArchive({ path: name });
    const entry = reader.entries.find(({ desc }) => desc === 'TABLE DATA')!;
    const place = Number(/\d+$/.exec(reader.dataPlace!(entry)!)![0]);
    const bytes = await readFile(name);
    const offset = Buffer.alloc(8);
    offset.writeBigUInt64LE(BigInt(place));
    bytes.writeBigUInt64LE(BigInt(place + 1), bytes.indexOf(offset));
    await writeFile(file, bytes);
    const { status, stdout } = await runHere(['verify', file]);
    expect(status).toBe(1);
    expect(stdout).toContain(
      `the table of contents says that its data are at byte ${place + 1}, and they are at byte ${place}`,
    );
  }));
