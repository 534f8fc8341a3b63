import type { Token } from '../../sql/lexer.ts';
import { relationPlaces } from '../../sql/relation-places.ts';
import { isName, type Renaming } from './renaming.ts';

/** A name that has a mapped schema ahead of it, or what may be one. */
export interface QualifiedPlace {
  readonly schema: Token;
  /** What it qualifies: a name or an operator. */
  readonly object: Token;
  /** Nothing but a schema can stand there, whatever aliases a query has. */
  readonly isSure: boolean;
}

/** Where tokens have `a.x`, a being a schema that is mapped. */
export function qualifiedPlaces(tokens: readonly Token[], renaming: Renaming): readonly QualifiedPlace[] {
  let relations: ReadonlySet<number> | undefined;
  return tokens.flatMap((schema, i): readonly QualifiedPlace[] => {
    const object = tokens[i + 2];
    if (!renaming.maps('schemas', schema) || !isDot(tokens[i + 1]) || isDot(tokens[i - 1])) return [];
    if (object === undefined || !(isName(object) || isOperator(tokens, i, object))) return [];
    if (isOfTable(tokens, i)) return [];
    const isSure = isOfSchema(tokens, i) || (relations ??= relationPlaces(tokens)).has(i);
    return [{ schema, object, isSure }];
  });
}

const isDot = (token: Token | undefined): boolean => token?.kind === 'symbol' && token.value === '.';

/** `ON COLUMN t.c` and `OWNED BY t.c` in old archives, which set search_path instead of qualifying names. */
function isOfTable(tokens: readonly Token[], i: number): boolean {
  if (isDot(tokens[i + 3])) return false;
  const [ahead, before] = [tokens[i - 2]?.value, tokens[i - 1]?.value];
  return (ahead === 'on' && before === 'column') || (ahead === 'owned' && before === 'by');
}

/** `OPERATOR(a.*)`, `CREATE OPERATOR a.*`, `OPERATOR 3 a.*`; `a.*` elsewhere is all columns of a. */
function isOperator(tokens: readonly Token[], i: number, object: Token): boolean {
  if (object.kind !== 'operator') return false;
  const before = tokens[i - 1];
  const isInParentheses = before?.value === '(' && tokens[i - 2]?.value === 'operator';
  return object.value !== '*' || isInParentheses || before?.value === 'operator' || before?.kind === 'number';
}

/** Words behind which a name is that of a type or a collation, which are no columns. */
const beforeOthers = new Set(['::', 'collate', 'setof', 'returns', 'as']);

function isOfSchema(tokens: readonly Token[], i: number): boolean {
  const object = tokens[i + 2]!;
  const behind = tokens[i + 3];
  if (object.kind === 'operator' || isDot(behind) || (behind?.kind === 'symbol' && behind.value === '(')) return true;
  const before = tokens[i - 1];
  if (before !== undefined && before.kind !== 'name' && beforeOthers.has(before.value)) return true;
  return behind?.value === '%' && tokens[i + 4]?.value === 'rowtype';
}

/** Names that stand for themselves or end a qualified one: whatever may be an alias, a variable or a column is among them. */
export function namesAlone(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set(['new', 'old', 'excluded']);
  let isPath = false;
  tokens.forEach((token, i) => {
    // What search_path lists are schemas.
    const before = tokens[i - 1]?.value ?? '';
    const begins = /^(?:to|=)$/.test(before) && tokens[i - 2]?.value === 'search_path';
    isPath = begins || (isPath && (token.value === ',' || before === ','));
    if (isName(token) && !isDot(tokens[i + 1]) && !isPath) names.add(token.value);
  });
  return names;
}
