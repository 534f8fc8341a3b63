import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { conninfo, expectSameText, genuineDump, loadShop } from '../support/databases.ts';
import { withTempDir } from '../support/files.ts';
import { gpferry, gpferryOk, pgTool, pgToolOk, type ToolResult } from '../support/pg-tools.ts';
import { describeWithServer, openDatabase, type TestDatabase, withDatabase } from '../support/server.ts';

const archiveFormats = ['custom', 'directory', 'tar'] as const;
const compressions = ['-Z0', '-Z1', '-Z9'] as const;

type Write = (source: TestDatabase, file: string) => Promise<unknown>;
type Read = (file: string, target: TestDatabase) => Promise<unknown>;

const target = ({ database }: TestDatabase): readonly string[] => ['-d', conninfo(database)];

const gpferryDump =
  (...args: readonly string[]): Write =>
  (source, file) =>
    gpferryOk(['dump', ...args, '-f', file, ...target(source)]);

const genuinePgDump =
  (...args: readonly string[]): Write =>
  (source, file) =>
    pgToolOk('pg_dump', [...args, '-f', file, ...target(source)]);

const gpferryRestore =
  (...args: readonly string[]): Read =>
  (file, database) =>
    gpferryOk(['restore', ...args, ...target(database), file]);

const genuinePgRestore: Read = (file, database) => pgToolOk('pg_restore', ['-e', ...target(database), file]);

const psql: Read = (file, database) =>
  pgToolOk('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', ...target(database), '-f', file]);

describeWithServer('the shop, carried over', () => {
  let shop: TestDatabase;
  let expected: string;

  beforeAll(async () => {
    const database = await openDatabase();
    await loadShop(database);
    shop = database;
    expected = await genuineDump(database);
    return () => database[Symbol.asyncDispose]();
  });

  /** Written by one program, read by another: the copy must be what the shop is. */
  async function expectSameShop(write: Write, read: Read): Promise<void> {
    await withTempDir(async (directory) => {
      const file = join(directory, 'shop');
      await write(shop, file);
      await withDatabase(async (copy) => {
        await read(file, copy);
        expectSameText(await genuineDump(copy), expected);
      });
    });
  }

  it('is the same after the genuine programs alone, so that a difference is ours', async () => {
    await expectSameShop(genuinePgDump('-Fc'), genuinePgRestore);
  });

  it.each(archiveFormats)('is the same after gpferry dump %s and genuine pg_restore', async (format) => {
    await expectSameShop(gpferryDump(`--format=${format}`), genuinePgRestore);
  });

  it('is the same after gpferry dump plain and genuine psql', async () => {
    await expectSameShop(gpferryDump('--format=plain'), psql);
  });

  it.each(archiveFormats)('is the same after genuine pg_dump %s and gpferry restore', async (format) => {
    await expectSameShop(genuinePgDump(`--format=${format}`), gpferryRestore());
  });

  it.each(archiveFormats)('is the same after gpferry dump %s and gpferry restore', async (format) => {
    await expectSameShop(gpferryDump(`--format=${format}`), gpferryRestore());
  });

  it.each(compressions)('is the same through a custom archive with %s', async (compression) => {
    await expectSameShop(gpferryDump('-Fc', compression), genuinePgRestore);
  });

  it.each(['custom', 'tar'])('is the same through pipes, as %s', async (format) => {
    const dumped = await gpferry(['dump', `--format=${format}`, ...target(shop)]);
    expect(dumped.status, dumped.stderr).toBe(0);
    await withDatabase(async (copy) => {
      await gpferryOk(['restore', ...target(copy)], { input: dumped.stdout });
      expectSameText(await genuineDump(copy), expected);
    });
    await withDatabase(async (copy) => {
      await pgToolOk('pg_restore', ['-e', ...target(copy)], { input: dumped.stdout });
      expectSameText(await genuineDump(copy), expected);
    });
  });

  it('is the same after gpferry restore with two jobs', async () => {
    await expectSameShop(genuinePgDump('-Fd'), gpferryRestore('-j2'));
  });

  it('is the same after gpferry restore in one transaction', async () => {
    await expectSameShop(genuinePgDump('-Fc'), gpferryRestore('--single-transaction'));
  });

  it('is the same after gpferry restore has written a script and psql has run it', async () => {
    await expectSameShop(genuinePgDump('-Fc'), async (file, copy) => {
      await gpferryOk(['restore', '-f', `${file}.sql`, file]);
      await psql(`${file}.sql`, copy);
    });
  });

  it('is restored over itself with --clean --if-exists as by pg_restore, which cannot drop keys of partitions', async () => {
    await withTempDir(async (directory) => {
      const file = join(directory, 'shop.dump');
      await genuinePgDump('-Fc')(shop, file);
      const ours = await restoredTwice(file, (args) => gpferry(['restore', ...args]));
      const genuine = await restoredTwice(file, (args) => pgTool('pg_restore', args));
      expect(genuine.ignored).toBe('errors ignored on restore: 15');
      expect(ours.ignored).toBe(genuine.ignored);
      expect(ours.status).toBe(genuine.status);
      expectSameText(ours.dump, genuine.dump);
    });
  });

  async function restoredTwice(
    file: string,
    restore: (args: readonly string[]) => Promise<ToolResult>,
  ): Promise<{ status: number | null; ignored: string | undefined; dump: string }> {
    return await withDatabase(async (copy) => {
      await genuinePgRestore(file, copy);
      const { status, stderr } = await restore(['--clean', '--if-exists', ...target(copy), file]);
      const ignored = /errors ignored on restore: \d+/.exec(stderr)?.[0];
      return { status, ignored, dump: await genuineDump(copy) };
    });
  }

  it.each(archiveFormats)('is listed in the words of pg_restore -l, which takes the list back: %s', async (format) => {
    await withTempDir(async (directory) => {
      const [file, list] = [join(directory, 'shop'), join(directory, 'list')];
      await genuinePgDump(`--format=${format}`)(shop, file);
      const text = await gpferryOk(['list', file]);
      expectSameText(text, await pgToolOk('pg_restore', ['-l', file]));
      await writeFile(list, text);
      await withDatabase(async (copy) => {
        await pgToolOk('pg_restore', ['-e', '-L', list, ...target(copy), file]);
        expectSameText(await genuineDump(copy), expected);
      });
      await withDatabase(async (copy) => {
        await gpferryOk(['restore', '-L', list, ...target(copy), file]);
        expectSameText(await genuineDump(copy), expected);
      });
    });
  });
});
