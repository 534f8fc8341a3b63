import { spawn } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Measurement {
  readonly wallSeconds: number;
  /** User and system time of the process and of those it waited for. */
  readonly cpuSeconds: number;
  /** Highest sum of the peaks of the process and its children that run together; null: the system does not tell (no /proc). */
  readonly peakBytes: number | null;
}

// bash's own `time` knows the CPU time of what it ran; Node does not tell it of one child.
const timeScript = `TIMEFORMAT='%R %U %S'; exec 3>&2; time "$@" 2>&3`;

/** Runs a program to its end; throws unless it ends with status 0. */
export async function measure(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Measurement> {
  const child = spawn('bash', ['-c', timeScript, 'bash', program, ...args], {
    env: { ...environment, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stderr: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  let ended = false;
  const status = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      ended = true;
      resolve(code);
    });
  });
  const peak = watchMemory(child.pid ?? 0, () => ended);
  const code = await status;
  const text = Buffer.concat(stderr).toString('utf8');
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} ended with status ${code}:\n${text}`);
  const [wall = NaN, user = NaN, system = NaN] = (text.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wallSeconds: wall, cpuSeconds: user + system, peakBytes: await peak };
}

/**
 * The kernel keeps each process's own peak (VmHWM), so looking now and then is enough; those that run one after the other
 * do not add up, and the shell above is left out.
 */
async function watchMemory(shell: number, ended: () => boolean): Promise<number | null> {
  let peak: number | null = null;
  while (!ended()) {
    const peaks = await Promise.all((await descendants(shell)).map(highWaterMark));
    const together = peaks.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
    if (together > 0) peak = Math.max(peak ?? 0, together);
    await sleep(20);
  }
  return peak;
}

async function descendants(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const children = text.trim().split(' ').filter(Boolean).map(Number);
  return [...children, ...(await Promise.all(children.map(descendants))).flat()];
}

async function highWaterMark(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}

/** Bytes of a file, or of all files in a directory. */
export async function sizeOf(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.size;
  const sizes = await Promise.all((await readdir(path)).map((name) => sizeOf(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}
