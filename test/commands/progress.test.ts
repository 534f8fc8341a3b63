import { describe, expect, it } from 'vitest';

import { displayWidth, fitted } from '../../src/commands/display-width.ts';
import { genuineProgram, ownProgram } from '../../src/commands/program.ts';
import type { Program } from '../../src/commands/program.ts';
import { progressDisplay, ProgressReporter } from '../../src/commands/progress.ts';
import type { ProgressDisplay } from '../../src/commands/progress.ts';
import { shownBytes, shownDuration } from '../../src/commands/quantities.ts';
import type { Progress } from '../../src/log.ts';
import { FakeTerminal } from './fake-io.ts';

const pgDump: Program = genuineProgram('pg_dump') ?? expect.unreachable();

const MiB = 1024 * 1024;

const halfway: Progress = {
  phase: 'dump',
  current: 'public.orders',
  entriesDone: 12,
  entriesTotal: 17,
  rows: 120_000,
  bytes: 20 * MiB,
  bytesTotal: 60 * MiB,
};

/** A reporter with a clock that stands still until told. */
function reporterOn(
  terminal: FakeTerminal,
  display: ProgressDisplay,
  { program = ownProgram('dump'), verbose = false } = {},
) {
  const clock = { now: 5_000 };
  const reporter = new ProgressReporter({ terminal, program, verbose, display, now: () => clock.now });
  return { reporter, clock };
}

describe('the progress line', () => {
  it('says what is done, the current table, rows, bytes, rate and time left', () => {
    const terminal = new FakeTerminal(100);
    const { reporter, clock } = reporterOn(terminal, 'line');
    clock.now += 4_000;
    reporter.progress(halfway);
    expect(terminal.screen).toBe('dumping 12/17 public.orders: 120,000 rows, 20.0 MB of 60.0 MB, 5.0 MB/s, 8.0 s left');
  });

  it('is rewritten ten times a second at most', () => {
    const terminal = new FakeTerminal(100);
    const { reporter, clock } = reporterOn(terminal, 'line');
    for (let step = 0; step < 1000; step += 1) {
      clock.now += 1;
      reporter.progress({ ...halfway, rows: step });
    }
    expect(terminal.written.split('\r')).toHaveLength(11);
    expect(terminal.screen).toContain('900 rows');
  });

  it.each([20, 40, 60, 79, 80, 200])('fits a terminal of %i columns', (columns) => {
    const terminal = new FakeTerminal(columns);
    const { reporter, clock } = reporterOn(terminal, 'line');
    clock.now += 4_000;
    reporter.progress({
      ...halfway,
      current: 'public.表の名前はとても長いので切る👨‍👩‍👧 and_more_and_more_and_more_and_more',
    });
    expect(displayWidth(terminal.screen)).toBeLessThan(columns);
    expect(terminal.screen).toContain('dumping 12/17');
  });

  it('shortens the name before anything else', () => {
    const terminal = new FakeTerminal(80);
    const { reporter, clock } = reporterOn(terminal, 'line');
    clock.now += 4_000;
    reporter.progress({ ...halfway, current: 'public.orders_of_the_year_before_last' });
    expect(terminal.screen).toBe('dumping 12/17 public.o…: 120,000 rows, 20.0 MB of 60.0 MB, 5.0 MB/s, 8.0 s left');
  });

  it('cannot be broken by a name with control characters', () => {
    const terminal = new FakeTerminal(120);
    const { reporter } = reporterOn(terminal, 'line');
    reporter.progress({ ...halfway, current: 'public.\u001b[2Jx\ny\r' });
    expect(terminal.written.replace('\u001b[K', '')).not.toContain('\u001b');
    expect(terminal.screen).toContain('public.\\x1b[2Jx y\\x0d');
  });

  it('goes away before a message and when the work ends', () => {
    const terminal = new FakeTerminal(100);
    const { reporter, clock } = reporterOn(terminal, 'line', { verbose: true });
    reporter.progress(halfway);
    reporter.verbose('reading schemas');
    clock.now += 200;
    reporter.progress(halfway);
    reporter.close();
    reporter.say('gpferry: done\n');
    clock.now += 200;
    reporter.progress(halfway);
    expect(terminal.screen).toBe('gpferry: reading schemas\ngpferry: done\n');
  });

  it('forecasts from the last seconds, not from a slow start', () => {
    const terminal = new FakeTerminal(100);
    const { reporter, clock } = reporterOn(terminal, 'line');
    for (let second = 1; second <= 60; second += 1) {
      clock.now += 1_000;
      // Nothing for half a minute (locks), then 1 MiB a second.
      reporter.progress({ ...halfway, bytes: Math.max(second - 30, 0) * MiB });
    }
    expect(terminal.screen).toContain('30.0 MB of 60.0 MB, 1.0 MB/s, 30 s left');
  });
});

describe('a progress log', () => {
  it('is a plain line every ten seconds', () => {
    const terminal = new FakeTerminal();
    const { reporter, clock } = reporterOn(terminal, 'log');
    for (let second = 0; second < 25; second += 1) {
      reporter.progress({ ...halfway, bytesTotal: null });
      clock.now += 1_000;
    }
    expect(terminal.written.split('\n')).toHaveLength(3);
    expect(terminal.written).toContain('gpferry: dumping 12/17 public.orders: 120,000 rows, 20.0 MB, 2.0 MB/s\n');
  });
});

describe('progressDisplay', () => {
  const terminal = new FakeTerminal(80);
  const file = new FakeTerminal();
  it.each([
    ['a terminal', undefined, terminal, ownProgram('dump'), 'line'],
    ['a file', undefined, file, ownProgram('dump'), 'none'],
    ['a file with --progress', true, file, ownProgram('dump'), 'log'],
    ['a terminal with --no-progress', false, terminal, ownProgram('dump'), 'none'],
    ['a terminal under a genuine name', undefined, terminal, pgDump, 'none'],
    ['a terminal under a genuine name with --progress', true, terminal, pgDump, 'line'],
  ] as const)('for %s', (_, asked, stderr, program, expected) => {
    expect(progressDisplay(asked, stderr, program)).toBe(expected);
  });
});

describe('diagnostics', () => {
  const warning = {
    severity: 'warning',
    subject: 'operator class "public.box_ops"',
    message: 'is not carried',
    hint: 'Dump it with pg_dump.',
  } as const;

  it('are kept for the end, counted', () => {
    const terminal = new FakeTerminal(100);
    const { reporter } = reporterOn(terminal, 'line');
    reporter.diagnostic(warning);
    reporter.progress(halfway);
    expect(terminal.written).not.toContain('warning');
    reporter.close();
    expect(reporter.warnings).toBe(1);
    expect(terminal.screen).toBe(
      'gpferry: warning: operator class "public.box_ops": is not carried\ngpferry: hint: Dump it with pg_dump.\n',
    );
  });

  it('come at once under a genuine name', () => {
    const terminal = new FakeTerminal();
    const { reporter } = reporterOn(terminal, 'none', { program: pgDump });
    reporter.diagnostic(warning);
    expect(terminal.written).toMatch(/^pg_dump: warning: /);
  });

  it('come at once where a statement was refused, with the object', () => {
    const terminal = new FakeTerminal();
    const refusal = { severity: 'error', subject: 'from TOC entry 7', message: 'could not execute query' } as const;
    const { reporter } = reporterOn(terminal, 'none');
    reporter.diagnostic(refusal);
    expect(terminal.written).toBe('gpferry: error: could not execute query\ngpferry: detail: from TOC entry 7\n');
    const genuine = new FakeTerminal();
    reporterOn(genuine, 'none', { program: pgDump }).reporter.diagnostic(refusal);
    const { reporter: verbose } = reporterOn(genuine, 'none', { program: pgDump, verbose: true });
    verbose.stage('INITIALIZING');
    verbose.stage('PROCESSING TOC');
    verbose.diagnostic(refusal);
    expect(genuine.written).toBe(
      'pg_dump: error: could not execute query\n' +
        'pg_dump: while PROCESSING TOC:\npg_dump: from TOC entry 7\npg_dump: error: could not execute query\n',
    );
  });
});

describe('quantities', () => {
  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [1024, '1.0 kB'],
    [1024 * 1024 - 1, '1.0 MB'],
    [32_715_571, '31.2 MB'],
    [5 * 1024 ** 4, '5.0 TB'],
  ])('%i bytes are %s', (bytes, expected) => {
    expect(shownBytes(bytes)).toBe(expected);
  });

  it.each([
    [0.04, '0.0 s'],
    [2.13, '2.1 s'],
    [59.4, '59 s'],
    [59.97, '1 min 0 s'],
    [250, '4 min 10 s'],
    [7505, '2 h 5 min'],
  ])('%d seconds are %s', (seconds, expected) => {
    expect(shownDuration(seconds)).toBe(expected);
  });

  it.each([
    ['abc', 3],
    ['äöü', 3],
    ['e\u0301', 1],
    ['日本語', 6],
    ['👨‍👩‍👧', 2],
    ['', 0],
  ])('%s takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
    expect(fitted(text, width)).toBe(text);
  });

  it('cuts between characters', () => {
    expect(fitted('日本語', 4)).toBe('日…');
    expect(fitted('日本語', 5)).toBe('日本…');
    expect(fitted('abc', 0)).toBe('');
  });
});
