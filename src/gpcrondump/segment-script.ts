import { createHash, type Hash } from 'node:crypto';
import { corrupt } from '../archive/corruption.ts';
import { type ByteString, kept, shown } from '../model/text.ts';
import { classify } from '../script/classify.ts';
import { dumpComment, entryComments } from '../script/comments.ts';
import type { Extent, StatementPiece } from '../script/piece.ts';
import { scanScript } from '../script/scanner.ts';
import { pathOf } from '../script/section-builder.ts';

/** Where the rows of a table are in a script. */
export interface TableRows extends Extent {
  readonly namespace: ByteString | null;
  readonly tag: ByteString;
  readonly owner: ByteString | null;
  /** null: they are INSERT commands, or there are none and nothing says what they would be. */
  readonly copyStatement: ByteString | null;
  /** A COPY's columns, its OIDs among them; null: it does not say them. */
  readonly columns: number | null;
}

export interface ScriptRows {
  /** By `schema.table`, in the order of the script. */
  readonly tables: ReadonlyMap<ByteString, TableRows>;
  /** Of the whole script. */
  readonly length: number;
  /** The same for the same script alone. */
  readonly digest: string;
}

/** As gpcrondump's lists have it: nothing is quoted. */
export const listed = ({ namespace, tag }: Pick<TableRows, 'namespace' | 'tag'>): ByteString =>
  `${namespace ?? ''}.${tag}`;

/**
 * Finds the rows of all tables in a segment's script. Whatever else it does is not the segment's to say: its sequences
 * have not given a number, and setting them would set back the master's.
 */
export async function findRows(path: string, bytes: AsyncIterable<Uint8Array>): Promise<ScriptRows> {
  const found = new RowsFinder(path);
  const digest = createHash('sha1');
  for await (const piece of scanScript(digested(bytes, digest))) {
    if (piece.kind === 'blank') found.blank(piece.text);
    else if (piece.kind === 'statement') found.statement(piece);
    else if (piece.kind === 'unread' || piece.name !== 'connect') {
      throw corrupt('the script has something that is no statement', { file: path, offset: piece.start });
    }
    found.length = piece.end;
  }
  return { tables: found.finish(), length: found.length, digest: digest.digest('hex') };
}

async function* digested(bytes: AsyncIterable<Uint8Array>, digest: Hash): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of bytes) {
    digest.update(chunk);
    yield chunk;
  }
}

type Found = { -readonly [K in keyof TableRows]: TableRows[K] };

class RowsFinder {
  length = 0;
  readonly #file: string;
  readonly #tables = new Map<ByteString, Found>();
  /** Whose rows may go on. */
  #table: Found | null = null;
  /** What pg_dump's comment has announced. */
  #announced: { readonly table: Found; readonly start: number } | null = null;
  #path: ByteString | null = 'public';
  #isDump = false;
  #isComplete = false;

  constructor(file: string) {
    this.#file = file;
  }

  blank(text: ByteString): void {
    const said = dumpComment(text);
    if (said.begins !== null && this.#isDump) throw this.#corrupt('the script is there twice in one file');
    this.#isDump ||= said.begins !== null;
    for (const { desc, namespace, tag, owner } of entryComments(text)) {
      this.#announce();
      this.#table = null;
      if (desc !== 'TABLE DATA') continue;
      const start = this.length + text.length;
      this.#announced = {
        start,
        table: { namespace, tag, owner, copyStatement: null, columns: null, start, end: start },
      };
    }
    this.#isComplete = said.isBorder && said.begins === null;
  }

  statement(piece: StatementPiece): void {
    if (this.#isComplete) throw this.#corrupt('something follows the end of the script', piece.start);
    const found = classify(piece.cursor(), this.#path);
    if (found.kind === 'setting' && found.name === 'search_path') this.#path = pathOf(found.value);
    if (found.kind !== 'rows') return;
    const { namespace, tag } = found;
    if (piece.rows === null) return this.#insert(piece, namespace, tag);
    if (piece.rows.end === piece.end) {
      throw this.#corrupt(`the file ends within the rows of table ${shown(listed(found))}`, piece.end);
    }
    if (piece.rows.mark !== '\\.\n') {
      throw this.#corrupt(`the rows of table ${shown(listed(found))} end with a carriage return`, piece.rows.end);
    }
    this.#begin(namespace, tag, piece.start, {
      copyStatement: `${kept(piece.text)}\n`,
      columns: columnsOf(piece),
      start: piece.rows.start,
      end: piece.rows.end,
    });
    this.#table = null;
  }

  finish(): ScriptRows['tables'] {
    this.#announce();
    if (this.#isDump && !this.#isComplete) throw this.#corrupt('the file ends before the script does');
    if (!this.#isDump) throw this.#corrupt('the file is no script of gp_dump', 0);
    return this.#tables;
  }

  #insert(piece: StatementPiece, namespace: ByteString | null, tag: ByteString): void {
    const table = this.#table;
    if (table === null) return this.#begin(namespace, tag, piece.start, { start: piece.start, end: piece.end });
    if (table.namespace !== namespace || table.tag !== tag) {
      throw this.#corrupt(`a row of table ${shown(listed({ namespace, tag }))} is among another's`, piece.start);
    }
    table.end = piece.end;
  }

  #begin(namespace: ByteString | null, tag: ByteString, at: number, rows: Partial<TableRows>): void {
    const announced = this.#announced?.table;
    if (announced === undefined || announced.namespace !== namespace || oneLine(tag) !== announced.tag) {
      throw this.#corrupt(
        `rows of table ${shown(listed({ namespace, tag }))} stand where no comment tells of them`,
        at,
      );
    }
    this.#announced = null;
    this.#add({ ...announced, tag: kept(tag), ...rows }, at);
  }

  /** What was announced has no rows. */
  #announce(): void {
    if (this.#announced === null) return;
    const { table, start } = this.#announced;
    this.#announced = null;
    this.#add(table, start);
  }

  #add(table: Found, at: number): void {
    const name = listed(table);
    if (this.#tables.has(name)) throw this.#corrupt(`the rows of table ${shown(name)} are there twice`, at);
    this.#tables.set(name, table);
    this.#table = table;
  }

  #corrupt(message: string, offset: number = this.length): Error {
    return corrupt(message, { file: this.#file, offset });
  }
}

/** A comment has no room for more. */
const oneLine = (name: ByteString): ByteString => name.replace(/[\n\r]/g, ' ');

function columnsOf(piece: StatementPiece): number | null {
  const cursor = piece.cursor();
  cursor.take('copy');
  cursor.takeQualifiedName();
  const list = cursor.takeList();
  return list === null ? null : list.items.length + (cursor.take('with', 'oids') ? 1 : 0);
}
