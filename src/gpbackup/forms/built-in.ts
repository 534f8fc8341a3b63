import type { ByteString } from '../../model/text.ts';
import type { Token } from '../../sql/lexer.ts';
import type { Form, OnName } from './grammar.ts';
import { encodings, expressionWords, searchTokens, storageWords } from './known-words.ts';

const isName = (token: Token | undefined): boolean => token?.kind === 'word' || token?.kind === 'name';

const ofKind =
  (kind: Token['kind']): Form =>
  (tokens, at) =>
    tokens[at]?.kind === kind ? at + 1 : -1;

const isSymbol = (token: Token | undefined, value: string): boolean =>
  token?.kind === 'symbol' && token.value === value;

/** `a`, `s.a` and so on, told of as `rule`. */
const named =
  (rule: string): Form =>
  (tokens, at, onName) => {
    if (!isName(tokens[at])) return -1;
    const parts: ByteString[] = [tokens[at]!.value];
    let end = at + 1;
    while (isSymbol(tokens[end], '.') && isName(tokens[end + 1])) {
      parts.push(tokens[end + 1]!.value);
      end += 2;
    }
    onName(rule, parts, tokens[at]!);
    return end;
  };

/** One token, or all that stands in parentheses or brackets. */
const any: Form = (tokens, at) => {
  let depth = 0;
  for (let i = at; i < tokens.length; i += 1) {
    const token = tokens[i]!;
    if (isSymbol(token, '(') || isSymbol(token, '[')) depth += 1;
    else if (isSymbol(token, ')') || isSymbol(token, ']')) depth -= 1;
    if (depth < 0) return -1;
    if (depth === 0) return i + 1;
  }
  return -1;
};

/** What follows a default or the like; a server puts parentheses around these words where they are of an expression. */
const behindExpression = new Set(['not', 'null', 'collate', 'encoding', 'options', 'stored', 'constraint', 'default']);

const expression: Form = (tokens, at, onName) => {
  let end = at;
  while (end < tokens.length && !isSymbol(tokens[end], ',') && !isSymbol(tokens[end], ')')) {
    if (end > at && tokens[end]!.kind === 'word' && behindExpression.has(tokens[end]!.value)) break;
    end = any(tokens, end, onName);
    if (end < 0) return -1;
  }
  return end > at ? end : -1;
};

/** All that is left, which closes what it opens. */
const rest: Form = (tokens, at, onName) => {
  let end = at;
  while (end < tokens.length && end >= 0) end = any(tokens, end, onName);
  return end;
};

/** Up to what stands behind the query of a materialized view. */
const query: Form = (tokens, at, onName) => {
  let end = at;
  while (end >= 0 && end < tokens.length) {
    if (['with', 'no', 'data'].every((word, i) => tokens[end + i]?.kind === 'word' && tokens[end + i]!.value === word))
      break;
    end = any(tokens, end, onName);
  }
  return end;
};

/** Tells of the columns in an expression: of names, those that call nothing, qualify nothing and are no words of SQL. */
const columnsIn = (tokens: readonly Token[], from: number, to: number, onName: OnName): void => {
  for (let i = from; i < to; i += 1) {
    const token = tokens[i]!;
    const [before, next] = [tokens[i - 1]?.value, tokens[i + 1]];
    if (!isName(token) || before === '.' || before === '::' || isSymbol(next, '(') || isSymbol(next, '.')) continue;
    if (token.kind === 'name' || !expressionWords.has(token.value)) onName('column', [token.value], token);
  }
};

const conditionOf =
  (form: Form): Form =>
  (tokens, at, onName) => {
    const end = form(tokens, at, onName);
    if (end > at) columnsIn(tokens, at, end, onName);
    return end;
  };

const parens: Form = (tokens, at, onName) => (isSymbol(tokens[at], '(') ? any(tokens, at, onName) : -1);

const conditions: Form = conditionOf((tokens, at, onName) => rest(tokens, at, onName));

const stringLike =
  (pattern: RegExp): Form =>
  (tokens, at) =>
    tokens[at]?.kind === 'string' && pattern.test(tokens[at].value) ? at + 1 : -1;

const qname = named('qname');

/** Not the words that follow one. */
const opclass: Form = (tokens, at, onName) =>
  tokens[at]?.kind === 'word' && ['asc', 'desc', 'nulls', 'collate'].includes(tokens[at].value)
    ? -1
    : qname(tokens, at, onName);

export const builtIn: Readonly<Record<string, Form>> = {
  name: (tokens, at) => (isName(tokens[at]) ? at + 1 : -1),
  word: ofKind('word'),
  string: ofKind('string'),
  operator: ofKind('operator'),
  number: (tokens, at) => {
    const from = tokens[at]?.kind === 'operator' && tokens[at].value === '-' ? at + 1 : at;
    return tokens[from]?.kind === 'number' ? from + 1 : -1;
  },
  parens,
  condition: conditionOf(parens),
  conditions,
  query,
  brackets: (tokens, at, onName) => (isSymbol(tokens[at], '[') ? any(tokens, at, onName) : -1),
  time: stringLike(/^'\d\d:\d\d:\d\d(?:\.\d+)?'$/),
  password: stringLike(
    /^'(?:md5[\da-f]{32}|sha256[\da-f]{64}|SCRAM-SHA-256\$\d+:[\w+/=]+\$[\w+/=]+:[\w+/=]+|(?!md5|sha256|SCRAM).*)'$/,
  ),
  protocol: stringLike(/^'(?:https?|gpfdists?|gphdfs|pxf|s3)'$/),
  moment: stringLike(/^'(?:infinity|\d{4,}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?:[-+]\d\d(?::\d\d)*)?)'$/),
  format: stringLike(/^'(?:text|csv|custom|avro|parquet|orc|gphdfs_import|gphdfs_export)'$/i),
  blocksize: (tokens, at) => (tokens[at]?.kind === 'number' && Number(tokens[at].value) % 8192 === 0 ? at + 1 : -1),
  storagestring: (tokens, at) => {
    const token = tokens[at];
    if (token?.kind !== 'string') return -1;
    const value = token.value.slice(1, -1).toLowerCase();
    return storageWords.has(value) || /^-?\d+(?:\.\d+)?$/.test(value) ? at + 1 : -1;
  },
  direction: stringLike(/^'(?:readable|writable)'$/),
  encoding: (tokens, at) =>
    tokens[at]?.kind === 'string' && encodings.has(tokens[at].value.slice(1, -1).toLowerCase()) ? at + 1 : -1,
  tokentype: (tokens, at) => (tokens[at]?.kind === 'name' && searchTokens.has(tokens[at].value) ? at + 1 : -1),
  opclass,
  qname,
  role: named('role'),
  relation: named('relation'),
  typename: named('typename'),
  storagekey: named('storagekey'),
  parameter: named('parameter'),
  group: named('group'),
  queue: named('queue'),
  tablespace: named('tablespace'),
  own: named('own'),
  column: named('column'),
  newcolumn: named('newcolumn'),
  thing: named('thing'),
  leafname: (tokens, at, onName) => {
    const token = tokens[at];
    if (token?.kind !== 'string') return -1;
    onName('leafname', [token.value.slice(1, -1).replaceAll("''", "'")], token);
    return at + 1;
  },
  extensionschema: named('extensionschema'),
  columnname: named('columnname'),
  indexname: named('indexname'),
  expression,
  rest,
};
