import type { Token } from './lexer.ts';

const routine = /^create (?:or replace )?(?:function|procedure) /;

/** Tells a statement's end from semicolons inside parentheses and bodies of routines, as psql does (psqlscan.l). */
export class StatementEnd {
  #parentheses = 0;
  /** BEGIN and CASE that are not over. */
  #blocks = 0;
  #words = '';
  #wordCount = 0;

  /** Whether the token is the semicolon that ends the statement; what follows it is another one's. */
  isAt({ kind, value }: Token): boolean {
    if (kind === 'symbol') {
      if (value === '(') this.#parentheses += 1;
      else if (value === ')') this.#parentheses = Math.max(0, this.#parentheses - 1);
      else if (value === ';' && this.#parentheses === 0 && this.#blocks === 0) {
        this.#words = '';
        this.#wordCount = 0;
        return true;
      }
    } else if (kind === 'word') this.#pass(value);
    return false;
  }

  #pass(word: string): void {
    if (this.#wordCount < 4) this.#words += `${word} `;
    this.#wordCount += 1;
    if (this.#parentheses > 0 || !routine.test(this.#words)) return;
    if (word === 'begin' || (word === 'case' && this.#blocks > 0)) this.#blocks += 1;
    else if (word === 'end' && this.#blocks > 0) this.#blocks -= 1;
  }
}
