import type { ByteString } from '../model/text.ts';
import { createTableOf } from '../sql/create-table.ts';
import { tokensOf, type Token } from '../sql/lexer.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import { stringOf } from '../sql/string-constant.ts';

/** `schema\0name` of whatever a text may name, that of sequences in `'s.n'::regclass` among it; not its own columns. */
export function mentionedNames(
  desc: string,
  text: ByteString | null,
  namespace: ByteString | null,
): ReadonlySet<string> {
  const names = new Set<string>();
  if (text === null) return names;
  const tokens = tokensOf(text);
  const columns = columnsIn(desc, text, tokens);
  for (const [i, token] of tokens.entries()) {
    if (token.kind === 'string') {
      if (tokens[i + 1]?.value !== '::' || tokens[i + 2]?.value !== 'regclass') continue;
      const name = new TokenCursor(stringOf(token.value) ?? '').takeQualifiedName();
      if (name !== null) names.add(`${name.at(-2) ?? namespace ?? ''}\0${name.at(-1)}`);
    } else if (isName(token)) {
      const next = tokens[i + 2];
      if (tokens[i + 1]?.value === '.' && next !== undefined && (isName(next) || next.kind === 'operator')) {
        names.add(`${token.value}\0${next.value}`);
      } else if (namespace !== null && (tokens[i + 1]?.value === '(' || !columns.has(token.value)))
        names.add(`${namespace}\0${token.value}`);
    }
  }
  return names;
}

/** Of a table its columns, which may be called as a view or a function is; an index and a key name nothing else. */
function columnsIn(desc: string, text: ByteString, tokens: readonly Token[]): { has(name: ByteString): boolean } {
  if (desc === 'INDEX' || desc.endsWith('CONSTRAINT')) return { has: () => true };
  const table = desc === 'TABLE' ? createTableOf(new TokenCursor(text, tokens)) : null;
  return new Set(table?.columns.map(({ name }) => name));
}

const isName = ({ kind }: Token): boolean => kind === 'word' || kind === 'name';
