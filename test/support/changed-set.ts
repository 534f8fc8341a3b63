import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBackupSet } from '../../src/gpbackup/open-set.ts';
import type { Diagnostic } from '../../src/log.ts';
import { silentReporter } from '../../src/log.ts';
import { backupSet } from './backup-sets.ts';
import { withTempDir } from './files.ts';

/** What is said of a set of which one file was changed: the lines of an error, or of warnings; []: it is as it should be. */
export const saidOfChanged = (
  name: string,
  file: RegExp,
  change: (text: string) => string,
): Promise<readonly string[]> =>
  withTempDir(async (directory) => {
    await cp(backupSet(name), directory, { recursive: true });
    const path = (await readdir(directory, { recursive: true })).find((each) => file.test(each));
    const whole = await readFile(join(directory, path!), 'latin1');
    const changed = change(whole);
    if (changed === whole) throw new Error(`nothing was changed in ${path}`);
    await rm(join(directory, path!));
    await writeFile(join(directory, path!), changed, 'latin1');
    const told: Diagnostic[] = [];
    const reporter = { ...silentReporter, diagnostic: (note: Diagnostic) => void told.push(note) };
    const lines = ({ message, detail = '' }: { message: string; detail?: string }): readonly string[] =>
      [message, ...detail.split('\n')].map((line) => line.replaceAll(`${directory}/`, ''));
    try {
      await using _reader = await openBackupSet({ directories: [directory] }, reporter);
    } catch (error) {
      return lines(error as Error);
    }
    return told.filter(({ severity }) => severity === 'warning').flatMap(lines);
  });
