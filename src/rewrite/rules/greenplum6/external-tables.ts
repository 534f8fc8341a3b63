import { quoteIdent, quoteLiteral } from '../../../ddl/quote.ts';
import type { ByteString } from '../../../model/text.ts';
import type { TokenCursor } from '../../../sql/token-cursor.ts';
import { stringOf } from '../../../sql/string-constant.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** External tables, which are foreign tables of a server of its own in Greenplum 7. */
export const externalTables: Rule = {
  name: 'external-tables',
  descs: ['FOREIGN TABLE'],
  pattern: /\sSERVER\s+gp_exttable_server\b/i,
  rewrite({ definition, dropStatement }, archive) {
    const text = definition ?? '';
    const [create] = archive.statementsOf(text);
    const cursor = create?.cursor();
    if (cursor?.take('create', 'foreign', 'table') !== true) return null;
    const from = cursor.start;
    const named = cursor.takeQualifiedName();
    const name = text.slice(from, cursor.end);
    const list = cursor.takeList();
    if (named === null || list === null) return null;
    const columns = list.items.flatMap((item) => columnOf(item) ?? []);
    const isPlain = list.items.every((item, i) => item.token === null && columns[i] !== undefined);
    if (!cursor.take('server') || cursor.takeName() !== 'gp_exttable_server' || !cursor.take('options')) return null;
    const options = optionsOf(cursor);
    const tail = text.slice(cursor.end);
    return {
      changes: {
        desc: 'EXTERNAL TABLE',
        definition: `${externalTable(`${name} (\n    ${columns.join(',\n    ')}\n)`, options)}${tail}`,
        dropStatement: dropStatement?.replace(/^DROP FOREIGN TABLE/, 'DROP EXTERNAL TABLE') ?? null,
      },
      notes: isPlain ? [] : ['its columns have names and types alone, as the target has no more of external tables'],
    };
  },
};

/** Name and type. */
function columnOf(item: TokenCursor): ByteString | null {
  if (item.sees('constraint') || item.sees('check')) return null;
  const { start } = item;
  item.takeName();
  item.skipTo('collate', 'not', 'null', 'default', 'constraint', 'check', 'generated');
  return item.textOf({ start, end: item.end });
}

/** What is said of them calls them tables. */
export const externalTableComments: Rule = {
  name: 'comments-on-external-tables',
  descs: ['COMMENT', 'SECURITY LABEL'],
  pattern: /\sON FOREIGN TABLE\s/,
  rewrite({ namespace, definition }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.skipTo('on') || !cursor.take('on') || !cursor.sees('foreign', 'table')) return null;
    const { token } = cursor;
    cursor.take('foreign', 'table');
    const name = cursor.takeQualifiedName();
    if (name === null || token === null || !archive.isExternal(name, namespace)) return null;
    const rewriting = new Rewriting(definition ?? '');
    rewriting.edits.remove(token);
    return rewriting.outcome;
  },
};

/** Names of options, with their values as literals. */
type Options = ReadonlyMap<ByteString, ByteString>;

function optionsOf(cursor: TokenCursor): Options {
  const items = cursor.takeList()?.items ?? [];
  return new Map(items.map((item) => [item.takeName() ?? '', item.textOf(item.rest)]));
}

/** Options that are clauses of CREATE EXTERNAL TABLE; others are the formatter's, or the protocol's. */
const clauses = new Set(
  `command encoding execute_on format is_writable location_uris log_errors reject_limit reject_limit_type delimiter null
  escape quote header fill_missing_fields force_not_null force_quote newline`.split(/\s+/),
);

/** `head` has the name and the columns. */
function externalTable(head: ByteString, options: Options): ByteString {
  const literal = (name: string): ByteString => options.get(name) ?? `''`;
  const value = (name: string): ByteString => stringOf(literal(name)) ?? '';
  const isWritable = value('is_writable') === 'true';
  const locations = value('location_uris').split('|');
  const isWeb = options.has('command') || locations.some((uri) => /^https?:/i.test(uri));
  const limit = options.has('reject_limit')
    ? ` SEGMENT REJECT LIMIT ${value('reject_limit')} ${value('reject_limit_type') === 'rows' ? 'ROWS' : 'PERCENT'}`
    : '';
  const log = { enable: '\nLOG ERRORS', persistently: '\nLOG ERRORS PERSISTENTLY' }[value('log_errors')] ?? '';
  const others = [...options].filter(([name]) => !clauses.has(name));
  const isCustom = value('format') === 'custom';
  const own = isCustom ? '' : others.map(([name, each]) => `${quoteIdent(name)} ${each}`).join(', ');
  return [
    `CREATE ${isWritable ? 'WRITABLE ' : ''}EXTERNAL ${isWeb ? 'WEB ' : ''}TABLE ${head}`,
    options.has('command')
      ? ` EXECUTE ${literal('command')}`
      : ` LOCATION (\n    ${locations.map((uri) => quoteLiteral(uri)).join(',\n    ')}\n)`,
    place(value('execute_on')),
    `\nFORMAT ${literal('format')} (${
      isCustom ? others.map(([name, each]) => `${quoteIdent(name)} = ${each}`).join(', ') : wordsOf(options, value)
    })`,
    own === '' ? '' : `\nOPTIONS (${own})`,
    `\nENCODING ${literal('encoding')}`,
    log === '' && limit !== '' ? `\n${limit.trimStart()}` : log + limit,
  ].join('');
}

function wordsOf(options: Options, value: (name: string) => ByteString): ByteString {
  const names = (option: string): ByteString => {
    const columns = value(option);
    return columns === '*' ? columns : columns.split(',').map(quoteIdent).join(', ');
  };
  const words = ['delimiter', 'null', 'escape', 'quote'].flatMap((name) => {
    const literal = options.get(name);
    return literal === undefined ? [] : [`${name} ${literal}`];
  });
  if (value('header') === 'true') words.push('header');
  if (value('fill_missing_fields') === 'true') words.push('fill missing fields');
  if (options.has('force_not_null')) words.push(`force not null ${names('force_not_null')}`);
  if (options.has('force_quote')) words.push(`force quote ${names('force_quote')}`);
  if (options.has('newline')) words.push(`newline ${options.get('newline')}`);
  return words.join(' ');
}

/** Where it is read, or its command runs; on all segments unless it is said. */
function place(on: ByteString): ByteString {
  const [word, what] = on.split(/:(.*)/s);
  switch (word) {
    case 'COORDINATOR_ONLY':
    case 'MASTER_ONLY':
      return ' ON MASTER';
    case 'PER_HOST':
      return ' ON HOST';
    case 'HOST':
      return ` ON HOST ${quoteLiteral(what ?? '')}`;
    case 'SEGMENT_ID':
      return ` ON SEGMENT ${what}`;
    case 'TOTAL_SEGS':
      return ` ON ${what}`;
    default:
      return '';
  }
}
