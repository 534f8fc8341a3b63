import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { inject } from 'vitest';
import './global-setup.ts';
import { pg15 } from './server.ts';

export interface ToolOptions {
  /** Standard input; none: an empty one. */
  readonly input?: string | Uint8Array;
  /** Added to the environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** After this the process is killed and the call throws; default 120 s. */
  readonly timeoutMs?: number;
}

export interface ToolResult {
  /** Exit status; null: ended by a signal. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A genuine program (psql, pg_dump, pg_restore, createdb, …) against the run's server, which its PG* variables name. */
export function pgTool(name: string, args: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
  const directory = inject('pgBin');
  if (directory === null) throw new Error(`no ${name} on this machine: use describeWithServer`);
  return runTool(join(directory, name), args, options);
}

/** pgTool that must end with status 0; gives its standard output as text. */
export async function pgToolOk(name: string, args: readonly string[], options: ToolOptions = {}): Promise<string> {
  return mustSucceed(name, args, await pgTool(name, args, options));
}

/** The gpferry command line as a child process, against the run's server as pgTool. */
export function gpferry(args: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
  return runTool(process.execPath, [inject('gpferryCli'), ...args], options);
}

/** A program that runs while the test goes on. */
export interface RunningTool {
  kill(signal: NodeJS.Signals): void;
  readonly result: Promise<ToolResult>;
}

/** The gpferry command line, not waited for. */
export function startGpferry(args: readonly string[], options: ToolOptions = {}): RunningTool {
  return startTool(process.execPath, [inject('gpferryCli'), ...args], options);
}

/** gpferry that must end with status 0; gives its standard output as text. */
export async function gpferryOk(args: readonly string[], options: ToolOptions = {}): Promise<string> {
  return mustSucceed('gpferry', args, await gpferry(args, options));
}

/** The caller's environment without its PG* variables, and the run's server in their place. */
export function toolEnvironment(extra: ToolOptions['env'] = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  const own = {
    PGHOST: pg15?.host,
    PGPORT: pg15 === null ? undefined : `${pg15.port}`,
    PGUSER: pg15?.user,
    PGPASSFILE: '/nonexistent',
    LC_ALL: 'C.UTF-8',
  };
  const merged = { ...Object.fromEntries(inherited), ...own, ...extra };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

function mustSucceed(name: string, args: readonly string[], result: ToolResult): string {
  if (result.status === 0) return result.stdout.toString('utf8');
  const ended = result.signal ?? `status ${result.status}`;
  throw new Error(`${name} ${args.join(' ')} ended with ${ended}:\n${result.stderr}`);
}

export function runTool(program: string, args: readonly string[], options: ToolOptions): Promise<ToolResult> {
  return startTool(program, args, options).result;
}

function startTool(program: string, args: readonly string[], options: ToolOptions): RunningTool {
  const child = spawn(program, args, { cwd: options.cwd, env: toolEnvironment(options.env) });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // A program may end before it has read its input.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  const result = new Promise<ToolResult>((resolve, reject) => {
    const timeoutMs = options.timeoutMs ?? 120_000;
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${program} ${args.join(' ')} still ran after ${timeoutMs} ms:\n${Buffer.concat(stderr)}`));
    }, timeoutMs);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      resolve({ status, signal, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') });
    });
  });
  return { kill: (signal) => child.kill(signal), result };
}
