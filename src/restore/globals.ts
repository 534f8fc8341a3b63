import { quoteDollar } from '../ddl/quote.ts';
import type { ByteString } from '../model/text.ts';
import { statementsOf } from '../sql/statements.ts';
import type { Lane } from './restore-entry.ts';

/** gprestore's --with-globals. Roles that are there, as that of who restores is, get what the script says of them. */
export async function restoreGlobals({ replay }: Lane, script: ByteString): Promise<void> {
  for (const { span } of statementsOf(script)) {
    const statement = script.slice(span.start, span.end);
    await replay.statement(`${/^CREATE ROLE\s/i.test(statement) ? unlessThere(statement) : statement};\n`);
  }
}

const unlessThere = (statement: ByteString): ByteString =>
  `DO ${quoteDollar(`BEGIN ${statement}; EXCEPTION WHEN duplicate_object THEN NULL; END`)}`;
