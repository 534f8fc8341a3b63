import type { ByteString } from '../model/text.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import { classify, type OfKind } from './classify.ts';
import { dumpComment, entryComments, leadingBlanks, type EntryComment } from './comments.ts';
import { databaseOf } from './connect-command.ts';
import type { EntryBuilder } from './entry-builder.ts';
import type { ObjectName } from './object-name.ts';
import { isQuiet, isSaidOf, joins, notPlain, stopsAtErrors, subjectOf, toldOf } from './belonging.ts';
import type { PartRole } from './part.ts';
import type { BlankPiece, CommandPiece, Extent, Piece, Rows, StatementPiece } from './piece.ts';
import { SectionBuilder } from './section-builder.ts';
import type { ScriptSection } from './section.ts';

/** Puts the pieces of a script together, database by database. */
export async function gatherSections(pieces: AsyncIterable<Piece>): Promise<readonly ScriptSection[]> {
  const gatherer = new Gatherer();
  for await (const piece of pieces) gatherer.add(piece);
  return gatherer.finish();
}

class Gatherer {
  readonly #sections: ScriptSection[] = [];
  #section = new SectionBuilder(null, 0);
  /** The entry that the last statement was about; null: it is over. */
  #entry: EntryBuilder | null = null;
  /** What stands behind that statement, which belongs to it where another one of its follows. */
  #gap: BlankPiece | null = null;

  add(piece: Piece): void {
    if (piece.kind === 'blank') return this.#blank(piece);
    if (piece.kind === 'statement') return this.#statement(piece);
    if (piece.kind === 'command') return this.#command(piece);
    this.#close();
    this.#section.passOver(piece.start, piece.why);
    this.#section.part(piece, { kind: 'other' });
  }

  finish(): readonly ScriptSection[] {
    this.#close();
    this.#sections.push(this.#section.section());
    return this.#sections;
  }

  #blank(piece: BlankPiece): void {
    const said = dumpComment(piece.text);
    const comments = entryComments(piece.text);
    if (!said.isBorder && comments.length === 0) {
      this.#section.head(said);
      this.#gap = piece;
      return;
    }
    const tail = leadingBlanks(piece.text);
    this.#section.blanks(piece.start, piece.text.slice(0, tail), this.#entry);
    this.#entry = null;
    let at = piece.start + tail;
    if (said.begins !== null) {
      const begins = piece.start + said.begins;
      // \connect and what is set behind it stand ahead of the head.
      if (this.#section.hasHead || (this.#section.hasEntries && this.#section.database === null)) {
        this.#section.part({ start: at, end: begins }, { kind: 'other' });
        at = begins;
        this.#begin(null);
      }
    }
    this.#section.head(said);
    const below = comments.filter(({ start }) => piece.start + start >= at);
    for (const [i, comment] of below.entries()) {
      const start = piece.start + comment.start;
      this.#section.part({ start: at, end: start }, { kind: 'other' });
      at = start;
      const heading = { ...comment.line, start: piece.start + comment.line.start };
      const next = below[i + 1];
      const end = next === undefined ? piece.end : piece.start + next.start;
      this.#section.part({ start, end }, { kind: 'around', dumpId: this.#headed(comment).dumpId, heading });
      at = end;
    }
    if (below.length === 0) this.#section.part({ start: at, end: piece.end }, { kind: 'other' });
  }

  #headed(comment: EntryComment): EntryBuilder {
    this.#entry = this.#section.entry(comment, { isHeaded: true, tablespace: comment.tablespace });
    this.#entry.note = comment.after;
    return this.#entry;
  }

  /** What stands behind the last statement does not belong between two of one entry: blanks go with it, comments stay. */
  #closeGap(): void {
    const gap = this.#gap;
    this.#gap = null;
    if (gap === null) return;
    const tail = leadingBlanks(gap.text);
    this.#section.blanks(gap.start, gap.text.slice(0, tail), this.#entry);
    this.#section.part({ start: gap.start + tail, end: gap.end }, { kind: 'other' });
  }

  #close(): void {
    this.#closeGap();
    this.#entry = null;
  }

  /** Goes on with what the script says of another database. */
  #begin(database: ByteString | null): void {
    this.#sections.push(this.#section.section());
    this.#section = new SectionBuilder(database, this.#section.lastDumpId);
  }

  #statement(piece: StatementPiece): void {
    const found = classify(piece.cursor(), this.#section.path);
    switch (found.kind) {
      case 'setting':
        return this.#setting(piece, found);
      case 'owner':
        return this.#owner(piece, found);
      case 'rows':
        return piece.rows === null ? this.#insert(piece, found) : this.#copy(piece, found, piece.text, piece.rows);
      case 'global':
        return this.#own(piece, { desc: 'GLOBAL', namespace: null, tag: subjectOf(piece.text) });
      case 'drop':
        if (this.#exchanges()) return this.#append(piece);
        return this.#own(piece, { ...found.of, desc: 'DROP' }, { about: [found.of] });
      case 'detail':
        if (this.#continues(found.of)) return this.#append(piece);
        return this.#own(piece, { ...found.of, desc: `ALTER ${found.of.desc}` }, { about: [found.of] });
      case 'object':
        return this.#object(piece, found);
      case 'other':
        if (this.#entry?.isHeaded === true) return this.#append(piece);
        return this.#own(piece, { desc: found.word.toUpperCase(), namespace: null, tag: subjectOf(piece.text) });
    }
  }

  /** Whether a statement that changes an object is the entry's at hand. */
  #continues(of: ObjectName): boolean {
    const entry = this.#entry;
    if (entry === null || !entry.isDefined || !this.#section.isOpen(entry)) return false;
    return (entry.isHeaded && !entry.hasData) || entry.isAbout(of);
  }

  #object(piece: StatementPiece, found: OfKind<'object'>): void {
    const entry = this.#entry;
    if (entry?.isHeaded === true && !entry.isDescribed && !entry.hasData) {
      entry.describe(found);
      return this.#append(piece);
    }
    if (entry !== null && this.#section.isOpen(entry) && joins(piece, found, entry)) return this.#append(piece);
    this.#own(piece, found, found);
  }

  /** Greenplum's pg_dump puts an external partition in the place of one that it has made, and drops that. */
  #exchanges(): boolean {
    const entry = this.#entry;
    return entry?.isHeaded === true && this.#section.isOpen(entry) && /EXCHANGE PARTITION/.test(entry.definition ?? '');
  }

  /** A statement that is an entry of its own. */
  #own(piece: StatementPiece, name: ObjectName, more: Partial<Pick<OfKind<'object'>, 'drop' | 'about'>> = {}): void {
    this.#close();
    this.#entry = this.#section.entry(name, { isHeaded: false });
    this.#entry.describe({ ...name, drop: null, ...more });
    this.#define(piece);
  }

  /** One more statement of the entry at hand. */
  #append(piece: StatementPiece): void {
    const entry = this.#entry!;
    const gap = this.#gap;
    if (entry.desc === 'BLOBS') return this.#extend(entry, piece);
    if (entry.isDefined && !this.#section.isOpen(entry)) {
      // Something else stands in between: it follows as an entry of its own.
      return this.#own(piece, { ...entry, desc: `ALTER ${entry.desc}` }, { about: [entry] });
    }
    if (entry.isDefined && gap !== null) {
      entry.define(gap.text);
      this.#section.part(gap, { kind: 'definition', dumpId: entry.dumpId });
      this.#gap = null;
    } else this.#closeGap();
    this.#define(piece);
  }

  #define(piece: StatementPiece): void {
    const entry = this.#entry!;
    entry.define(piece.text);
    this.#section.part(piece, { kind: 'definition', dumpId: entry.dumpId });
  }

  #owner(piece: StatementPiece, { of, spelled, owner }: OfKind<'owner'>): void {
    const headed = this.#entry?.isHeaded === true && isSaidOf(this.#entry.desc, of.desc) ? this.#entry : undefined;
    const entry = this.#section.find(of) ?? headed;
    if (entry === undefined) return this.#own(piece, { ...of, desc: `ALTER ${of.desc}` }, { about: [of] });
    this.#closeGap();
    entry.owner = owner;
    entry.drop ??= `DROP ${entry.desc} ${spelled};\n`;
    this.#section.part(piece, { kind: 'owner', dumpId: entry.dumpId, text: piece.text });
  }

  #setting(piece: StatementPiece, { name, value }: OfKind<'setting'>): void {
    const entry = this.#entry;
    // Privileges that others than the owner have granted, and a protocol's functions; behind a free line the next entry's.
    const isGrantor =
      name === 'session_authorization' &&
      entry?.desc.startsWith('ACL') === true &&
      !/\n\s*\n/.test(this.#gap?.text ?? '');
    const isInside = entry?.isHeaded === true && !entry.hasData && (!entry.isDefined || isGrantor);
    if (isInside) return this.#append(piece);
    if (!this.#section.set(name, value, piece.text)) {
      return this.#own(piece, { desc: 'SET', namespace: null, tag: name });
    }
    this.#closeGap();
    this.#section.part(piece, { kind: 'setting', name, value, blanks: '' });
  }

  /** Rows behind a statement; `text` is a COPY. */
  #copy(piece: Extent, table: OfKind<'rows'>, text: ByteString, rows: Rows): void {
    const entry = this.#rowsEntry(
      table,
      ({ copyStatement, payload }) => copyStatement === null && payload.length === 0,
    );
    entry.copyStatement = text;
    const { dumpId } = entry;
    this.#section.part({ start: piece.start, end: rows.start }, { kind: 'copy', dumpId });
    this.#section.part({ start: rows.start, end: piece.end }, { kind: 'payload', dumpId });
    entry.payload.push({ start: rows.start, end: rows.end });
    entry.mark = rows.mark;
  }

  /** Those of plain constants are a payload, which is not held; whoever sends it looks for no comments and the like. */
  #insert(piece: StatementPiece, table: OfKind<'rows'>): void {
    const isHeaded = this.#entry?.isHeaded === true && this.#entry.desc === 'TABLE DATA';
    const hasEscapes = this.#section.stringsVary && piece.text.includes('\\');
    if (!isHeaded && (hasEscapes || notPlain.test(piece.text))) return this.#own(piece, { ...table, desc: 'INSERT' });
    if (this.#gap !== null && leadingBlanks(this.#gap.text) < this.#gap.text.length) this.#close();
    this.#extend(
      this.#rowsEntry(table, ({ copyStatement }) => copyStatement === null, true),
      piece,
    );
  }

  /** The entry at hand, if it is of such rows, or else a new one. */
  #rowsEntry(
    { namespace, tag }: OfKind<'rows'>,
    isFit: (entry: EntryBuilder) => boolean,
    keepsGap = false,
  ): EntryBuilder {
    const name = { desc: 'TABLE DATA', namespace, tag };
    const entry = this.#entry;
    if (entry?.desc === 'TABLE DATA' && isFit(entry) && (entry.isHeaded || entry.isNamed(name))) {
      if (!keepsGap || entry.payload.length === 0) this.#closeGap();
      return entry;
    }
    this.#close();
    return (this.#entry = this.#section.entry(name, { isHeaded: false }));
  }

  /** More of an entry's payload, with what stands ahead of it. */
  #extend(entry: EntryBuilder, piece: Extent): void {
    const { dumpId } = entry;
    const gap = this.#gap;
    this.#gap = null;
    const extent = gap !== null && gap.end === piece.start ? { start: gap.start, end: piece.end } : piece;
    this.#section.part(extent, { kind: 'payload', dumpId });
    const last = entry.payload.at(-1);
    if (last?.end === extent.start) entry.payload[entry.payload.length - 1] = { start: last.start, end: extent.end };
    else entry.payload.push({ start: extent.start, end: extent.end });
  }

  #command(piece: CommandPiece): void {
    const { name, text, rows } = piece;
    if (name === 'connect' || name === 'c') return this.#connect(piece);
    if (rows !== null) {
      const copy = `COPY ${text.slice('\\copy'.length).trim().replace(/;$/, '')};`;
      const table = classify(new TokenCursor(copy.slice(0, -1)), this.#section.path);
      if (table.kind === 'rows') return this.#copy(piece, table, copy, rows);
    }
    this.#closeGap();
    const role: PartRole = { kind: name === 'restrict' || name === 'unrestrict' ? 'restrict' : 'other' };
    this.#section.part(piece, role);
    if (stopsAtErrors(piece)) this.#section.stopsAtErrors = true;
    else if (role.kind === 'other' && !isQuiet(piece)) {
      this.#section.passOver(piece.start, toldOf(piece));
    }
  }

  #connect(piece: CommandPiece): void {
    const database = databaseOf(piece.text);
    const last = this.#section.lastEntry;
    const isImplied =
      database !== null && last !== undefined && last.desc.startsWith('DATABASE') && last.tag === database;
    if (isImplied) {
      this.#closeGap();
      const entry = this.#entry;
      this.#section.part(piece, entry === null ? { kind: 'other' } : { kind: 'around', dumpId: entry.dumpId });
      this.#section.forgetState();
      return;
    }
    this.#close();
    if (this.#section.hasEntries || this.#section.hasHead) this.#begin(database);
    else this.#section.database = database;
    if (database === null) this.#section.passOver(piece.start, toldOf(piece));
    this.#section.forgetState();
    this.#section.part(piece, { kind: 'other' });
  }
}
