import { type ByteString, shown } from '../../model/text.ts';
import type { Token } from '../../sql/lexer.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';
import type { Statement } from '../../sql/statements.ts';
import { objectTypeOf, type ReadSlice } from '../entries/read-slice.ts';
import { builtInTypes, parameterWords, storageWords } from '../forms/known-words.ts';
import type { Form, OnName } from '../forms/grammar.ts';
import { formOfType } from '../forms/statements.ts';
import type { MetadataSlice } from '../metadata-slices.ts';
import { qualified, unquoted } from '../names.ts';
import { ColumnsNamed } from './columns-named.ts';
import type { Findings } from './findings.ts';
import type { Mentions } from './mentions.ts';
import { oddToken } from './odd-token.ts';

/** Names of partitions begin with their table's, of which a server cuts some where they would be too long. */
const shortened = 20;

const strange = 'it has statements that gpbackup is not known to write';

/** Each statement is in one of the forms in which gpbackup writes them, and made of words that these have. */
export class FormCheck {
  readonly #findings: Findings;
  readonly #mentions: Mentions;
  readonly #file: string;
  readonly #columns = new ColumnsNamed();

  constructor(file: string, mentions: Mentions, findings: Findings) {
    this.#file = file;
    this.#mentions = mentions;
    this.#findings = findings;
  }

  look(read: ReadSlice): void {
    const form = formOfType(objectTypeOf(read.slice));
    const same = new Map<string, ByteString>();
    for (const statement of read.statements) {
      const wrong =
        oddToken(statement.tokens, this.#mentionIn(read.slice)) ?? this.#compare(read, statement, form, same);
      if (wrong !== undefined) this.#tell(read, wrong.start);
    }
  }

  /** The token up to which it has the form. `same` has names that are one in all statements of a part. */
  #compare(
    { slice }: ReadSlice,
    { tokens }: Statement,
    form: Form | null,
    same: Map<string, ByteString>,
  ): Token | undefined {
    if (form === null) return undefined;
    const type = objectTypeOf(slice);
    const mention = this.#mentionIn(slice);
    let wrong: Token | undefined;
    const own = [unquoted(slice.schema), unquoted(slice.name)];
    let table =
      type === 'CONSTRAINT' || type === 'INDEX' ? (new TokenCursor(slice.reference).takeQualifiedName() ?? []) : own;
    const end = form(tokens, 0, (rule, name, token) => {
      if (rule === 'extensionschema' || (rule === 'role' && type === 'ROLE')) {
        if (name[0] !== (same.get(rule) ?? name[0])) wrong ??= token;
        same.set(rule, name[0]!);
      }
      if (rule === 'newcolumn') this.#columns.add(own, name[0]!);
      else if (rule === 'extensionschema') this.#mentions.makeExtension(name[0]!);
      else if (!this.#isRight(slice, rule, name, table)) wrong ??= token;
      if (rule === 'relation') table = name;
      mention(rule, name, token);
    });
    if (end < tokens.length) return tokens[Math.max(0, end)];
    if (type === 'ROLE' && tokens[0]?.value === 'create') this.#mentions.make('role', [same.get('role')!]);
    return wrong;
  }

  #isRight(slice: MetadataSlice, rule: string, name: readonly ByteString[], table: readonly ByteString[]): boolean {
    switch (rule) {
      case 'own':
        return name.join('.') === unquoted(slice.name);
      case 'leafname':
        return name[0]!.startsWith(unquoted(slice.name).slice(0, shortened));
      case 'storagekey':
        return isStorageWord(name);
      case 'parameter':
        return parameterWords.has(name.join('.'));
      case 'typename':
        return name.length > 1 || builtInTypes.has(name[0]!);
      case 'column':
        return this.#columns.mayHave(table, name[0]!);
      case 'columnname':
        if (slice.objectType === 'SEQUENCE OWNER' && !isReference(slice, name.slice(0, -1))) return false;
        return this.#columns.mayHave(name.slice(0, -1), name.at(-1)!);
      default:
        return true;
    }
  }

  readonly #mentionIn =
    (slice: MetadataSlice): OnName =>
    (rule, name, token) => {
      if (mentioned.has(rule))
        this.#mentions.add(rule, name, () => `${shown(qualified(slice))} (byte ${slice.at + token.start})`);
    };

  #tell({ slice }: ReadSlice, start: number): void {
    const name = qualified(slice);
    const text = shown(slice.text.slice(start, start + 40)).replace(/\s+/g, ' ');
    const where = `file "${this.#file}", byte ${slice.at + start}: ${slice.objectType}${name === '' ? '' : ` ${shown(name)}`}`;
    this.#findings.warning(strange, `${where}: ${text}`);
  }
}

const mentioned = new Set(['role', 'group', 'queue', 'tablespace', 'relation', 'typename', 'indexname', 'thing']);

const isReference = ({ reference }: MetadataSlice, table: readonly ByteString[]): boolean =>
  new TokenCursor(reference).takeQualifiedName()?.join('\0') === table.join('\0');

const isStorageWord = (name: readonly ByteString[]): boolean =>
  storageWords.has(name.at(-1)!) || /^autovacuum_[a-z_]+$/.test(name.at(-1)!);
