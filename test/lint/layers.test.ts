import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withTempDir } from '../support/files.ts';
import { repository } from '../support/repository.ts';

interface Finding {
  readonly code: string;
  readonly filename: string;
}

/** What the repository's own lint rules say about these files, by path under the repository. */
async function lint(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return await withTempDir(async (directory) => {
    await cp(join(repository, '.oxlintrc.json'), join(directory, '.oxlintrc.json'));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(directory, dirname(path)), { recursive: true });
      await writeFile(join(directory, path), text);
    }
    const output = await new Promise<string>((resolve) => {
      execFile(join(repository, 'node_modules', '.bin', 'oxlint'), ['-f', 'json'], { cwd: directory }, (_, stdout) =>
        resolve(stdout),
      );
    });
    const report: { readonly diagnostics: readonly Finding[] } = JSON.parse(output);
    return report.diagnostics.map((finding) => `${finding.filename}: ${finding.code}`).sort();
  });
}

const restricted = 'eslint(no-restricted-imports)';

describe('lint', () => {
  it('accepts an import that points down', async () => {
    expect(
      await lint({
        'src/toc/entry.ts': 'export const entry = 1;\n',
        'src/archive/custom/writer.ts': `export { entry } from '../../toc/entry.ts';\n`,
      }),
    ).toEqual([]);
  });

  it('refuses a cycle', async () => {
    expect(
      await lint({
        'src/sort/one.ts': `import { two } from './two.ts';\nexport const one = () => two();\n`,
        'src/sort/two.ts': `import { one } from './one.ts';\nexport const two = (): unknown => one();\n`,
      }),
    ).toEqual(['src/sort/one.ts: import(no-cycle)', 'src/sort/two.ts: import(no-cycle)']);
  });

  it.each([
    ['src/toc/codec.ts', '../archive/archive.ts'],
    ['src/archive/custom/writer.ts', '../../server/session.ts'],
    ['src/archive/archive.ts', '../ddl/quote.ts'],
    ['src/objects/table/ddl.ts', '../../catalog/read-catalog.ts'],
    ['src/server/session.ts', '../dump/dump.ts'],
    ['src/placement/placement.ts', '../sql/lexer.ts'],
    ['src/ddl/quote.ts', '../placement/placement.ts'],
    ['src/dump/dump.ts', '../dumpall/dump-all.ts'],
    ['src/dumpall/dump-all.ts', '../commands/main.ts'],
    ['src/convert/convert.ts', '../dump/dump.ts'],
    ['src/model/text.ts', '../cli.ts'],
    ['src/errors.ts', './toc/entry.ts'],
  ])('refuses %s importing %s, which is above it', async (path, imported) => {
    expect(await lint({ [path]: `export * from '${imported}';\n` })).toEqual([`${path}: ${restricted}`]);
  });

  it.each([
    ['src/objects/table.ts', 'pg'],
    ['src/dump/dump.ts', 'pg-copy-streams'],
    ['src/sort/topological.ts', 'node:fs/promises'],
    ['src/toc/codec.ts', 'node:net'],
    ['src/rewrite/rewriter.ts', 'node:child_process'],
    ['src/model/text.ts', 'node:fs'],
  ])('refuses %s importing %s, which does input and output', async (path, imported) => {
    expect(await lint({ [path]: `export * from '${imported}';\n` })).toEqual([`${path}: ${restricted}`]);
  });

  it('lets only src/cli.ts print and exit', async () => {
    const text = `console.log('done');\nprocess.exit(0);\n`;
    expect(await lint({ 'src/dump/dump.ts': text, 'src/cli.ts': text })).toEqual([
      'src/dump/dump.ts: eslint(no-console)',
      'src/dump/dump.ts: unicorn(no-process-exit)',
    ]);
  });

  it('has a layer rule for every folder of src/', async () => {
    const config = await readFile(join(repository, '.oxlintrc.json'), 'utf8');
    const folders = await readdir(join(repository, 'src'), { withFileTypes: true });
    const without = folders.filter((folder) => folder.isDirectory() && !config.includes(`"src/${folder.name}/**"`));
    expect(without.map((folder) => folder.name)).toEqual([]);
  });
});
