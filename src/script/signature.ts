import type { ByteString } from '../model/text.ts';
import type { TokenCursor } from '../sql/token-cursor.ts';

/** Types of two words: the first is no name of an argument. */
const longTypes: readonly (readonly string[])[] = [
  ['double', 'precision'],
  ['character', 'varying'],
  ['char', 'varying'],
  ['national', 'character'],
  ['national', 'char'],
  ['bit', 'varying'],
  ['timestamp', 'with'],
  ['timestamp', 'without'],
  ['time', 'with'],
  ['time', 'without'],
  ...['year', 'month', 'day', 'hour', 'minute', 'second'].map((field) => ['interval', field]),
];

/** A routine's arguments: the types of those that go in, which tell it from others, and how to spell all of them. */
export function signatureOf(items: readonly TokenCursor[]): {
  readonly types: ByteString;
  readonly spelled: ByteString;
} {
  const types: ByteString[] = [];
  const spelled: ByteString[] = [];
  for (const item of items) {
    const { start } = item;
    const ahead = item.fork();
    const end = ahead.skipTo('default', '=', ':=') ? ahead.end : item.rest.end;
    spelled.push(item.textOf({ start, end }));
    const isOut = item.take('out');
    if (!isOut && !item.take('in', 'out') && !item.take('in') && !item.take('inout')) item.take('variadic');
    if (item.take('order', 'by')) types.push(`ORDER BY ${typeOf(item, end)}`);
    else if (!isOut) types.push(typeOf(item, end));
  }
  return { types: types.join(', '), spelled: spelled.join(', ') };
}

/** Without the argument's name, where it has one. */
function typeOf(item: TokenCursor, end: number): ByteString {
  const ahead = item.fork();
  const isNamed = ahead.takeName() !== null && (ahead.token?.kind === 'word' || ahead.token?.kind === 'name');
  if (isNamed && ahead.start < end && !longTypes.some((words) => item.sees(...words))) item.takeName();
  return item.textOf({ start: item.start, end });
}
