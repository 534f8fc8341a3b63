import type { ByteString } from '../model/text.ts';
import type { TokenCursor } from '../sql/token-cursor.ts';

/** Bytes of a script: the first, and the one behind the last. Pieces follow each other without a gap. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Where rows stand that psql sends to the server. */
export interface Rows extends Extent {
  /** The line `\.` behind them, with a line feed ahead where the last row has none: a script may end without it. */
  readonly mark: ByteString;
}

/** Blanks and comments. */
export interface BlankPiece extends Extent {
  readonly kind: 'blank';
  readonly text: ByteString;
}

/** One statement, its semicolon among it, and the rows of a COPY … FROM STDIN. */
export interface StatementPiece extends Extent {
  readonly kind: 'statement';
  /** Without the rows. */
  readonly text: ByteString;
  readonly rows: Rows | null;
  /** Walks over its tokens, without the semicolon. */
  cursor(): TokenCursor;
}

/** What psql does itself: `\connect`, `\copy` and its rows, or with `\gexec` and its like the query ahead as well. */
export interface CommandPiece extends Extent {
  readonly kind: 'command';
  /** Without the backslash. */
  readonly name: ByteString;
  readonly text: ByteString;
  readonly rows: Rows | null;
}

/** What cannot be told apart: it stays as it is. */
export interface UnreadPiece extends Extent {
  readonly kind: 'unread';
  readonly why: string;
}

export type Piece = BlankPiece | StatementPiece | CommandPiece | UnreadPiece;
