import type { ByteString } from '../../model/text.ts';
import type { Token } from '../../sql/lexer.ts';

/** Is told of the names that stand where a form has this rule, and of the token. */
export type OnName = (rule: string, name: readonly ByteString[], token: Token) => void;

/** Where what begins at a token ends; -1: the form is another. */
export type Form = (tokens: readonly Token[], at: number, onName: OnName) => number;

/**
 * Makes forms of statements out of rules. In a rule `WORD` is a keyword, `'('` a symbol, `rule` another rule, `< a | b >` the first
 * of them that fits, `[ a ]` what may be missing, `{ a }` what may be there any number of times. Nothing is tried again: what has
 * fitted stays.
 */
export function grammarOf<R extends string>(
  rules: Readonly<Record<R, string>>,
  builtIn: Readonly<Record<string, Form>>,
): (rule: string) => Form {
  const known = new Map<string, Form>(Object.entries(builtIn));
  const formOf = (rule: string): Form => {
    const found = known.get(rule);
    if (found !== undefined) return found;
    const text: string | undefined = rules[rule as R];
    if (text === undefined) throw new Error(`there is no rule "${rule}"`);
    // A rule may have itself in it.
    let form: Form | null = null;
    const later: Form = (tokens, at, onName) => (form ??= made)(tokens, at, onName);
    known.set(rule, later);
    const made = new RuleReader(text, formOf).alternatives('');
    known.set(rule, made);
    return made;
  };
  return formOf;
}

class RuleReader {
  readonly #parts: readonly string[];
  readonly #formOf: (rule: string) => Form;
  #at = 0;

  constructor(text: string, formOf: (rule: string) => Form) {
    this.#parts = text.match(/'[^']+'|\w+|[<>[\]{}|]/g) ?? [];
    this.#formOf = formOf;
  }

  alternatives(close: string): Form {
    const forms = [this.#sequence(close)];
    while (this.#parts[this.#at] === '|') {
      this.#at += 1;
      forms.push(this.#sequence(close));
    }
    this.#at += 1;
    return forms.length === 1 ? forms[0]! : firstOf(forms);
  }

  #sequence(close: string): Form {
    const forms: Form[] = [];
    for (;;) {
      const part = this.#parts[this.#at];
      if (part === undefined || part === '|' || part === close) return sequenceOf(forms);
      this.#at += 1;
      if (part === '<') forms.push(this.alternatives('>'));
      else if (part === '[') forms.push(optional(this.alternatives(']')));
      else if (part === '{') forms.push(repeated(this.alternatives('}')));
      else if (part.startsWith("'")) forms.push(literal(part.slice(1, -1), false));
      else if (/^[A-Z]/.test(part)) forms.push(literal(part.toLowerCase(), true));
      else forms.push(this.#formOf(part));
    }
  }
}

const firstOf =
  (forms: readonly Form[]): Form =>
  (tokens, at, onName) => {
    for (const form of forms) {
      const end = form(tokens, at, onName);
      if (end >= 0) return end;
    }
    return -1;
  };

const sequenceOf =
  (forms: readonly Form[]): Form =>
  (tokens, at, onName) => {
    let end = at;
    for (const form of forms) {
      end = form(tokens, end, onName);
      if (end < 0) return -1;
    }
    return end;
  };

const optional =
  (form: Form): Form =>
  (tokens, at, onName) =>
    Math.max(at, form(tokens, at, onName));

const repeated =
  (form: Form): Form =>
  (tokens, at, onName) => {
    for (let from = at; ;) {
      const end = form(tokens, from, onName);
      if (end <= from) return from;
      from = end;
    }
  };

const literal =
  (value: string, isWord: boolean): Form =>
  (tokens, at) => {
    const token = tokens[at];
    return token !== undefined && token.value === value && (token.kind === 'word') === isWord && token.kind !== 'name'
      ? at + 1
      : -1;
  };
