import { quoteIdent } from '../../ddl/quote.ts';
import type { ByteString } from '../../model/text.ts';
import type { Edits } from '../../sql/edits.ts';
import type { Lexing, Token } from '../../sql/lexer.ts';
import type { Mapping, MappedSort } from './mapping.ts';

/** Renames what tokens say, and keeps account of what has been renamed. */
export class Renaming {
  readonly mapping: Mapping;
  readonly lexing: Lexing;
  readonly #seen = new Set<string>();

  constructor(mapping: Mapping, lexing: Lexing) {
    this.mapping = mapping;
    this.lexing = lexing;
  }

  /** The new name; undefined: it stays. */
  of(sort: MappedSort, name: ByteString): ByteString | undefined {
    const mapped = this.mapping[sort].get(name);
    if (mapped !== undefined) this.#seen.add(`${sort}\0${name}`);
    return mapped;
  }

  maps(sort: MappedSort, token: Token | undefined): boolean {
    return token !== undefined && isName(token) && this.mapping[sort].has(token.value);
  }

  /** Says a name otherwise, in quotes where it had some that it did not need. */
  rename(edits: Edits, sort: MappedSort, token: Token | undefined, offset = 0): void {
    if (token === undefined || !isName(token)) return;
    const mapped = this.of(sort, token.value);
    if (mapped === undefined || mapped === token.value) return;
    const isQuoted = token.kind === 'name' && quoteIdent(token.value) === token.value;
    const text = isQuoted ? `"${mapped.replaceAll('"', '""')}"` : quoteIdent(mapped);
    edits.replace({ start: offset + token.start, end: offset + token.end }, text);
  }

  /** Names that were given and nothing has. */
  unseen(): readonly (readonly [MappedSort, ByteString])[] {
    return (Object.keys(this.mapping) as MappedSort[]).flatMap((sort) =>
      [...this.mapping[sort].keys()].flatMap((name): readonly (readonly [MappedSort, ByteString])[] =>
        this.#seen.has(`${sort}\0${name}`) ? [] : [[sort, name]],
      ),
    );
  }
}

export const isName = ({ kind }: Token): boolean => kind === 'word' || kind === 'name';
