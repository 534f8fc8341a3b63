import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { silentReporter, type Diagnostic } from '../../src/log.ts';
import { openDatabaseSink } from '../../src/sink/database-sink.ts';
import { sessionTo } from '../server/sessions.ts';
import { describeWithServer, server } from '../support/server.ts';

const openSink = () =>
  openDatabaseSink({ open: () => sessionTo(server()), exitOnError: false, reporter: silentReporter });

describeWithServer('a refusal that the caller holds for harmless', () => {
  it('is told, but neither counted nor the end', async () => {
    const told: string[] = [];
    const reporter = { ...silentReporter, diagnostic: ({ message }: Diagnostic) => void told.push(message) };
    await using sink = await openDatabaseSink({ open: () => sessionTo(server()), exitOnError: true, reporter });
    const failure = { message: 'could not execute query', harmless: '42710' };
    expect(await sink.statement('CREATE EXTENSION plpgsql', failure)).toBe(false);
    expect(told).toEqual(['extension "plpgsql" already exists']);
    expect(sink.errors).toBe(0);
    await expect(sink.statement('CREATE EXTENSION "no such"', failure)).rejects.toThrow('could not execute query');
  });
});

describeWithServer('a database sink that is cancelled', () => {
  it('throws from the statement that runs, and does not count it as refused', async () => {
    await using sink = await openSink();
    const running = sink.statement('SELECT pg_catalog.pg_sleep(60)');
    setTimeout(() => sink.cancel(), 50);
    await expect(running).rejects.toThrow('the restore was stopped');
    expect(sink.errors).toBe(0);
  });

  it('begins no other statement', async () => {
    await using sink = await openSink();
    sink.cancel();
    await expect(sink.statement('SELECT pg_catalog.pg_sleep(60)')).rejects.toThrow('the restore was stopped');
  });

  it('does not lose a cancel that comes before its statement has reached the server', async () => {
    await using sink = await openSink();
    for (let round = 0; round < 5; round += 1) {
      await using another = await sink.openAnother();
      const running = another.statement('SELECT pg_catalog.pg_sleep(60)');
      another.cancel();
      await expect(running).rejects.toThrow('the restore was stopped');
    }
  });

  it('stops a COPY whose rows are slow to come', async () => {
    await using sink = await openSink();
    await sink.statement('CREATE TEMPORARY TABLE t (a integer)');
    async function* rows(): AsyncGenerator<Uint8Array> {
      for (let row = 0; row < 100; row += 1) {
        yield Buffer.from(`${row}\n`);
        await sleep(100);
      }
    }
    const entry = { tag: 't' } as Parameters<typeof sink.copy>[0];
    const running = sink.copy(entry, 'COPY t FROM stdin;\n', rows());
    setTimeout(() => sink.cancel(), 50);
    const started = performance.now();
    await expect(running).rejects.toThrow('the restore was stopped');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
