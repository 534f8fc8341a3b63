import type { ByteString } from '../../model/text.ts';
import type { TokenCursor } from '../../sql/token-cursor.ts';

/** `ALTER TABLE app.t EXCHANGE PARTITION p WITH TABLE app.helper`, which Greenplum had before 7. */
export interface Exchange {
  readonly whole: readonly ByteString[];
  readonly helper: readonly ByteString[];
}

/** null: the statement is another. */
export function exchangeOf(cursor: TokenCursor): Exchange | null {
  const whole = cursor.take('alter', 'table') ? cursor.takeQualifiedName() : null;
  if (whole === null || !cursor.skipTo('exchange') || !cursor.skipTo('with')) return null;
  const helper = cursor.take('with', 'table') ? cursor.takeQualifiedName() : null;
  return helper === null ? null : { whole, helper };
}
