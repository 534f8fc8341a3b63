import type { Token } from './lexer.ts';

/** What stands between two parentheses, as far as it has been read. */
interface Frame {
  /** A SELECT or the like has begun, whose FROM is a clause and not a word of some function. */
  isQuery: boolean;
  isFrom: boolean;
  /** The next name is that of a relation. */
  expects: boolean;
}

/** Words that end a FROM clause. */
const clauses = new Set(
  'where group order having limit offset fetch window union intersect except for returning set values do'.split(' '),
);

/** Words behind which a name may still be that of a relation. */
const between = new Set([
  'only',
  'lateral',
  'if',
  'not',
  'exists',
  'natural',
  'left',
  'right',
  'full',
  'inner',
  'outer',
  'cross',
]);

/** UPDATE behind these is none of a relation: FOR UPDATE, ON UPDATE, ON CONFLICT DO UPDATE, FOR NO KEY UPDATE. */
const beforeOtherUpdates = new Set(['for', 'on', 'do', 'key', 'of', 'or', 'before', 'after']);

/** Where in a query names of relations begin, in FROM and the like, as indexes of tokens: what stands there is never a column. */
export function relationPlaces(tokens: readonly Token[]): ReadonlySet<number> {
  const places = new Set<number>();
  let frames: Frame[] = [newFrame()];
  tokens.forEach((token, i) => {
    const frame = frames.at(-1)!;
    const before = tokens[i - 1];
    if (token.kind === 'symbol') {
      if (token.value === '(') {
        // Joins may stand in parentheses, and queries.
        const isJoin = frame.isFrom && frame.expects;
        frame.expects = false;
        frames.push({ isQuery: isJoin, isFrom: isJoin, expects: isJoin });
      } else if (token.value === ')') {
        if (frames.length > 1) frames.pop();
      } else if (token.value === ',') frame.expects = frame.isFrom;
      else if (token.value === ';') frames = [newFrame()];
      return;
    }
    const isName = token.kind === 'name' || token.kind === 'word';
    if (!isName || before?.value === '.') return;
    if (token.kind === 'word' && isClause(token.value, i, tokens, frame)) return;
    if (frame.expects) places.add(i);
    frame.expects = false;
  });
  return places;
}

const newFrame = (): Frame => ({ isQuery: false, isFrom: false, expects: false });

/** Takes account of a word that is none of a name. */
function isClause(word: string, i: number, tokens: readonly Token[], frame: Frame): boolean {
  const before = tokens[i - 1];
  const enter = (isFrom: boolean, expects: boolean): true => {
    Object.assign(frame, { isFrom, expects });
    return true;
  };
  if (word === 'select') {
    frame.isQuery = true;
    return enter(false, false);
  }
  if (word === 'delete' || word === 'merge') {
    frame.isQuery = true;
    return true;
  }
  if (word === 'from') {
    const isComparison = before?.value === 'distinct' && /^(?:is|not)$/.test(tokens[i - 2]?.value ?? '');
    return isComparison || !frame.isQuery ? true : enter(true, true);
  }
  if (word === 'join') return enter(true, true);
  if (word === 'into' && (before?.value === 'insert' || before?.value === 'merge')) return enter(frame.isFrom, true);
  if (word === 'update' && !beforeOtherUpdates.has(before?.value ?? '')) {
    frame.isQuery = true;
    return enter(false, true);
  }
  if (word === 'using' && frame.isQuery && tokens[i + 1]?.value !== '(') return enter(true, true);
  if (word === 'on' || word === 'as') {
    frame.expects = false;
    return true;
  }
  if (clauses.has(word)) return enter(false, false);
  return between.has(word) && frame.expects;
}
