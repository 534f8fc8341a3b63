import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteLiteral } from './quote.ts';

/**
 * Storage options (`name=value` each) as a WITH clause's inside. Values that are not plain identifiers or numbers are
 * quoted; an option without a value is written `name=''`, as CREATE needs it (appendReloptionsArray in dumputils.c).
 */
export function reloptions(options: readonly ByteString[], prefix = ''): ByteString {
  return options
    .map((option) => {
      const equals = option.indexOf('=');
      const name = equals < 0 ? option : option.slice(0, equals);
      const value = equals < 0 ? '' : option.slice(equals + 1);
      const shownValue = quoteIdent(value) === value ? value : quoteLiteral(value);
      return `${prefix}${quoteIdent(name)}=${shownValue}`;
    })
    .join(', ');
}
