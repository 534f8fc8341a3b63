import { existsSync, readFileSync } from 'node:fs';

import { optionsRelease } from './program.ts';
import type { Program } from './program.ts';

/** Version of this package, from the nearest package.json above this module, compiled or not. */
export function gpferryVersion(directory = new URL('.', import.meta.url)): string {
  const file = new URL('package.json', directory);
  if (!existsSync(file)) {
    const parent = new URL('..', directory);
    if (parent.href === directory.href) throw new Error('no package.json above gpferry');
    return gpferryVersion(parent);
  }
  const { version }: { version?: unknown } = JSON.parse(readFileSync(file, 'utf8'));
  return String(version);
}

/**
 * Scripts read pg_dump's version to learn what it can do, so the stand-ins tell the release they follow where the
 * genuine program tells its own, and gpferry's where a distributor's package is named.
 */
export const versionLine = (program: Program): string =>
  program.genuine
    ? `${program.name} (PostgreSQL) ${optionsRelease(program).version} (gpferry ${gpferryVersion()})\n`
    : `gpferry ${gpferryVersion()}\n`;
