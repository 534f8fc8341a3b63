import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where a server listens. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Directory of the unix socket; null: the server has none. */
  readonly socketDirectory: string | null;
}

/** A temporary PostgreSQL server with a data directory of its own. Disposal stops it and removes the directory. */
export interface Cluster extends AsyncDisposable {
  readonly address: ServerAddress;
  readonly dataDirectory: string;
  /** Process of the server itself. */
  readonly pid: number;
  /** What the server has logged so far. */
  log(): Promise<string>;
}

export interface ClusterOptions {
  /** Directory that holds initdb and postgres. */
  readonly binDirectory: string;
  /** Lines for the server's command line, `name=value`. */
  readonly settings?: readonly string[];
  readonly initdbArgs?: readonly string[];
  /** Statements, a line each, that are run in database postgres before the server starts, as a standby that nobody feeds. */
  readonly standbyOf?: string;
}

// The server outlives nobody: its guard reads standard input, which ends when this process does, however it ends.
// The guard is the only one that stops the server and removes its files.
const guardScript = `
bin=$1; home=$2; shift 2
trap : INT TERM HUP
( "$bin/postgres" -D "$home/data" "$@" > "$home/log" 2>&1 < /dev/null; echo $? > "$home/ended" ) &
cat > /dev/null
if [ -f "$home/data/postmaster.pid" ]; then
  kill -INT "$(head -n 1 "$home/data/postmaster.pid")" 2> /dev/null
fi
wait
rm -rf "$home"
`;

/** Starts a server and waits until it accepts connections. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const account = await serverAccount();
  const home = await mkdtemp(join(tmpdir(), 'gpferry-pg-'));
  try {
    if (account) await chown(home, account.uid, account.gid);
    const binDirectory = await runnablePrograms(options.binDirectory, home, account);
    await initdb({ ...options, binDirectory }, home, account);
    if (options.standbyOf !== undefined) await makeStandby(binDirectory, home, account, options.standbyOf);
    return await start({ ...options, binDirectory }, home, account, 3);
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or, where that does not exist, as `nobody`. */
async function serverAccount(): Promise<Account | null> {
  if (userInfo().uid !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    const passwd = await run('id', ['-u', name]).catch(() => null);
    if (!passwd) continue;
    const group = await run('id', ['-g', name]);
    return { uid: Number(passwd.stdout), gid: Number(group.stdout) };
  }
  throw new Error('running as root, and there is neither a user "postgres" nor "nobody" to run the server as');
}

/** A clone may lie where only root may go: then the server's account runs a copy. */
async function runnablePrograms(binDirectory: string, home: string, account: Account | null): Promise<string> {
  try {
    await run(join(binDirectory, 'initdb'), ['--version'], { ...account, cwd: home });
    return binDirectory;
  } catch (error) {
    if (account === null || !(error instanceof Error && 'code' in error && error.code === 'EACCES')) throw error;
  }
  const copy = join(home, 'programs');
  await cp(dirname(binDirectory), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

// macOS has no C.UTF-8.
const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';

async function initdb(options: ClusterOptions, home: string, account: Account | null): Promise<void> {
  const args = [
    '-D',
    join(home, 'data'),
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    `--locale=${locale}`,
    '--no-sync',
  ];
  await run(join(options.binDirectory, 'initdb'), [...args, ...(options.initdbArgs ?? [])], {
    ...account,
    cwd: home,
    env: serverEnvironment(),
  });
}

/** A standby must allow as many as its primary did. */
const maxConnections = 'max_connections=60';

async function makeStandby(binDirectory: string, home: string, account: Account | null, sql: string): Promise<void> {
  const data = join(home, 'data');
  const single = run(join(binDirectory, 'postgres'), ['--single', '-D', data, '-c', maxConnections, 'postgres'], {
    ...account,
    cwd: home,
    env: serverEnvironment(),
  });
  single.child.stdin?.end(`${sql}\n`);
  await single;
  await writeFile(join(data, 'standby.signal'), '');
}

function serverEnvironment(): NodeJS.ProcessEnv {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));
  return { ...environment, LC_ALL: locale, TZ: 'UTC' };
}

async function start(options: ClusterOptions, home: string, account: Account | null, tries: number): Promise<Cluster> {
  const port = await freePort();
  // A socket's path has at most 107 bytes.
  const socketDirectory = Buffer.byteLength(home) < 80 ? home : null;
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${socketDirectory ?? ''}`,
    'fsync=off',
    'full_page_writes=off',
    'synchronous_commit=off',
    maxConnections,
    'wal_level=logical',
    'max_wal_size=2GB',
    ...(options.settings ?? []),
  ];
  const guard = spawn(
    'sh',
    [
      '-c',
      guardScript,
      'guard',
      options.binDirectory,
      home,
      '-p',
      `${port}`,
      ...settings.flatMap((line) => ['-c', line]),
    ],
    { ...account, cwd: home, detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: serverEnvironment() },
  );
  guard.unref();
  const state = await waitForStart(home);
  if (state.pid !== null) {
    return {
      address: { host: '127.0.0.1', port, user: 'postgres', socketDirectory },
      dataDirectory: join(home, 'data'),
      pid: state.pid,
      log: () => readFile(join(home, 'log'), 'utf8'),
      [Symbol.asyncDispose]: () => stop(guard, home),
    };
  }
  if (tries > 1 && state.log.includes('could not bind')) {
    // Somebody took the port between the look and the start; the data directory is as good as new.
    guard.kill('SIGKILL');
    await rm(join(home, 'ended'), { force: true });
    return await start(options, home, account, tries - 1);
  }
  await stop(guard, home);
  throw new Error(`the PostgreSQL server in ${options.binDirectory} did not start:\n${state.log}`);
}

/** The last line of postmaster.pid says how far the server is, as pg_ctl reads it. */
async function waitForStart(home: string): Promise<{ pid: number | null; log: string }> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const lines = (await readFile(join(home, 'data', 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (lines[7]?.trim() === 'ready') return { pid: Number(lines[0]), log: '' };
    if (existsSync(join(home, 'ended'))) break;
    await sleep(30);
  }
  return { pid: null, log: await readFile(join(home, 'log'), 'utf8').catch(() => '(no log)') };
}

async function stop(guard: ChildProcess, home: string): Promise<void> {
  if (guard.exitCode === null && guard.signalCode === null) {
    const ended = new Promise((resolve) => guard.once('exit', resolve));
    guard.ref();
    guard.stdin?.end();
    await ended;
  }
  // The guard may not remove what root owns above its own files.
  await rm(home, { recursive: true, force: true });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port was given'));
      });
    });
  });
}
