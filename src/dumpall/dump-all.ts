import { stat } from 'node:fs/promises';
import { sanitizeLine } from '../ddl/comments.ts';
import { withQuoteAll } from '../ddl/quote.ts';
import { dumpInto } from '../dump/dump.ts';
import type { DumpSummary } from '../dump/options.ts';
import { ServerError, UserError } from '../errors.ts';
import { openOutput, type Output } from '../files/output.ts';
import { silentReporter, type Reporter } from '../log.ts';
import { bytesOf, shown } from '../model/text.ts';
import { rewriteGlobals } from '../rewrite/rewrite-globals.ts';
import { targets } from '../rewrite/targets.ts';
import { abortable } from '../server/cancel-on-abort.ts';
import type { RunExtras } from '../server/connect.ts';
import { checkRestrictKey, metaConnect } from '../sink/psql.ts';
import { databaseOptions } from './database-options.ts';
import { isOfEveryCluster, type Database } from './databases.ts';
import { heading } from './globals.ts';
import type { DumpAllOptions, DumpAllSummary } from './options.ts';
import { readCluster, timeLine, type Cluster } from './read-cluster.ts';

/**
 * Writes a whole server, its roles and tablespaces and every database, into one script for psql. Rejects, and leaves no
 * file, if anything of it could not be read or `signal` aborts; then it throws the signal's reason.
 */
export function dumpAll(
  options: DumpAllOptions,
  reporter: Reporter = silentReporter,
  extras: RunExtras = {},
): Promise<DumpAllSummary> {
  return withQuoteAll(options.quoteAllIdentifiers, () =>
    abortable(extras.signal, () => dumpCluster(options, reporter, extras)),
  );
}

async function dumpCluster(options: DumpAllOptions, reporter: Reporter, extras: RunExtras): Promise<DumpAllSummary> {
  const started = performance.now();
  if (options.restrictKey !== undefined) checkRestrictKey(options.restrictKey);
  const cluster = await readCluster(options, reporter, extras);
  const databases = dumpedOf(cluster, options, reporter);
  const file = options.file === '-' ? undefined : options.file;
  await using output = await openOutput(file === undefined ? { stream: process.stdout } : { path: file }, {
    sync: !options.noSync,
  });
  const { engine } = options;
  const script = engine === null ? cluster.script : rewriteGlobals(cluster.script, targets[engine], reporter);
  await output.write(bytesOf(script));
  if (cluster.databases.length > 0) await output.write(bytesOf(heading('Databases')));
  const dumps: DumpSummary[] = [];
  for (const database of databases) {
    reporter.verbose(`dumping database "${shown(database.name)}"`);
    await output.write(bytesOf(databaseHead(database, options)));
    const part = { connect: () => cluster.connect(database.connectName), output: partOf(output) };
    dumps.push(
      await dumpInto(part, databaseOptions(options, database), reporter, extras).catch((error: unknown) => {
        extras.signal?.throwIfAborted();
        throw failedOn(database, error);
      }),
    );
  }
  await output.write(
    bytesOf(`${timeLine('Completed on', options)}--\n-- PostgreSQL database cluster dump complete\n--\n\n`),
  );
  await output.finish();
  return summaryOf(dumps, started, file === undefined ? null : (await stat(file)).size);
}

/** What cannot be dumped is said before hours are spent on the others. */
function dumpedOf({ databases }: Cluster, { clean }: DumpAllOptions, reporter: Reporter): readonly Database[] {
  for (const database of databases.filter(({ excluded }) => excluded)) {
    const subject = `database "${shown(database.name)}"`;
    reporter.verbose(`excluding ${subject}`);
    if (clean && !isOfEveryCluster(database)) {
      reporter.diagnostic({
        severity: 'warning',
        subject,
        message: `${subject} is excluded, but dropped by the script`,
      });
    }
  }
  const dumped = databases.filter(({ excluded }) => !excluded);
  for (const { name } of dumped) metaConnect(name);
  return dumped;
}

/** What no CREATE DATABASE connects to is connected to here. */
function databaseHead(database: Database, { clean }: DumpAllOptions): string {
  const { name } = database;
  const connects = isOfEveryCluster(database) && !clean;
  return heading(`Database "${sanitizeLine(name)}" dump`) + (connects ? `\\connect ${name}\n\n` : '');
}

/** An output that a database's dump ends without closing it. */
const partOf = (output: Output) => ({
  write: (bytes: Uint8Array) => output.write(bytes),
  finish: async () => {},
  [Symbol.asyncDispose]: async () => {},
});

/** What went wrong in which database; a bug stays one. */
function failedOn({ name }: Database, cause: unknown): unknown {
  const message = `pg_dump failed on database "${shown(name)}", exiting`;
  if (cause instanceof UserError) {
    const { detail, hint } = cause;
    const said = detail === undefined ? cause.message : `${cause.message}\n${detail}`;
    return new UserError(message, { detail: said, ...(hint === undefined ? {} : { hint }), cause });
  }
  return cause instanceof ServerError ? new UserError(message, { cause }) : cause;
}

function summaryOf(dumps: readonly DumpSummary[], started: number, archiveBytes: number | null): DumpAllSummary {
  const sum = (count: (dump: DumpSummary) => number): number => dumps.reduce((total, each) => total + count(each), 0);
  return {
    databases: dumps.length,
    tables: sum(({ tables }) => tables),
    rows: sum(({ rows }) => rows),
    bytes: sum(({ bytes }) => bytes),
    largeObjects: sum(({ largeObjects }) => largeObjects),
    seconds: (performance.now() - started) / 1000,
    archiveBytes,
  };
}
