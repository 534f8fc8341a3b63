import type { Token } from '../../sql/lexer.ts';
import { isName } from './renaming.ts';
import type { MappedSort } from './mapping.ts';

/** A name that stands behind the word for what it names. */
export interface KeywordPlace {
  readonly sort: MappedSort;
  readonly token: Token;
}

/** Names of schemas, databases, tablespaces and roles in a statement that are said by themselves. */
export function keywordPlaces(tokens: readonly Token[]): readonly KeywordPlace[] {
  return [...objectPlaces(tokens), ...rolePlaces(tokens)];
}

const objectWords: Readonly<Record<string, MappedSort>> = {
  schema: 'schemas',
  database: 'databases',
  tablespace: 'tablespaces',
};

/** `ON SCHEMA a, b`, `CREATE DATABASE IF NOT EXISTS d`, `TABLESPACE = t`. */
function* objectPlaces(tokens: readonly Token[]): Generator<KeywordPlace> {
  for (let i = 0; i < tokens.length; i += 1) {
    const { kind, value } = tokens[i]!;
    const sort = kind === 'word' && Object.hasOwn(objectWords, value) ? objectWords[value] : undefined;
    if (sort === undefined || is(tokens[i - 1], '.')) continue;
    let at = i + 1;
    while (is(tokens[at], 'if', 'not', 'exists', '=')) at += 1;
    yield* list(tokens, at, sort);
  }
}

const isWord = (token: Token | undefined, word: string): boolean => token?.kind === 'word' && token.value === word;

const is = (token: Token | undefined, ...values: readonly string[]): boolean =>
  token !== undefined && token.kind !== 'name' && token.kind !== 'string' && values.includes(token.value);

/** Names between commas. */
function* list(tokens: readonly Token[], from: number, sort: MappedSort): Generator<KeywordPlace> {
  for (let i = from; ; i += 2) {
    if (sort === 'owners') while (is(tokens[i], 'group', 'role', 'user') && isNamed(tokens[i + 1])) i += 1;
    const token = tokens[i];
    if (token === undefined || !isName(token) || is(tokens[i + 1], '.')) return;
    if (!(sort === 'owners' && token.kind === 'word' && nobodys.has(token.value))) yield { sort, token };
    if (!is(tokens[i + 1], ',')) return;
  }
}

const isNamed = (token: Token | undefined): boolean => token !== undefined && isName(token) && !is(token, 'to', 'from');

/** Words that stand for roles without being the name of one. */
const nobodys = new Set(['public', 'current_user', 'session_user', 'current_role']);

/** Words ahead of roles, by what a statement begins with. */
function* rolePlaces(tokens: readonly Token[]): Generator<KeywordPlace> {
  const first = tokens[0]?.value ?? '';
  const isOfRights = first === 'grant' || first === 'revoke' || isWord(tokens[1], 'default');
  const isPolicy = isWord(tokens[1], 'policy');
  const isUserMapping = isWord(tokens[1], 'user') && isWord(tokens[2], 'mapping');
  let depth = 0;
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i]!;
    if (is(token, '(')) depth += 1;
    else if (is(token, ')')) depth -= 1;
    if (depth > 0 || token.kind !== 'word') continue;
    const behind = ((): number | null => {
      const next = tokens[i + 1];
      switch (token.value) {
        case 'to':
          return isOfRights || isPolicy || isWord(tokens[i - 1], 'owner') ? i + 1 : null;
        case 'from':
          return first === 'revoke' || isOfRights ? i + 1 : null;
        case 'for':
          return isUserMapping || (isOfRights && (isWord(next, 'role') || isWord(next, 'user'))) ? i + 1 : null;
        case 'by':
          return isOfRights && isWord(tokens[i - 1], 'granted') ? i + 1 : null;
        case 'authorization':
          return i + 1;
        case 'mapping':
          // As the entry's tag has it.
          return isUserMapping || first !== 'user' ? null : i + 1;
        case 'role':
        case 'user':
          return i === 1 && first === 'alter' ? i + 1 : i > 0 && isWord(tokens[i - 1], 'on') ? i + 1 : null;
        default:
          return null;
      }
    })();
    if (behind !== null) yield* list(tokens, behind, 'owners');
  }
}
