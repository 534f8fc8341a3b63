import { type Token, tokensOf } from '../../sql/lexer.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';
import { builtInTypes, longTypeWords } from '../forms/known-words.ts';
import type { OnName } from '../forms/grammar.ts';

const operatorCharacters = /^[-+*/<>=~!@#%^&|`?:]+$/;

/**
 * What no server writes, wherever it stands: it quotes names that have other letters, and puts blanks behind numbers.
 */
export function isOdd({ kind, value, end }: Token, next: Token | undefined): boolean {
  if (kind === 'broken') return true;
  if (kind === 'word') return /[\x80-\xff]/.test(value);
  if (kind === 'number') return next?.start === end && ['word', 'name', 'string'].includes(next.kind);
  return kind === 'operator' && value !== '::' && !operatorCharacters.test(value);
}

/** gpbackup names all types but the server's own with their schema. Relations and types that expressions name are told. */
export function oddToken(tokens: readonly Token[], onName: OnName): Token | undefined {
  return tokens.find((token, i) => {
    const { kind, value } = token;
    if (kind === 'word' && (value === 'from' || value === 'join')) tellFrom(tokens, i, onName);
    if (kind === 'operator' && value === '::') return isOddCast(tokens, i, onName);
    return isOdd(token, tokens[i + 1]);
  });
}

function isOddCast(tokens: readonly Token[], i: number, onName: OnName): boolean {
  const [before, type, dot, last] = [tokens[i - 1], tokens[i + 1], tokens[i + 2], tokens[i + 3]];
  if (before === undefined || type === undefined || (type.kind !== 'word' && type.kind !== 'name')) return true;
  if (dot?.value === '.' && last !== undefined) {
    onName('typename', [type.value, last.value], type);
    return false;
  }
  if (type.value === 'regclass' && before.kind === 'string') {
    const text = before.value.slice(1, -1).replaceAll("''", "'");
    const name = new TokenCursor(text, tokensOf(text)).takeQualifiedName();
    if (name === null) return true;
    if (name.length === 2) onName('relation', name, before);
  }
  return !builtInTypes.has(type.value) && !longTypeWords.has(type.value);
}

/** `FROM s.t`, but not `IS DISTINCT FROM a.c`, nor `FROM s.f(…)`. */
function tellFrom(tokens: readonly Token[], i: number, onName: OnName): void {
  const at = tokens[i + 1]?.value === 'only' ? i + 2 : i + 1;
  const [schema, dot, name, next] = tokens.slice(at, at + 4);
  if (tokens[i - 1]?.value === 'distinct' || dot?.value !== '.' || name === undefined || next?.value === '(') return;
  onName('from', [schema!.value, name.value], schema!);
}
