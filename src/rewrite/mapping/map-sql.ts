import type { ByteString } from '../../model/text.ts';
import { Edits } from '../../sql/edits.ts';
import { tokensOf, type Token } from '../../sql/lexer.ts';
import { keywordPlaces } from './keyword-places.ts';
import { renameInLiterals } from './literals.ts';
import { namesAlone, qualifiedPlaces } from './qualified-places.ts';
import type { Renaming } from './renaming.ts';
import { queryPartOf } from './statement-parts.ts';

/** What else becomes of a statement: it is shown its tokens and where the text begins. */
export type StatementVisitor = (tokens: readonly Token[], edits: Edits) => void;

/** Statements with the new names: by their tokens, the rest stays byte for byte. */
export function mapSql(text: ByteString, renaming: Renaming, visit: StatementVisitor = () => {}): ByteString {
  if (!mayName(text, renaming)) return text;
  const edits = new Edits(text);
  for (const tokens of statementTokens(text, renaming)) {
    const query = queryPartOf(tokens);
    const inside = query === null ? [] : tokens.slice(query.from, query.to);
    const outside = query === null ? tokens : tokens.filter((_, i) => i < query.from || i >= query.to);
    for (const { schema } of qualifiedPlaces(outside, renaming)) renaming.rename(edits, 'schemas', schema);
    for (const { sort, token } of keywordPlaces(outside)) renaming.rename(edits, sort, token);
    if (inside.length > 0) {
      const alone = namesAlone(tokens);
      for (const { schema, isSure } of qualifiedPlaces(inside, renaming)) {
        // In a query that a server has written, what could be a column is one.
        if (isSure || !alone.has(schema.value)) renaming.rename(edits, 'schemas', schema);
      }
    }
    renameInLiterals(edits, tokens, renaming);
    visit(tokens, edits);
  }
  return edits.result();
}

/** Without looking at each token of texts that name nothing of it. */
export function mayName(text: ByteString, { mapping }: Renaming): boolean {
  const lower = text.toLowerCase();
  return Object.values(mapping).some((names: ReadonlyMap<ByteString, ByteString>) =>
    [...names.keys()].some((name) => name.includes('"') || lower.includes(name.toLowerCase())),
  );
}

/** Tokens of each statement; those of a body in BEGIN ATOMIC are together. */
function statementTokens(text: ByteString, { lexing }: Renaming): readonly (readonly Token[])[] {
  const statements: Token[][] = [[]];
  let depth = 0;
  let isAtomic = false;
  const tokens = tokensOf(text, lexing);
  tokens.forEach((token, i) => {
    if (token.kind === 'symbol' && token.value === '(') depth += 1;
    else if (token.kind === 'symbol' && token.value === ')') depth -= 1;
    // The last END of a definition ends the body.
    else if (token.kind === 'word' && token.value === 'atomic' && tokens[i - 1]?.value === 'begin') isAtomic = true;
    else if (token.kind === 'symbol' && token.value === ';' && depth <= 0 && !isAtomic) {
      statements.push([]);
      depth = 0;
      return;
    }
    statements.at(-1)!.push(token);
  });
  return statements.filter(({ length }) => length > 0);
}
