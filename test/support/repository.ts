import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Nearest directory above this file that holds package.json: the same for the source and for a compiled copy under build/. */
function findRepository(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('no package.json above the tests');
  return findRepository(parent);
}

export const repository = findRepository(dirname(fileURLToPath(import.meta.url)));
