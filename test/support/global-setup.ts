import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Cluster, type ServerAddress, startCluster } from './cluster.ts';
import { repository } from './repository.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's PostgreSQL 15 server; null: its programs are not on this machine. */
    pg15: ServerAddress | null;
    /** Directory of the genuine psql, pg_dump, pg_restore, …; null: not on this machine. */
    pgBin: string | null;
    /** The command line compiled from the source as it stood when the run began. */
    gpferryCli: string;
  }
}

const buildRoot = join(repository, 'build');

/** One server and one build of the command line for the whole run, both removed after it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const pgBin = findPostgres();
  const build = await buildCli();
  const cluster: Cluster | null = pgBin === null ? null : await startCluster({ binDirectory: pgBin });
  project.provide('pg15', cluster?.address ?? null);
  project.provide('pgBin', pgBin);
  project.provide('gpferryCli', join(build, 'cli.js'));
  return async () => {
    await cluster?.[Symbol.asyncDispose]();
    await rm(build, { recursive: true, force: true });
  };
}

function findPostgres(): string | null {
  const directory = process.env['PGBIN'] ?? '/usr/lib/postgresql/15/bin';
  const complete = ['initdb', 'postgres', 'psql', 'pg_dump', 'pg_restore'].every((name) =>
    existsSync(join(directory, name)),
  );
  if (complete) return directory;
  if (process.env['GPFERRY_REQUIRE_POSTGRES'] === '1') {
    throw new Error(`no PostgreSQL 15 server and client programs in ${directory} (GPFERRY_REQUIRE_POSTGRES=1)`);
  }
  return null;
}

/**
 * Node 20 does not read TypeScript, so what runs as a child process is compiled first. Type errors do not stop the run:
 * `npm run typecheck` is there to tell them, and a test of one module need not wait for another to be typed.
 */
async function buildCli(): Promise<string> {
  await removeStaleBuilds();
  const directory = join(buildRoot, `test-${process.pid}`);
  await mkdir(directory, { recursive: true });
  const tsc = join(repository, 'node_modules', '.bin', 'tsc');
  const args = ['-p', join(repository, 'src'), '--outDir', directory, '--declaration', 'false'];
  await new Promise<void>((resolve, reject) => {
    execFile(tsc, args, (error, stdout) => {
      if (error && !existsSync(join(directory, 'errors.js'))) reject(new Error(`tsc wrote nothing:\n${stdout}`));
      else resolve();
    });
  });
  return directory;
}

/** Builds of runs that were killed. */
async function removeStaleBuilds(): Promise<void> {
  const names = await readdir(buildRoot).catch(() => []);
  for (const name of names) {
    const pid = Number(/^test-(\d+)$/.exec(name)?.[1]);
    if (pid && !isRunning(pid)) await rm(join(buildRoot, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
