import { expect, it } from 'vitest';
import { openArchive } from '../../src/archive/formats.ts';
import { ServerError } from '../../src/errors.ts';
import { type Diagnostic, silentReporter } from '../../src/log.ts';
import { greenplum6, greenplum7, type Release } from '../../src/model/release.ts';
import { defaultRestoreOptions, type RestoreOptions } from '../../src/restore/options.ts';
import { restoreArchive } from '../../src/restore/restore.ts';
import type { Session } from '../../src/server/session.ts';
import { DatabaseSink } from '../../src/sink/database-sink.ts';
import { fixturePath } from '../toc/genuine-archives.ts';

const archive = fixturePath('postgresql-15/custom.dump');

/** A server that refuses large objects as Greenplum 6 and 7 do, and takes everything else. */
class Refusing {
  readonly statements: string[] = [];
  copies = 0;

  async execute(sql: string): Promise<void> {
    this.statements.push(sql);
    if (/\blo_|LARGE OBJECT/.test(sql)) throw new ServerError('large objects are not supported', { code: '0A000' });
  }

  async query(sql: string): Promise<never[]> {
    await this.execute(sql);
    return [];
  }

  async copyIn(_sql: string, data: AsyncIterable<Uint8Array>): Promise<number> {
    for await (const _chunk of data);
    return (this.copies += 1);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

async function restored(release: Release, given: Partial<RestoreOptions> = {}) {
  const server = new Refusing();
  const told: Diagnostic[] = [];
  const reporter = { ...silentReporter, diagnostic: (diagnostic: Diagnostic) => void told.push(diagnostic) };
  const options = { ...defaultRestoreOptions, ...given };
  await using reader = await openArchive({ path: archive });
  const session = server as unknown as Session;
  const open = () => Promise.resolve(session);
  await using sink = new DatabaseSink(session, { open, exitOnError: options.exitOnError, reporter }, release);
  const { errors } = await restoreArchive(reader, sink, options, reporter);
  const payloads = reader.entries.filter(({ desc }) => desc === 'TABLE DATA').length;
  const largeObjects = reader.entries.filter(
    ({ desc, tag }) => desc.startsWith('BLOB') || tag.startsWith('LARGE OBJECT'),
  );
  return { server, errors, told, payloads, largeObjects };
}

it.each([['6', greenplum6] as const, ['7', greenplum7] as const])(
  'a server without large objects refuses each entry of one, and gets everything else: Greenplum %s',
  async (_, release) => {
    const { server, errors, told, payloads, largeObjects } = await restored(release);
    expect(server.copies).toBe(payloads);
    const refused = new Set(told.map(({ subject }) => /TOC entry (\d+);/.exec(subject ?? '')?.[1]));
    expect([...refused].map(Number).toSorted()).toEqual(largeObjects.map(({ dumpId }) => dumpId).toSorted());
    expect(errors).toBe(told.length);
    // The transaction around them is over before anything else is restored.
    const opened = server.statements.findIndex((sql) => sql.includes('lo_open'));
    expect(server.statements[opened + 1]).toMatch(/^COMMIT/);
  },
);

it('stops at the first where it is to stop at errors', async () => {
  await expect(restored(greenplum7, { exitOnError: true })).rejects.toThrow('large objects are not supported');
});

it('is told of no access method where it has none but the heap: Greenplum 6', async () => {
  const saysHeap = ({ server }: { server: Refusing }): boolean =>
    server.statements.some((sql) => sql.includes('default_table_access_method'));
  expect(saysHeap(await restored(greenplum6))).toBe(false);
  expect(saysHeap(await restored(greenplum7))).toBe(true);
});
