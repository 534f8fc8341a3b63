import type { RelationStatistics } from '../../model/relation-statistics.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteLiteral } from '../../ddl/quote.ts';
import type { Server } from '../../server/server.ts';

/** Columns of pg_stats and the types of the arguments they become, in the order of the arguments. */
const columnArguments = {
  inherited: 'boolean',
  null_frac: 'real',
  avg_width: 'integer',
  n_distinct: 'real',
  most_common_vals: 'text',
  most_common_freqs: 'real[]',
  histogram_bounds: 'text',
  correlation: 'real',
  most_common_elems: 'text',
  most_common_elem_freqs: 'real[]',
  elem_count_histogram: 'real[]',
  range_length_histogram: 'text',
  range_empty_frac: 'real',
  range_bounds_histogram: 'text',
} as const;
type ColumnArgument = keyof typeof columnArguments;

/** What pg_stats has on one column: each value as text. */
export interface ColumnStatistics extends Readonly<Record<ColumnArgument, ByteString | null>> {
  readonly schemaname: ByteString;
  readonly tablename: ByteString;
  readonly attname: ByteString;
}

/**
 * Statistics of the columns of some relations, of one after the other. Naming the tables a second time lets the planner
 * find them by pg_class's index.
 */
export function columnStatisticsQuery(server: Server, statistics: readonly RelationStatistics[]): ByteString {
  const names = (of: (each: RelationStatistics) => ByteString) =>
    `ARRAY[${statistics.map((each) => quoteLiteral(of(each))).join(', ')}]::pg_catalog.name[]`;
  const tables = names(({ name }) => name);
  const values = Object.keys(columnArguments).map((column) => {
    if (!server.has(`pg_stats.${column}`)) return `NULL::pg_catalog.text AS ${column}`;
    // As the type's output function writes it: a boolean is t or f.
    return column === 'inherited'
      ? `CASE WHEN s.inherited THEN 't' ELSE 'f' END AS inherited`
      : `s.${column}::pg_catalog.text`;
  });
  return `SELECT s.schemaname, s.tablename, s.attname, ${values.join(', ')}
FROM pg_catalog.pg_stats s
JOIN ROWS FROM (pg_catalog.unnest(${names(({ namespace }) => namespace)}), pg_catalog.unnest(${tables}))
  WITH ORDINALITY AS u (schemaname, tablename, place) ON s.schemaname = u.schemaname AND s.tablename = u.tablename
WHERE s.tablename = ANY (${tables})
ORDER BY u.place, s.attname, s.inherited`;
}

/** Calls of the functions that put statistics in place (dumpRelationStats_dumper in pg_dump.c). */
export function statisticsText(
  { namespace, name, size }: RelationStatistics,
  columns: readonly ColumnStatistics[],
  server: Server,
): ByteString {
  const relation = [
    argument('version', `${server.version}`, 'integer'),
    `'schemaname', ${quoteLiteral(namespace)}`,
    `'relname', ${quoteLiteral(name)}`,
  ];
  const isUnknown = server.behaves.zeroTuplesMayBeUnknown && size.tuples === '0';
  const calls = [
    call('pg_restore_relation_stats', [
      ...relation,
      argument('relpages', `${size.pages}`, 'integer'),
      argument('reltuples', isUnknown ? '-1' : size.tuples, 'real'),
      argument('relallvisible', `${size.allVisiblePages}`, 'integer'),
      ...(size.allFrozenPages === null ? [] : [argument('relallfrozen', `${size.allFrozenPages}`, 'integer')]),
    ]),
    ...columns.map((column) =>
      call('pg_restore_attribute_stats', [
        ...relation,
        columnName(column.attname, size.indexColumns),
        ...Object.entries(columnArguments).flatMap(([value, type]) => {
          const text = column[value as ColumnArgument];
          return text === null ? [] : [argument(value, text, type)];
        }),
      ]),
    ),
  ];
  return calls.join('');
}

const argument = (name: string, value: ByteString, type: string): ByteString =>
  `'${name}', ${quoteLiteral(value)}::${type}`;

const call = (name: string, args: readonly ByteString[]): ByteString =>
  `SELECT * FROM pg_catalog.${name}(\n\t${args.join(',\n\t')}\n);\n`;

function columnName(name: ByteString, indexColumns: readonly ByteString[] | null): ByteString {
  if (indexColumns === null) return `'attname', ${quoteLiteral(name)}`;
  const position = indexColumns.indexOf(name);
  if (position < 0) throw new Error(`statistics of column "${name}", which the index does not have`);
  return argument('attnum', `${position + 1}`, 'smallint');
}
