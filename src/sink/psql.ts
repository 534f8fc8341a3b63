import { randomBytes } from 'node:crypto';

import { UserError } from '../errors.ts';
import { quoteIdent } from '../ddl/quote.ts';
import { shown, type ByteString } from '../model/text.ts';

const keyCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A key for psql's \restrict: until the same key is given to \unrestrict, psql runs no meta-command, so a server that
 * lies about its names cannot make psql run programs.
 */
export function makeRestrictKey(): string {
  let key = '';
  while (key.length < 63) {
    for (const byte of randomBytes(64)) {
      // 248 is the largest multiple of 62 below 256: every character is as likely as any other.
      if (byte < 248 && key.length < 63) key += keyCharacters[byte % keyCharacters.length];
    }
  }
  return key;
}

export function checkRestrictKey(key: string): void {
  if (!/^[A-Za-z0-9]+$/.test(key)) throw new UserError('invalid restrict key');
}

/** psql's \connect to a database, which may have any name but one of two lines (appendPsqlMetaConnect). */
export function metaConnect(database: ByteString): ByteString {
  if (/[\n\r]/.test(database)) {
    throw new UserError(`database name contains a newline or carriage return: "${shown(database)}"`);
  }
  if (/^[A-Za-z0-9_.]+$/.test(database)) return `\\connect ${quoteIdent(database)}\n`;
  const conninfo = `dbname='${database.replace(/[\\']/g, '\\$&')}'`;
  return `\\encoding SQL_ASCII\n\\connect -reuse-previous=on "${conninfo.replaceAll('"', '""')}"\n`;
}
