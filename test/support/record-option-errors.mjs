/**
 * Records what genuine programs say of their command lines, for test/commands/genuine.test.ts:
 *
 *     node test/support/record-option-errors.mjs /usr/lib/postgresql/15/bin /opt/pg16/bin …
 *
 * writes fixtures/genuine/<major>/<program>-option-errors.txt and <program>-help.txt. No server listens where the
 * programs look for one, so lines that are in order end where the program would connect or open its archive.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { rows } from './option-error-rows.mjs';

const fixtures = fileURLToPath(new URL('../../fixtures/genuine', import.meta.url));
const filters = join(fixtures, 'filters');

for (const bin of process.argv.slice(2)) {
  for (const [program, lines] of Object.entries(rows)) record(bin, program, lines);
}

function record(bin, program, lines) {
  const version = run(bin, program, ['--version']).stdout.trim();
  const [major] = /\d+/.exec(version);
  const directory = join(fixtures, major);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `${program}-help.txt`), run(bin, program, ['--help']).stdout);
  const linesByOutcome = new Map();
  for (const line of lines) {
    const outcome = outcomeOf(bin, program, line);
    linesByOutcome.set(outcome, [...(linesByOutcome.get(outcome) ?? []), line]);
  }
  const groups = [...linesByOutcome].map(
    ([outcome, lines]) => `${outcome}\n${lines.map((line) => `    ${program} ${line}`.trimEnd()).join('\n')}\n`,
  );
  writeFileSync(join(directory, `${program}-option-errors.txt`), `# ${version}\n\n${groups.join('\n')}`);
}

/** The lines printed, the path of the program left out, and the exit status; or `accepted`. */
function outcomeOf(bin, program, line) {
  const [words, input] = line.split(' < ');
  const args = (words.match(/(?:'[^']*'|[^\s'])+/g) ?? []).map((word) =>
    word.replaceAll("'", '').replaceAll('{filters}', filters),
  );
  const { stderr, status } = run(bin, program, args, input === undefined ? '' : readFileSync(join(filters, input)));
  const went = /connection to server|could not open (input|output|TOC) file|input file is too short/.exec(stderr);
  const said = stderr
    .slice(0, went === null ? undefined : stderr.lastIndexOf('\n', went.index) + 1)
    .replaceAll(`${bin}/`, '')
    .replaceAll(filters, '{filters}');
  return went === null ? `${said}exit ${status}` : `${said}accepted`;
}

function run(bin, program, args, input = '') {
  const cwd = mkdtempSync(join(tmpdir(), 'option-errors-'));
  try {
    const env = { LC_ALL: 'C', PGHOST: '/nonexistent', PGPORT: '1', PGUSER: 'nobody', PATH: process.env.PATH };
    return spawnSync(join(bin, program), args, { cwd, env, input, encoding: 'utf8' });
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
