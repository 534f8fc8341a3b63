import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachPartition } from '../../src/sql/classic-partitions.ts';
import { createTableOf } from '../../src/sql/create-table.ts';
import type { Span } from '../../src/sql/edits.ts';
import { statementsOf } from '../../src/sql/statements.ts';

const text = `CREATE UNLOGGED TABLE "My Schema".t (
    id integer NOT NULL,
    "day" date DEFAULT ('now'::text)::date ENCODING (compresstype=zlib,compresslevel=1),
    amount numeric(9,2),
    tags character varying(40)[] COLLATE pg_catalog."C",
    CONSTRAINT positive CHECK ((amount > (0)::numeric)),
    COLUMN id ENCODING (compresstype=rle_type)
)
INHERITS (a, b)
WITH (appendonly='true', compresslevel=5)
 DISTRIBUTED BY (id, "day" s.my_ops) PARTITION BY RANGE("day")
          SUBPARTITION BY LIST(tags)
          (
          START ('2022-01-01'::date) EXCLUSIVE END ('2022-03-01'::date) EVERY ('2 mons'::interval) WITH (tablename='t_1_prt_2', appendonly='false')
                  (
                  SUBPARTITION usa VALUES('usa', 'it''s; us') WITH (tablename='t_1_prt_2_2_prt_usa' ) COLUMN id ENCODING (compresstype=zstd),
                  DEFAULT SUBPARTITION other WITH (tablename='Odd Name')
                  ),
          DEFAULT PARTITION rest  WITH (tablename='t_1_prt_rest')
          );
 ALTER TABLE "My Schema".t OWNER TO me`;

describe('createTableOf', () => {
  const [first, second] = statementsOf(text);
  const table = createTableOf(first!.cursor())!;
  const of = (span: Span | null | undefined): string | null =>
    span === null || span === undefined ? null : text.slice(span.start, span.end);

  it('finds name and columns with their types', () => {
    expect(table.name).toEqual(['My Schema', 't']);
    expect(table.columns.map(({ name, type }) => [name, of(type)])).toEqual([
      ['id', 'integer'],
      ['day', 'date'],
      ['amount', 'numeric(9,2)'],
      ['tags', 'character varying(40)[]'],
    ]);
  });

  it('finds the storage and the distribution', () => {
    expect(of(table.storage)).toBe("WITH (appendonly='true', compresslevel=5)");
    expect(table.storage?.options.options.map(({ name, value }) => [name, value])).toEqual([
      ['appendonly', 'true'],
      ['compresslevel', '5'],
    ]);
    expect(of(table.distribution)).toBe('DISTRIBUTED BY (id, "day" s.my_ops)');
    expect(table.distribution?.keys?.map(({ column, operatorClass }) => [column, of(operatorClass)])).toEqual([
      ['id', null],
      ['day', 's.my_ops'],
    ]);
  });

  it('finds partitions at every level', () => {
    expect(table.partitioning?.levels.map(({ strategy, columns }) => [strategy, columns])).toEqual([
      ['range', ['day']],
      ['list', ['tags']],
    ]);
    const partitions = [...eachPartition(table.partitioning!.parts)].map((each) => [
      each.name,
      each.isDefault,
      of(each.from),
      of(each.to),
      each.values?.items.map(of),
      each.storage?.options.options[0]?.value,
      each.parts?.partitions.length,
    ]);
    expect(partitions).toEqual([
      [null, false, "START ('2022-01-01'::date) EXCLUSIVE", "END ('2022-03-01'::date)", undefined, 't_1_prt_2', 2],
      ['usa', false, null, null, ["'usa'", "'it''s; us'"], 't_1_prt_2_2_prt_usa', undefined],
      ['other', true, null, null, undefined, 'Odd Name', undefined],
      ['rest', true, null, null, undefined, 't_1_prt_rest', undefined],
    ]);
  });

  it('leaves the next statement alone', () => {
    expect(of(second?.span)).toBe('ALTER TABLE "My Schema".t OWNER TO me');
  });

  it.each([
    ['CREATE VIEW', 'CREATE VIEW v AS SELECT 1'],
    ['CREATE TABLE AS', 'CREATE TABLE t AS SELECT 1'],
    ['a partition', 'CREATE TABLE t PARTITION OF p FOR VALUES IN (1)'],
  ])('says that %s is none that it can read', (_, sql) => {
    expect(createTableOf(statementsOf(sql)[0]!.cursor())).toBeNull();
  });

  it('leaves the columns of a table of a type to that', () => {
    const read = createTableOf(statementsOf('CREATE TABLE t OF s.type (a NOT NULL) WITH (x=1)')[0]!.cursor());
    expect(read).toMatchObject({ columns: [], ofType: ['s', 'type'], storage: { options: {} } });
  });

  it("knows PostgreSQL's partitions from Greenplum's", () => {
    const sql = 'CREATE TABLE t (a int) PARTITION BY RANGE (a) WITH (fillfactor=70) DISTRIBUTED RANDOMLY';
    const read = createTableOf(statementsOf(sql)[0]!.cursor());
    expect(read?.partitioning).toBeNull();
    expect(read?.storage?.options.options[0]?.name).toBe('fillfactor');
    expect(read?.distribution?.keys).toBeNull();
  });

  it('gets through a definition that is cut or has bytes missing', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(200), (from, length) => {
        for (const statement of statementsOf(text.slice(0, from) + text.slice(from + length))) {
          createTableOf(statement.cursor());
        }
      }),
    );
  });
});
