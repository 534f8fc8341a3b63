import type { ArchiveReader } from '../archive/archive.ts';
import { quoteDollar } from '../ddl/quote.ts';
import type { Reporter } from '../log.ts';
import type { ByteString } from '../model/text.ts';
import { rewriteGlobals } from '../rewrite/rewrite-globals.ts';
import { targets, type TargetName } from '../rewrite/targets.ts';
import { statementsOf } from '../sql/statements.ts';
import type { Lane } from './restore-entry.ts';

/** Roles and the like of an archive, as an engine wants them said; null: as they are. '' for none. */
export const globalsFor = (
  engine: TargetName | null,
  { globals = '' }: ArchiveReader,
  reporter: Reporter,
): ByteString => (engine === null ? globals : rewriteGlobals(globals, targets[engine], reporter));

/**
 * gprestore's --with-globals. Roles that are there, as that of who restores is, get what the script says of them; other
 * objects that are there stay as they are.
 */
export async function restoreGlobals({ replay }: Lane, script: ByteString): Promise<void> {
  for (const { span } of statementsOf(script)) {
    const statement = script.slice(span.start, span.end);
    const sql = /^CREATE ROLE\s/i.test(statement) ? unlessThere(statement) : statement;
    await replay.statement(`${sql};\n`, { message: 'could not execute query', harmless: duplicateObject });
  }
}

/** SQLSTATE of what there is already. */
const duplicateObject = '42710';

/** In a transaction a refused statement would take all others along; but queues, groups and tablespaces are made in none. */
const unlessThere = (statement: ByteString): ByteString =>
  `DO ${quoteDollar(`BEGIN ${statement}; EXCEPTION WHEN duplicate_object THEN NULL; END`)}`;
