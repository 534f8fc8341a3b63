import type { Oid } from '../../model/catalog-id.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteLiteral } from '../../ddl/quote.ts';
import type { Clause } from '../../objects/dialect.ts';
import { defineDetail } from '../../objects/kind.ts';
import { scopeRelations, type TextRow } from '../../objects/table/details.ts';

/** Of pg_exttable `x`: `EXTERNAL TABLE` with the words that say which sort; pages of the web are read by programs, or by their address. */
export const externalWords = `CASE WHEN x.writable THEN 'WRITABLE ' ELSE '' END || 'EXTERNAL ' ||
  CASE WHEN x.command IS NOT NULL OR x.urilocation[1] LIKE 'http%' THEN 'WEB ' ELSE '' END || 'TABLE'`;

const words = defineDetail<TextRow, ByteString>({
  name: 'sorts of external tables',
  requires: 'pg_exttable.urilocation',
  query: (_server, scope) => `SELECT x.reloid AS owner, ${externalWords} AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_exttable x ON x.reloid = src.oid
ORDER BY x.reloid`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

export const externalWord: Clause = { slot: 'table-word', detail: words };

export interface ExternalRow {
  readonly owner: Oid;
  readonly command: ByteString | null;
  readonly uris: readonly ByteString[];
  readonly place: ByteString;
  readonly format: string;
  readonly formatOptions: ByteString;
  /** Quoted `name 'value'` items, ready to print; '' none. */
  readonly options: ByteString;
  readonly encoding: ByteString;
  readonly rejectLimit: number | null;
  readonly limitsRows: boolean;
  readonly logsErrors: boolean;
  readonly keepsLog: boolean;
  readonly isWritable: boolean;
}

/** The columns of ExternalRow but the owner, of pg_exttable `x`. */
export const externalColumns = `x.command, coalesce(x.urilocation, '{}') AS uris,
  coalesce(x.execlocation[1], '') AS place, x.fmttype AS format, x.fmtopts AS "formatOptions",
  pg_catalog.array_to_string(ARRAY(
    SELECT pg_catalog.quote_ident(option_name) || ' ' || pg_catalog.quote_literal(option_value)
    FROM pg_catalog.pg_options_to_table(x.options) WHERE option_name <> 'error_log_persistent'
    ORDER BY option_name), E',\\n    ') AS options,
  pg_catalog.pg_encoding_to_char(x.encoding) AS encoding, x.rejectlimit AS "rejectLimit",
  coalesce(x.rejectlimittype = 'r', false) AS "limitsRows", coalesce(x.logerrors, false) AS "logsErrors",
  coalesce('error_log_persistent=true' = ANY (x.options), false) AS "keepsLog", x.writable AS "isWritable"`;

const bodies = defineDetail<ExternalRow, ByteString>({
  name: 'external tables',
  requires: 'pg_exttable.urilocation',
  query: (_server, scope) => `SELECT x.reloid AS owner, ${externalColumns}
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_exttable x ON x.reloid = src.oid
ORDER BY x.reloid`,
  owner: (row) => row.owner,
  toValue: externalTable,
});

/** Where an external table's rows are and how they are written: what stands behind its columns. */
export const externalBody: Clause = { slot: 'table-end', detail: bodies };

export function externalTable(row: ExternalRow): ByteString {
  const source =
    row.command === null
      ? ` LOCATION (\n    ${row.uris.map(quoteLiteral).join(',\n    ')}\n) `
      : ` EXECUTE ${escapeString(row.command)} `;
  const format = formats[row.format];
  if (format === undefined) throw new Error(`unrecognized fmttype "${row.format}" of external table ${row.owner}`);
  const items = formatItems(row.formatOptions).map(([words, value]) =>
    format.isCustom ? `${words} = ${quoteValue(value)}` : value === null ? words : `${words} E${quoteValue(value)}`,
  );
  return (
    source +
    (row.isWritable ? '' : `${executionPlace(row)} `) +
    `\nFORMAT '${format.name}' (${items.join(format.isCustom ? ',' : ' ')})\n` +
    (row.options === '' ? '' : `OPTIONS (\n ${row.options}\n )\n`) +
    `ENCODING ${quoteLiteral(row.encoding)}` +
    rejectLimit(row)
  );
}

interface Format {
  readonly name: string;
  /** Options are the formatter's, `name = value`. */
  readonly isCustom: boolean;
}

const formats: Readonly<Record<string, Format>> = {
  t: { name: 'text', isCustom: false },
  c: { name: 'csv', isCustom: false },
  b: { name: 'custom', isCustom: true },
  a: { name: 'avro', isCustom: true },
  p: { name: 'parquet', isCustom: true },
};

/** pg_exttable.execlocation: `ALL_SEGMENTS`, `HOST:name` and so on. */
function executionPlace({ owner, place }: ExternalRow): ByteString {
  const [kind, ...rest] = place.split(':');
  const about = rest.join(':');
  if (place === 'ALL_SEGMENTS') return 'ON ALL';
  if (place === 'PER_HOST') return 'ON HOST';
  if (place === 'MASTER_ONLY') return 'ON MASTER';
  if (kind === 'HOST') return `ON HOST ${quoteLiteral(about)}`;
  if (kind === 'SEGMENT_ID') return `ON SEGMENT ${about}`;
  if (kind === 'TOTAL_SEGS') return `ON ${about}`;
  throw new Error(`unrecognized execlocation "${place}" of external table ${owner}`);
}

function rejectLimit({ rejectLimit: limit, logsErrors, keepsLog, limitsRows }: ExternalRow): ByteString {
  if (limit === null) return '';
  const log = logsErrors ? `LOG ERRORS ${keepsLog ? 'PERSISTENTLY ' : ''}` : '';
  return `\n${log}SEGMENT REJECT LIMIT ${limit} ${limitsRows ? 'ROWS' : 'PERCENT'}`;
}

/**
 * The catalog keeps options as one text whose values are quoted and not escaped: `delimiter ''' escape '\'`. A quote
 * ends a value where a blank or nothing follows (escape_fmtopts_string in pg_dump's sources). null: words alone.
 */
export function formatItems(options: ByteString): (readonly [words: ByteString, value: ByteString | null])[] {
  const items: (readonly [ByteString, ByteString | null])[] = [];
  for (const [, words = '', value] of options.matchAll(/([^']*?) *(?:'((?:[^']|'(?! |$))*)'(?= |$)|$) */gs)) {
    if (words !== '' || value !== undefined) items.push([words, value ?? null]);
  }
  return items;
}

const quoteValue = (value: ByteString | null): ByteString => `'${(value ?? '').replace(/[\\']/g, '\\$&')}'`;

const escapeString = (text: ByteString): ByteString => `E${quoteValue(text)}`;
