import type { ByteString } from '../../model/text.ts';
import type { Clause, ColumnClause } from '../../objects/dialect.ts';
import { defineDetail } from '../../objects/kind.ts';
import { scopeRelations, type TextRow } from '../../objects/table/details.ts';

/**
 * How each column of a table that is stored by columns is compressed, as an item behind the columns. Rows without options
 * tell of columns that were added to other tables.
 */
const encodings = defineDetail<TextRow, ByteString>({
  name: 'column encodings',
  requires: 'pg_attribute_encoding',
  query: (
    _server,
    scope,
  ) => `SELECT e.attrelid AS owner, 'COLUMN ' || pg_catalog.quote_ident(a.attname) || ' ENCODING (' ||
  pg_catalog.array_to_string(e.attoptions, ',') || ')' AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_attribute_encoding e ON e.attrelid = src.oid
JOIN pg_catalog.pg_attribute a ON a.attrelid = e.attrelid AND a.attnum = e.attnum
WHERE NOT a.attisdropped AND e.attoptions IS NOT NULL
ORDER BY e.attrelid, e.attnum`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

export const columnEncoding: Clause = { slot: 'table-elements', detail: encodings };

interface ColumnEncodingRow extends TextRow {
  readonly column: number;
}

/** The same behind the column itself, as Greenplum 6's pg_dump has it. */
export const inlineEncoding = defineDetail<ColumnEncodingRow, ColumnClause>({
  name: 'column encodings',
  requires: 'pg_attribute_encoding',
  query: (_server, scope) => `SELECT e.attrelid AS owner, e.attnum AS column,
  ' ENCODING (' || pg_catalog.array_to_string(e.attoptions, ',') || ')' AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_attribute_encoding e ON e.attrelid = src.oid AND e.attoptions IS NOT NULL
ORDER BY e.attrelid, e.attnum`,
  owner: (row) => row.owner,
  toValue: ({ column, text }) => ({ column, text }),
});
