import { CorruptArchiveError } from '../errors.ts';
import { type ByteString, byteStringOf, kept } from '../model/text.ts';
import { folded, trimmed, unescaped } from './yaml-text.ts';

/**
 * Reads YAML as gpbackup writes it (Go's yaml.v2): blocks of keys and of dashes, scalars plain, quoted, literal or
 * `!!binary`. Values are pulled by who knows what comes, so that a table of contents of a hundred thousand tables is no
 * tree of objects in between. Scalars are byte strings and nothing else: `yes` is a name.
 */
export class YamlReader {
  readonly #bytes: Buffer;
  readonly #file: string;
  /** Offset of the line behind the present one. */
  #next = 0;
  /** The present line's number, from 1. */
  #number = 0;
  /** Without its line break; null: the end. */
  #line: ByteString | null = null;
  /** Where in the line reading goes on. */
  #at = 0;
  /** Column of the block that the next value stands in. */
  #block = -1;
  #key: ByteString = '';
  readonly #names = new Map<ByteString, ByteString>();

  constructor(bytes: Uint8Array, file: string) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#file = file;
    this.#advance();
    if (this.#line === '---') this.#advance();
  }

  /** Calls with each key; who is called takes the value. */
  mapping(each: (key: ByteString) => void): void {
    if (this.#takesEmpty('{}')) return;
    if (!this.#opensBlock(false)) return;
    const outer = this.#block;
    const column = (this.#block = this.#at);
    while (this.#line !== null && this.#at === column && !this.#seesDash()) {
      this.#key = this.#takeKey();
      each(this.#key);
    }
    this.#endBlock(column, outer);
  }

  /** Calls for each item; who is called takes it. */
  list(each: () => void): void {
    if (this.#takesEmpty('[]')) return;
    if (!this.#opensBlock(true)) return;
    const outer = this.#block;
    const column = (this.#block = this.#at);
    while (this.#line !== null && this.#at === column && this.#seesDash()) {
      this.#at += 1;
      this.#skipBlanks();
      each();
    }
    this.#endBlock(column, outer);
  }

  scalars(): ByteString[] {
    const scalars: ByteString[] = [];
    this.list(() => void scalars.push(this.scalar()));
    return scalars;
  }

  integer(): number {
    const line = this.#number;
    const text = this.scalar();
    if (!/^\d{1,15}$/.test(text)) throw this.#wrong(`"${text}" is no number`, line);
    return Number(text);
  }

  boolean(): boolean {
    const line = this.#number;
    const text = this.scalar();
    if (text !== 'true' && text !== 'false') throw this.#wrong(`"${text}" is neither true nor false`, line);
    return text === 'true';
  }

  scalar(): ByteString {
    if (this.#line === null) return '';
    const isBinary = this.#takeTag() === '!!binary';
    const text = this.#untagged();
    return isBinary ? byteStringOf(Buffer.from(text, 'base64')) : text;
  }

  /** A scalar that may stand in many places: one string for all of them, which holds nothing of its line. */
  name(): ByteString {
    const text = this.scalar();
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const own = kept(text);
    this.#names.set(own, own);
    return own;
  }

  /** Goes over the value, whatever it is. */
  skip(): void {
    if (this.#line === null) return;
    const isBlank = this.#at >= this.#line.length;
    if (!isBlank && this.#line[this.#at] !== '[' && this.#line[this.#at] !== '{') return void this.scalar();
    this.#advance();
    while (this.#line !== null && (this.#at > this.#block || (this.#at === this.#block && this.#seesDash()))) {
      this.#advance();
    }
  }

  #untagged(): ByteString {
    const start = this.#line![this.#at] ?? '';
    if (start === '"') return unescaped(this.#quoted('"', /(?:[^"\\]|\\[^])*"/y), (what) => this.#wrong(what));
    if (start === "'") return this.#quoted("'", /(?:[^']|'')*'(?!')/y).replaceAll("''", "'");
    if (start === '|' || start === '>') return this.#literal(start);
    return this.#plain();
  }

  /** `!!binary`, `!!str`. */
  #takeTag(): ByteString | null {
    const tag = /!!\w+/y;
    tag.lastIndex = this.#at;
    const found = tag.exec(this.#line!);
    if (found === null) return null;
    this.#at = tag.lastIndex;
    this.#skipBlanks();
    return found[0];
  }

  /** What stands between the quotes, over line breaks, which fold. */
  #quoted(quote: string, rest: RegExp): ByteString {
    const number = this.#number;
    this.#at += 1;
    for (let text = this.#line!; ;) {
      rest.lastIndex = this.#at;
      const found = rest.exec(text);
      if (found !== null) {
        this.#line = text;
        this.#at = rest.lastIndex;
        this.#endScalar();
        return found[0].slice(0, -1);
      }
      const more = this.#rawLine();
      if (more === null) throw this.#wrong(`the ${quote} never ends`, number);
      text = folded(text, more);
    }
  }

  /** Lines beneath that are indented, with their line breaks, or with `>` folded. */
  #literal(style: string): ByteString {
    const keeps = /[+-]/.exec(this.#line!.slice(this.#at))?.[0] ?? '';
    const lines: ByteString[] = [];
    let indent: number | null = null;
    for (;;) {
      const before = this.#next;
      const line = this.#rawLine();
      if (line === null) break;
      const depth = /^ */.exec(line)![0].length;
      if (trimmed(line) !== '' && depth <= this.#block) {
        this.#next = before;
        this.#number -= 1;
        break;
      }
      indent ??= trimmed(line) === '' ? null : depth;
      lines.push(line.slice(indent ?? depth));
    }
    this.#advance();
    const text = lines.join(style === '|' ? '\n' : ' ').replace(/\n+$/, '');
    return keeps === '-' ? text : `${text}\n`;
  }

  #plain(): ByteString {
    let text = this.#line!.slice(this.#at).replace(/[ \t]+(?:#.*)?$/, '');
    this.#advance();
    // Long ones go on in the next line.
    while (text !== '' && this.#line !== null && this.#at > this.#block) {
      text += ` ${trimmed(this.#line)}`;
      this.#advance();
    }
    return text;
  }

  #takeKey(): ByteString {
    const line = this.#line!;
    const start = this.#at;
    if (line[start] === '"' || line[start] === "'") return this.#takeQuotedKey(line[start]);
    if (line.startsWith('? ', start)) return this.#takeLongKey();
    let colon = line.indexOf(':', start);
    while (colon >= 0 && colon + 1 < line.length && line[colon + 1] !== ' ') colon = line.indexOf(':', colon + 1);
    if (colon < 0) throw this.#wrong(`"${line.slice(start)}" is no key with a value`);
    this.#at = colon + 1;
    this.#skipBlanks();
    return line.slice(start, colon);
  }

  #takeQuotedKey(quote: string): ByteString {
    const rest = quote === '"' ? /"((?:[^"\\]|\\.)*)":/y : /'((?:[^']|'')*)':/y;
    rest.lastIndex = this.#at;
    const found = rest.exec(this.#line!);
    if (found === null) throw this.#wrong('a key in quotes never ends');
    this.#at = rest.lastIndex;
    this.#skipBlanks();
    return quote === '"' ? unescaped(found[1]!, (what) => this.#wrong(what)) : found[1]!.replaceAll("''", "'");
  }

  /** More than 128 characters: `? key`, and beneath `: value`. */
  #takeLongKey(): ByteString {
    this.#at += 2;
    const key = this.scalar();
    if (this.#line === null || this.#line[this.#at] !== ':') throw this.#wrong('a key has no value');
    this.#at += 1;
    this.#skipBlanks();
    return key;
  }

  #takesEmpty(brackets: string): boolean {
    if (this.#line === null || !this.#line.startsWith(brackets, this.#at)) return false;
    this.#at += brackets.length;
    this.#endScalar();
    return true;
  }

  /** Goes to where the block starts; false: it has nothing. */
  #opensBlock(isList: boolean): boolean {
    if (this.#line !== null && this.#at >= this.#line.length) {
      this.#advance();
      if (this.#line === null) return false;
      // Dashes may stand beneath the first letter of their key.
      if (this.#at < this.#block || (this.#at === this.#block && !(isList && this.#seesDash()))) return false;
    }
    if (this.#line === null) return false;
    if (isList !== this.#seesDash()) throw this.#wrong(isList ? 'no list stands here' : 'no keys stand here');
    return true;
  }

  #endBlock(column: number, outer: number): void {
    if (this.#line !== null && this.#at > column) throw this.#wrong(`"${trimmed(this.#line)}" is indented too far`);
    this.#block = outer;
  }

  /** Behind a quoted scalar there is nothing, or a comment. */
  #endScalar(): void {
    const rest = trimmed(this.#line!.slice(this.#at));
    if (rest !== '' && !rest.startsWith('#')) throw this.#wrong(`"${rest}" follows a value`);
    this.#advance();
  }

  #seesDash(): boolean {
    const line = this.#line!;
    return line[this.#at] === '-' && (this.#at + 1 === line.length || line[this.#at + 1] === ' ');
  }

  #skipBlanks(): void {
    while (this.#line![this.#at] === ' ') this.#at += 1;
  }

  /** To the next line that has something. */
  #advance(): void {
    do {
      this.#line = this.#rawLine();
      this.#at = 0;
      if (this.#line === null) return;
      this.#skipBlanks();
    } while (this.#at === this.#line.length || this.#line[this.#at] === '#');
  }

  #rawLine(): ByteString | null {
    if (this.#next >= this.#bytes.length) return null;
    const end = this.#bytes.indexOf(10, this.#next);
    const line = this.#bytes.toString('latin1', this.#next, end < 0 ? this.#bytes.length : end);
    this.#next = end < 0 ? this.#bytes.length : end + 1;
    this.#number += 1;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  #wrong(what: string, line = this.#number): CorruptArchiveError {
    const place = `file "${this.#file}", line ${line}${this.#key === '' ? '' : `, key "${this.#key}"`}`;
    return new CorruptArchiveError(`could not read backup set: ${what}`, { detail: place });
  }
}
