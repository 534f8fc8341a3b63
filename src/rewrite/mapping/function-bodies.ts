import { quoteLiteral } from '../../ddl/quote.ts';
import { shown, type ByteString } from '../../model/text.ts';
import { Edits } from '../../sql/edits.ts';
import { tokensOf, type Token } from '../../sql/lexer.ts';
import { contentOf, renameInLiterals } from './literals.ts';
import { namesAlone, qualifiedPlaces } from './qualified-places.ts';
import { isName, type Renaming } from './renaming.ts';

/** Whether an archive has an object of that name in that schema. */
export type HasObject = (schema: ByteString, name: ByteString) => boolean;

/** Says names otherwise in the body of a function that is a string; what may be a schema or not stays, and is given back. */
export function renameInBody(
  tokens: readonly Token[],
  edits: Edits,
  renaming: Renaming,
  hasObject: HasObject,
): readonly string[] {
  const at = tokens.findIndex(
    ({ kind, value }, i) => kind === 'word' && value === 'as' && tokens[i + 1]?.kind === 'string',
  );
  const body = tokens[at + 1];
  if (at < 0 || body === undefined) return [];
  const language = languageOf(tokens);
  if (language === 'c' || language === 'internal') return [];
  const quoted = quotedText(body);
  if (quoted === null) return mentions(body.value, renaming, 0);
  const { text, offset } = quoted;
  if (language !== 'sql' && language !== 'plpgsql') return mentions(text, renaming, 0);
  const own = new Edits(text);
  const doubtful = renameInCode(text, own, tokens.slice(0, at), renaming, hasObject);
  if (!own.isEmpty) {
    const renamed = own.result();
    const by =
      offset === null
        ? quoteLiteral(renamed)
        : body.value.slice(0, offset) + renamed + body.value.slice(offset + text.length);
    edits.replace(body, by);
  }
  return doubtful;
}

/** What a string of SQL or PL/pgSQL says; `head` are the tokens ahead of it, which name its arguments. */
function renameInCode(
  text: ByteString,
  edits: Edits,
  head: readonly Token[],
  renaming: Renaming,
  hasObject: HasObject,
): readonly string[] {
  const tokens = tokensOf(text, renaming.lexing);
  const alone = new Set([...namesAlone(tokens), ...namesAlone(head)]);
  const doubtful: string[] = [];
  for (const { schema, object, isSure } of qualifiedPlaces(tokens, renaming)) {
    const isProven = isSure || (!alone.has(schema.value) && hasObject(schema.value, object.value));
    if (isProven) renaming.rename(edits, 'schemas', schema);
    else doubtful.push(`line ${lineOf(text, schema.start)}: ${shown(`${schema.value}.${object.value}`)}`);
  }
  renameInLiterals(edits, tokens, renaming);
  for (const token of tokens) {
    if (token.kind === 'string' && !edits.touches(token)) {
      doubtful.push(...mentions(token.value, renaming, lineOf(text, token.start) - 1));
    }
  }
  return doubtful;
}

const lineOf = (text: ByteString, at: number): number => text.slice(0, at).split('\n').length;

/** Lines of a text, no more than one for each schema, that may name something of it. */
function mentions(text: ByteString, { mapping }: Renaming, linesAhead: number): readonly string[] {
  return [...mapping.schemas.keys()].flatMap((schema) => {
    const name = schema.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const found = new RegExp(`(?<![\\w$.])"?${name}"?\\s*\\.\\s*["\\w%]|(['"])${name}\\1`, 's').exec(text);
    return found === null ? [] : [`line ${linesAhead + lineOf(text, found.index)}: ${shown(found[0])}`];
  });
}

function languageOf(tokens: readonly Token[]): string {
  const at = tokens.findIndex(({ kind, value }) => kind === 'word' && value === 'language');
  const token = tokens[at + 1];
  if (at < 0 || token === undefined) return 'sql';
  return (isName(token) ? token.value : (contentOf(token) ?? '')).toLowerCase();
}

/** A string's text, and where that begins in it where it stands there as it is; null: it is escaped. */
function quotedText(token: Token): { readonly text: ByteString; readonly offset: number | null } | null {
  const dollars = /^\$[^$]*\$/.exec(token.value)?.[0];
  if (dollars !== undefined) {
    return { text: token.value.slice(dollars.length, -dollars.length), offset: dollars.length };
  }
  const text = contentOf(token);
  return text === null ? null : { text, offset: null };
}
