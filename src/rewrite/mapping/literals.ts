import { quoteIdent, quoteLiteral } from '../../ddl/quote.ts';
import type { ByteString } from '../../model/text.ts';
import { Edits } from '../../sql/edits.ts';
import { tokensOf, type Token } from '../../sql/lexer.ts';
import { stringOf } from '../../sql/string-constant.ts';
import { qualifiedPlaces } from './qualified-places.ts';
import { isName, type Renaming } from './renaming.ts';

/** Types whose constants are names. */
const nameTypes = /^reg(?:class|proc|procedure|oper|operator|type|config|dictionary|collation)$/;

const sequenceFunctions = new Set(['nextval', 'currval', 'setval']);

/** Says names in strings otherwise where it is known that they are names: `'a.s'::regclass`, settings of search_path. */
export function renameInLiterals(edits: Edits, tokens: readonly Token[], renaming: Renaming, offset = 0): void {
  tokens.forEach((token, i) => {
    if (token.kind !== 'string') {
      if (token.value === 'search_path') renamePath(edits, tokens, i, renaming, offset);
      return;
    }
    const content = contentOf(token);
    if (content === null) return;
    const type = typeBehind(tokens, i);
    let renamed: ByteString | null = null;
    if (type === 'regnamespace' || isPathArgument(tokens, i)) renamed = schemasIn(content, renaming);
    else if ((type !== null && nameTypes.test(type)) || isOfSequence(tokens, i)) renamed = named(content, renaming);
    if (renamed !== null && renamed !== content) {
      edits.replace({ start: offset + token.start, end: offset + token.end }, quoteLiteral(renamed));
    }
  });
}

/** What stands between plain quotes; null: it is escaped otherwise. */
export const contentOf = ({ kind, value }: Token): ByteString | null =>
  kind === 'string' && value.startsWith("'") ? stringOf(value) : null;

/** `'…'::pg_catalog.regclass`. */
function typeBehind(tokens: readonly Token[], i: number): ByteString | null {
  if (tokens[i + 1]?.value !== '::') return null;
  const isQualified = tokens[i + 3]?.value === '.';
  return tokens[isQualified ? i + 4 : i + 2]?.value ?? null;
}

const isOfSequence = (tokens: readonly Token[], i: number): boolean =>
  tokens[i - 1]?.value === '(' && sequenceFunctions.has(tokens[i - 2]?.value ?? '');

/** `set_config('search_path', '…', false)`. */
const isPathArgument = (tokens: readonly Token[], i: number): boolean =>
  tokens[i - 1]?.value === ',' && tokens[i - 2]?.value === "'search_path'" && tokens[i - 4]?.value === 'set_config';

/** Qualified names in a string, which has nothing but names. */
export function named(content: ByteString, renaming: Renaming): ByteString {
  const edits = new Edits(content);
  for (const { schema } of qualifiedPlaces(tokensOf(content), renaming)) renaming.rename(edits, 'schemas', schema);
  return edits.result();
}

/** `SET search_path TO a, "B", 'c'`. */
function renamePath(edits: Edits, tokens: readonly Token[], at: number, renaming: Renaming, offset: number): void {
  const sign = tokens[at + 1]?.value;
  if (sign !== 'to' && sign !== '=') return;
  for (let i = at + 2; i < tokens.length; i += 2) {
    const token = tokens[i]!;
    if (isName(token)) renaming.rename(edits, 'schemas', token, offset);
    const content = contentOf(token);
    const renamed = content === null ? null : onePath(content, renaming);
    if (renamed !== null && renamed !== content) {
      edits.replace({ start: offset + token.start, end: offset + token.end }, quoteLiteral(renamed));
    }
    if (tokens[i + 1]?.value !== ',') return;
  }
}

/** A schema as it is, or a list of them as SQL has it. */
const onePath = (content: ByteString, renaming: Renaming): ByteString =>
  renaming.of('schemas', content) ?? schemasIn(content, renaming);

/** Schemas in a string, each as SQL has it. */
export function schemasIn(content: ByteString, renaming: Renaming): ByteString {
  const edits = new Edits(content);
  for (const token of tokensOf(content)) {
    const mapped = isName(token) ? renaming.of('schemas', token.value) : undefined;
    if (mapped !== undefined) edits.replace(token, quoteIdent(mapped));
  }
  return edits.result();
}
