import { describe, expect, it } from 'vitest';
import { CatalogBuilder } from '../../src/catalog/catalog.ts';
import { dialectOf } from '../../src/dialects/dialect-of.ts';
import { lostEnumKey } from '../../src/dialects/greenplum/enum-keys.ts';
import { partitionTemplate } from '../../src/dialects/greenplum/partition-template.ts';
import { protocol } from '../../src/dialects/greenplum/protocol.ts';
import { typeEncoding } from '../../src/dialects/greenplum/type-encoding.ts';
import type { Diagnostic } from '../../src/log.ts';
import { component } from '../../src/model/dump-object.ts';
import { releaseNear } from '../../src/model/release.ts';
import type { AnyKind, DdlContext } from '../../src/objects/kind.ts';
import { serverFrom } from '../../src/server/probe.ts';

const version = 'PostgreSQL 12.12 (Greenplum Database 7.0.0 build commit:0a7a3)';
const server = serverFrom(['gp_distribution_policy', 'pg_extprotocol', 'pg_type_encoding'], version, 120012);
const identity = { tableoid: 1, oid: 20000, namespace: null, owner: 'gpadmin' };

function definitionOf(kind: AnyKind, row: object): string | null | undefined {
  const object = kind.toObject({ ...identity, ...row }, new CatalogBuilder(server));
  // These kinds look at nothing of the context.
  return kind.toEntries(object as never, {} as DdlContext)[0]?.definition;
}

describe('Greenplum 7', () => {
  it('has a dialect, and PostgreSQL adds nothing to itself', () => {
    expect(dialectOf(server).kinds).toEqual([typeEncoding, protocol, partitionTemplate, lostEnumKey]);
    expect(dialectOf(serverFrom([], 'PostgreSQL 15.18', 150018))).toMatchObject({
      kinds: [],
      clauses: [],
      release: null,
    });
  });

  it('is named in archives, so that their scripts are its own', () => {
    const release = dialectOf(server).release!;
    expect(releaseNear(`${release.version} (${release.product}, gpferry 0.1.0)`)).toBe(release);
  });

  it('has protocols, whose functions ours names with their schema', () => {
    const row = { name: 'Demo', isTrusted: true, functions: ['readfunc = s.r', 'writefunc = s."W"'], acl: null };
    expect(definitionOf(protocol, row)).toBe('CREATE TRUSTED PROTOCOL "Demo" (readfunc = s.r, writefunc = s."W");\n');
    expect(definitionOf(protocol, { ...row, isTrusted: false, functions: ['readfunc = s.r'] })).toBe(
      'CREATE PROTOCOL "Demo" (readfunc = s.r);\n',
    );
  });

  it('compresses columns by their type', () => {
    const row = { name: 'zint', namespace: 'shop', of: 5, options: 'compresstype=zlib, compresslevel=3' };
    expect(definitionOf(typeEncoding, row)).toBe(
      'ALTER TYPE shop.zint SET DEFAULT ENCODING (compresstype=zlib, compresslevel=3);\n',
    );
  });

  describe('a subpartition template', () => {
    const typed = '{CONST :consttype 600 :constisnull false :location -1 :constvalue 4 [ 0 0 0 4 ]}';
    const treeOf = (elements: string) =>
      `{GPPARTITIONDEFINITION :partDefElems (${elements}) :encClauses <> :isTemplate true}`;
    const elementOf = (bounds: string) =>
      `{GPPARTDEFELEM :partName p :boundSpec ${bounds} :isDefault false :options <> :accessMethod <> :tablespacename <>}`;
    const template = {
      ...{ table: 1, levels: [2, 1], trees: [treeOf(elementOf('<>')), treeOf(elementOf('<>'))], targets: [2, 1] },
      ...{ depth: 3, partitions: [2, 3, 4], sameEncoding: true },
    };

    /** The commands for a table with a partition of a partition of a partition, and what is told. */
    function written(row: Partial<typeof template>, undumped = 0): string {
      const catalog = new CatalogBuilder(server);
      for (const oid of [1, 2, 3, 4]) {
        const table = catalog.add({ catalogId: { tableoid: 1259, oid }, type: 'table', namespace: 's' } as never);
        Object.assign(table, { name: `t${oid}`, dump: oid === undumped ? component.none : component.all });
      }
      const told: string[] = [];
      const report = ({ message, detail }: Diagnostic) => told.push(`${message}: ${detail}`);
      const object = partitionTemplate.toObject({ ...template, ...row }, catalog);
      const entries = partitionTemplate.toEntries(object as never, { catalog, report } as unknown as DdlContext);
      return [...entries.map(({ definition }) => definition), ...told].join('');
    }

    it('is set from the lowest level up, as the server wants it', () => {
      expect(written({})).toBe(
        'ALTER TABLE s.t2 SET SUBPARTITION TEMPLATE (\n    SUBPARTITION p\n);\n' +
          'ALTER TABLE s.t1 SET SUBPARTITION TEMPLATE (\n    SUBPARTITION p\n);\n',
      );
    });

    it.each([
      ['partitions are left out', {}, 3, 'Not all of its partitions are dumped.'],
      [
        'no table of a level is divided',
        { targets: [0, 1] },
        0,
        'The server takes none for the partitions that there are now.',
      ],
      [
        'the level below has none',
        { levels: [1], targets: [1] },
        0,
        'The server takes none for the partitions that there are now.',
      ],
      [
        'values are of a type that cannot be read',
        { trees: [treeOf(elementOf(`{GPPARTITIONLISTSPEC :partValues ((${typed}))}`)), treeOf('')] },
        0,
        'Not understood in it: a constant of type 600.',
      ],
    ])('is told where %s', (_where, row, undumped, reason) => {
      expect(written(row, undumped)).toBe(`the subpartition template of table "s.t1" is not dumped: ${reason}`);
    });
  });
});
