import { quoteIdent } from '../ddl/quote.ts';
import type { Release } from '../model/release.ts';
import { toByteString, type ByteString } from '../model/text.ts';
import type { ArchiveSettings, ReplayOptions } from './replay-options.ts';

/** Settings that hold during the whole restore, one statement each (_doSetFixedOutputState in pg_backup_archiver.c). */
export function fixedState(settings: ArchiveSettings, options: ReplayOptions, release: Release): readonly ByteString[] {
  const statements = [
    ...release.scriptSettings.map((setting) => `SET ${setting};\n`),
    'SET statement_timeout = 0;\n',
    'SET lock_timeout = 0;\n',
    ...(release.idleInTransactionTimeout ? ['SET idle_in_transaction_session_timeout = 0;\n'] : []),
    ...(release.transactionTimeout ? ['SET transaction_timeout = 0;\n'] : []),
    `SET client_encoding = '${settings.encoding}';\n`,
    `SET standard_conforming_strings = ${settings.standardStrings ? 'on' : 'off'};\n`,
  ];
  if (options.role !== undefined) statements.push(`SET ROLE ${quoteIdent(toByteString(options.role))};\n`);
  if (settings.searchPath !== null) statements.push(settings.searchPath);
  statements.push('SET check_function_bodies = false;\n');
  statements.push('SET xmloption = content;\n');
  statements.push('SET client_min_messages = warning;\n');
  if (!settings.standardStrings) statements.push('SET escape_string_warning = off;\n');
  if (release.rowSecurity) statements.push(`SET row_security = ${options.enableRowSecurity ? 'on' : 'off'};\n`);
  return statements;
}
