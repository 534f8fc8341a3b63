import type { ByteString } from '../model/text.ts';

/** SQL that gives generic options as quoted `name 'value'` items, ready to print; '' for none. */
export const optionsColumn = (column: string): ByteString =>
  `pg_catalog.array_to_string(ARRAY(
    SELECT pg_catalog.quote_ident(option_name) || ' ' || pg_catalog.quote_literal(option_value)
    FROM pg_catalog.pg_options_to_table(${column}) ORDER BY option_name), E',\\n    ')`;

export const optionsClause = (options: ByteString): ByteString =>
  options === '' ? '' : ` OPTIONS (\n    ${options}\n)`;
