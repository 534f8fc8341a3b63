import { join } from 'node:path';
import { expect, it } from 'vitest';
import { conninfo, expectSameText, genuineDump, loadShop } from '../support/databases.ts';
import { withTempDir } from '../support/files.ts';
import { gpferry, pgToolOk } from '../support/pg-tools.ts';
import { describeWithServer, withDatabase, type TestDatabase } from '../support/server.ts';

/** Restores what genuine pg_dump says of a database into another, under other names. */
async function carry(source: TestDatabase, copy: TestDatabase, ...mapping: readonly string[]): Promise<string> {
  return await withTempDir(async (directory) => {
    const file = join(directory, 'shop.dump');
    await pgToolOk('pg_dump', ['-Fc', '-f', file, '-d', conninfo(source.database)]);
    const restored = await gpferry(['restore', '-d', conninfo(copy.database), ...mapping, file]);
    expect(restored.status, restored.stderr).toBe(0);
    return restored.stderr;
  });
}

describeWithServer('the shop under other names', () => {
  it('is the shop when it has the old ones again', () =>
    withDatabase((shop) =>
      withDatabase((other) =>
        withDatabase(async (same) => {
          await loadShop(shop);
          const there = [
            '--map-schema=shop=My "Shop"',
            '--map-schema=public=warehouse',
            '--map-schema=warehouse=public',
          ];
          const back = [
            '--map-schema=My "Shop"=shop',
            '--map-schema=public=warehouse',
            '--map-schema=warehouse=public',
          ];
          expect(await carry(shop, other, ...there)).not.toContain('left as it is');
          const renamed = await other.query(`SELECT count(*)::int AS n FROM "My ""Shop""".orders`);
          expect(renamed).toEqual(await shop.query('SELECT count(*)::int AS n FROM shop.orders'));
          await carry(other, same, ...back);
          expectSameText(await genuineDump(same), await genuineDump(shop));
        }),
      ),
    ));
});
