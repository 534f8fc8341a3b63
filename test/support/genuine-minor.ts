import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { inject } from 'vitest';
import './global-setup.ts';

/**
 * Our words are those of 15.20, which changed some: what a test that compares them with an older genuine program adds
 * to its title to be skipped by name; '' where the program is at least 15.`minor`.
 */
export function olderGenuine(minor: number): string {
  const directory = inject('pgBin');
  if (directory === null) return '';
  const version = execFileSync(join(directory, 'pg_dump'), ['--version'], { encoding: 'utf8' });
  return Number(/ 15\.(\d+)/.exec(version)?.[1] ?? 0) >= minor ? '' : ` (skipped: pg_dump is older than 15.${minor})`;
}
