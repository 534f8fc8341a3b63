import type { ByteString } from '../../model/text.ts';
import { Edits } from '../../sql/edits.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';

/** A CREATE TABLE or CREATE MATERIALIZED VIEW without what an archive has in fields of their own. */
export interface StorageApart {
  readonly text: ByteString;
  /** null: not said. */
  readonly accessMethod: ByteString | null;
  readonly tablespace: ByteString | null;
}

/** Takes USING and TABLESPACE out of the statement, so that who restores may choose others. */
export function storageApart(text: ByteString): StorageApart {
  const edits = new Edits(text);
  let accessMethod: ByteString | null = null;
  let tablespace: ByteString | null = null;
  const cursor = new TokenCursor(text);
  while (cursor.skipTo('using', 'tablespace', 'distributed', 'as', ';')) {
    const { start } = cursor;
    if (cursor.take('using')) accessMethod = cursor.takeName();
    else if (cursor.take('tablespace')) tablespace = cursor.takeName();
    else break;
    edits.remove({ start, end: cursor.end });
  }
  return { text: edits.result(), accessMethod, tablespace };
}
