import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { shownTime } from '../../src/restore/local-time.ts';

const before = process.env['TZ'];

describe('local times', () => {
  afterEach(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  const moments = ['1999-01-15T12:00:00Z', '2024-07-01T00:30:05Z', '2026-11-21T02:41:12Z', '2050-08-01T10:00:00Z'];

  it.each(['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Asia/Almaty'])(
    'are shown in %s as date shows them',
    (zone) => {
      process.env['TZ'] = zone;
      for (const moment of moments) {
        const format = ['-d', moment, '+%Y-%m-%d %H:%M:%S %Z'];
        const { stdout } = spawnSync('date', format, { env: { ...process.env, TZ: zone } });
        expect(shownTime(new Date(moment))).toBe(String(stdout).trim());
      }
    },
  );
});
