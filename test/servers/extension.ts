import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serverFixtures } from './majors.ts';

/** The extension of fixtures/servers/extension, put where the fetched server that has these programs looks for it. */
export async function installExtension(binDirectory: string): Promise<void> {
  const directory = join(binDirectory, '..', 'share', 'postgresql', 'extension');
  for (const name of ['gpferry_matrix.control', 'gpferry_matrix--1.0.sql']) {
    await copyFile(join(serverFixtures, 'extension', name), join(directory, name));
  }
}
