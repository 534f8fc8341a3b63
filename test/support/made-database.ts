import { createHash } from 'node:crypto';
import { quoteIdent } from '../../src/ddl/quote.ts';

/** A table as a dump of Greenplum 5 and before writes it. */
export interface MadeTable {
  readonly schema: string;
  readonly name: string;
  /** Names, as they are, and types. */
  readonly columns: readonly (readonly [string, string])[];
  /** What stands behind the columns; default: DISTRIBUTED by the first one. */
  readonly tail?: string;
  /** Lines of COPY. */
  readonly rows?: readonly string[];
  /** Rows of its partitions, which only segments tell of. */
  readonly partitions?: Readonly<Record<string, readonly string[]>>;
  /** `COPY … WITH OIDS`; rows begin with one. */
  readonly withOids?: boolean;
}

export interface MadeDatabase {
  readonly tables: readonly MadeTable[];
  readonly owner: string;
}

/** Names here are ASCII. */
export const quoted = quoteIdent;

export const qualified = ({ schema, name }: Pick<MadeTable, 'schema' | 'name'>): string =>
  `${quoted(schema)}.${quoted(name)}`;

/** Each table that has rows on segments: partitions in the place of the whole, which has none. */
export const storedTables = (table: MadeTable): readonly MadeTable[] =>
  table.partitions === undefined
    ? [table]
    : [
        { ...table, rows: [] },
        ...Object.entries(table.partitions).map(([name, rows]) => ({
          schema: table.schema,
          name,
          columns: table.columns,
          rows,
        })),
      ];

export const rowsOf = (table: MadeTable): readonly string[] => storedTables(table).flatMap(({ rows = [] }) => rows);

export const createTable = ({ columns, name, tail }: MadeTable): string => {
  const [key] = columns;
  const distributed = key === undefined ? ' DISTRIBUTED RANDOMLY' : ` DISTRIBUTED BY (${quoted(key[0])})`;
  const list = columns.map(([column, type]) => `    ${quoted(column)} ${type}`).join(',\n');
  return `CREATE TABLE ${quoted(name)} (\n${list}\n)${tail ?? distributed};`;
};

/** On which of them a row is: the same row is always on the same. */
export const segmentOf = (row: string, segments: number): number =>
  createHash('md5').update(row).digest().readUInt32BE(0) % segments;

/** A script that makes the tables in PostgreSQL as they are, for what they hold. */
export const tablesForPostgres = ({ tables }: MadeDatabase): string =>
  tables
    .map((table) => {
      const list = table.columns.map(([column, type]) => `${quoted(column)} ${type}`).join(', ');
      const columns = table.columns.map(([column]) => quoted(column)).join(', ');
      const rows = rowsOf(table).map((row) => `${table.withOids === true ? row.replace(/^\d+\t/, '') : row}\n`);
      const copy = `COPY ${qualified(table)} ${columns === '' ? '' : `(${columns}) `}FROM stdin;\n${rows.join('')}\\.\n`;
      return `CREATE SCHEMA IF NOT EXISTS ${quoted(table.schema)};\nCREATE TABLE ${qualified(table)} (${list});\n${copy}`;
    })
    .join('\n');

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

const awkward = [
  '\\N',
  '',
  'plain',
  '\\\\.',
  '\\\\N',
  'tab\\there',
  'line\\nfeed',
  'COPY item (id) FROM stdin;',
  "quote ' and \" and ''",
  'back\\\\slash\\\\',
  '-- comment',
  '/* not one',
  '$$dollar$$',
  'gr\u00fc\u00df dich \u20ac',
  'semi;colon',
  '\\\\.\\n\\\\.',
];

const days = (month: number): readonly string[] =>
  numbers(9).map((day) => `${month * 100 + day}\t2020-0${month}-0${day}\t${day}.50`);

/** What dumps are made of in tests. */
export const shop: MadeDatabase = {
  owner: 'gpadmin',
  tables: [
    {
      schema: 'public',
      name: 'item',
      columns: [
        ['id', 'integer'],
        ['note', 'text'],
      ],
      rows: numbers(400).map((id) => `${id}\t${awkward[id % awkward.length]}`),
    },
    {
      schema: 'shop',
      name: 'item',
      columns: [
        ['id', 'bigint'],
        ['price', 'numeric(10,2)'],
        ['Sold "at"', 'timestamp without time zone'],
        ['bytes', 'bytea'],
      ],
      tail: ' WITH (appendonly=true, orientation=column) DISTRIBUTED BY (id)',
      rows: numbers(300).map(
        (id) =>
          `${id}\t${id / 4}\t2016-01-02 03:04:${10 + (id % 50)}\t\\\\000\\\\1${(id % 64).toString(8).padStart(2, '0')}x`,
      ),
    },
    {
      schema: 'Odd "Schema"',
      name: 'sch.ema "T"\\x',
      columns: [
        ['Col, umn', 'text'],
        ['select', 'integer'],
      ],
      rows: numbers(50).map((id) => `${awkward[id % awkward.length]}\t${id % 7 === 0 ? '\\N' : id}`),
    },
    { schema: 'shop', name: 'empty', columns: [['id', 'integer']] },
    {
      schema: 'shop',
      name: 'sale',
      columns: [
        ['id', 'integer'],
        ['day', 'date'],
        ['amount', 'numeric'],
      ],
      tail: [
        ' DISTRIBUTED BY (id) PARTITION BY RANGE(day) ',
        '          (',
        "          PARTITION january START ('2020-01-01'::date) END ('2020-02-01'::date) WITH (tablename='sale_1_prt_january', appendonly=false ), ",
        "          PARTITION february START ('2020-02-01'::date) END ('2020-03-01'::date) WITH (tablename='sale_1_prt_february', appendonly=false ), ",
        "          DEFAULT PARTITION other  WITH (tablename='sale_1_prt_other', appendonly=false )",
        '          )',
      ].join('\n'),
      partitions: {
        sale_1_prt_february: days(2),
        sale_1_prt_january: days(1),
        sale_1_prt_other: days(7),
      },
    },
  ],
};
