import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';

/** Runs the prompt on a pseudo-terminal (util-linux' script), types once it asks, and gives all that was shown. */
function prompted(keys: string): Promise<string> {
  const module = join(dirname(inject('gpferryCli')), 'server', 'password-prompt.js');
  const program = `import(${JSON.stringify(module)}).then((m) => m.promptPassword("u", "Password: ")).then((p) => console.log("got " + Buffer.from(p).toString("hex")))`;
  const command = `node -e '${program}'; stty -a | grep -o '[- ]echo '`;
  const terminal = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'ignore'] });
  let shown = '';
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (!shown.includes('Password: ') && (shown + text).includes('Password: ')) terminal.stdin.write(keys);
    shown += text;
  });
  return new Promise((resolve) => terminal.on('exit', () => resolve(shown.replaceAll('\r', ''))));
}

const hex = (text: string): string => Buffer.from(text).toString('hex');

describe.skipIf(spawnSync('script', ['--version']).status !== 0)('the password prompt', () => {
  it.each([
    ['sécret\r', 'sécret'],
    ['abc\x7fé\x7fd\n', 'abd'],
    ['abc\x15x\r', 'x'],
    ['\x04', ''],
  ])('reads %j without showing it', async (keys, password) => {
    expect(await prompted(keys)).toBe(`Password: \ngot ${hex(password)}\n echo \n`);
  });

  it('gives the terminal its echo back when it is interrupted', async () => {
    expect(await prompted('ab\x03')).toBe('Password:  echo \n');
  });
});

const withoutSetsid = spawnSync('setsid', ['--version']).status !== 0;

it.skipIf(withoutSetsid)('reads standard input where there is no terminal, and ends the line of the prompt', () => {
  const module = join(dirname(inject('gpferryCli')), 'server', 'password-prompt.js');
  const program = `import(${JSON.stringify(module)}).then((m) => m.promptPassword("u", "Password: ")).then(console.log)`;
  // In a session of its own it has no terminal either where the tests have one.
  const { stdout, stderr } = spawnSync('setsid', ['-w', 'node', '-e', program], { input: 'secret\nmore\n' });
  expect({ stdout: stdout.toString(), stderr: stderr.toString() }).toEqual({
    stdout: 'secret\n',
    stderr: 'Password: \n',
  });
});
