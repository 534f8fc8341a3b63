import { describe, expect, it } from 'vitest';
import { findUncovered } from '../../src/catalog/uncovered.ts';
import { followingKinds, leadingKinds } from '../../src/objects/registry.ts';
import { postgresql } from '../../src/objects/dialect.ts';
import type { Session } from '../../src/server/session.ts';

/** A server with these catalogs of objects, three of them in each, and these relations. */
const sessionOf = (catalogs: readonly string[], relations: readonly object[]): Session => {
  const query = async (sql: string): Promise<readonly object[]> => {
    if (sql.includes('c.relisshared')) return catalogs.map((name) => ({ name }));
    return sql.includes('c.relkind NOT IN') ? relations : [{ count: 3 }];
  };
  // Nothing more of a session is used.
  return { query } as unknown as Session;
};

const kinds = [...leadingKinds, ...followingKinds];

describe('what no kind reads', () => {
  it('is told by catalog, unless the catalog belongs to other objects or another product says whose it is', async () => {
    const session = sessionOf(['pg_class', 'pg_amop', 'pg_parts', 'pg_lake_table'], []);
    const found = await findUncovered(session, kinds, { ...postgresql, partCatalogs: ['pg_parts'] });
    expect(found.map(({ message }) => message)).toEqual(['3 objects of catalog "pg_lake_table" will not be dumped']);
  });

  it('is told by kind of relation', async () => {
    const session = sessionOf(
      [],
      [
        { relkind: 'L', count: 1 },
        { relkind: 'Z', count: 2 },
      ],
    );
    const found = await findUncovered(session, kinds, postgresql);
    expect(found.map(({ message }) => message)).toEqual([
      '1 relation of kind "L" will not be dumped',
      '2 relations of kind "Z" will not be dumped',
    ]);
  });
});
