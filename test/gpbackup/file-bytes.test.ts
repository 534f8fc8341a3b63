import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileBytes } from '../../src/gpbackup/file-bytes.ts';
import { withTempDir } from '../support/files.ts';

it.each(['new', 'reused'] as const)('a file that is cut while it is read into %s memory is an error', (memory) =>
  withTempDir(async (directory) => {
    const file = join(directory, 'rows');
    await writeFile(file, Buffer.alloc(600 * 1024));
    const bytes = fileBytes(file, 0, memory);
    const first = await bytes.next();
    const length = first.value?.length ?? 0;
    await truncate(file, length);
    await expect(bytes.next()).rejects.toMatchObject({
      message: 'a file became shorter while it was read',
      detail: `file "${file}", byte ${length}`,
    });
  }),
);
