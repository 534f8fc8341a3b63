import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CatalogBuilder } from '../../src/catalog/catalog.ts';
import { cloudberry1, cloudberry2 } from '../../src/dialects/cloudberry/index.ts';
import { directoryFiles } from '../../src/dialects/cloudberry/directory-files.ts';
import { tagAssignment } from '../../src/dialects/cloudberry/tag-assignment.ts';
import { profiles, roleProfiles } from '../../src/dialects/cloudberry/profiles.ts';
import { storageServers, storageUserMappings } from '../../src/dialects/cloudberry/storage-servers.ts';
import { roleTags, tags } from '../../src/dialects/cloudberry/tags.ts';
import { task } from '../../src/dialects/cloudberry/task.ts';
import { dialectOf } from '../../src/dialects/dialect-of.ts';
import { isWanted, type Globals } from '../../src/dumpall/globals.ts';
import { readTablespaces } from '../../src/dumpall/tablespaces.ts';
import type { Diagnostic } from '../../src/log.ts';
import { component, type DumpObject, type ObjectDraft } from '../../src/model/dump-object.ts';
import type { Relation } from '../../src/model/relation.ts';
import { releaseNear } from '../../src/model/release.ts';
import type { GlobalSection } from '../../src/objects/dialect.ts';
import { index } from '../../src/objects/index.ts';
import type { AnyDetail, AnyKind, DdlContext, EntryDraft } from '../../src/objects/kind.ts';
import { materializedViewRefresh } from '../../src/objects/materialized-view-refresh.ts';
import { viewDefinition } from '../../src/objects/table/details.ts';
import { table } from '../../src/objects/table/index.ts';
import { serverFrom } from '../../src/server/probe.ts';
import { serverFixtures } from '../servers/majors.ts';
import { probeFile } from '../servers/probes.ts';

const linesOf = (path: string): readonly string[] => readFileSync(path, 'utf8').trimEnd().split('\n');

/** As its header files and Greenplum 7 have it: nobody has recorded a live server yet. */
const server = serverFrom(
  [...linesOf(probeFile(14)).slice(1), ...linesOf(join(serverFixtures, 'cloudberry', '2.txt'))],
  'PostgreSQL 14.4 (Apache Cloudberry 2.0.0 build 1) on x86_64-pc-linux-gnu',
  140004,
);

const scope = { relations: [16400], extensionMembers: false, internalSchemas: cloudberry2.internalSchemas };

const viewQuery = ' SELECT t.a\n   FROM s.t';

function catalogOf(relation: Partial<Relation>): { readonly catalog: CatalogBuilder; readonly object: Relation } {
  const catalog = new CatalogBuilder(server);
  const named = {
    type: 'table',
    catalogId: { tableoid: 1259, oid: 16400 },
    namespace: 's',
    name: 'r',
    owner: 'gpadmin',
  };
  const stored = { relkind: 'm', isDynamic: false, isPopulated: true, persistence: 'p', options: [], toastOptions: [] };
  const object = { ...named, ...stored, tablespace: '', accessMethod: 'ao_row', replicaIdentity: 'd', ...relation };
  const added = catalog.add(object as unknown as ObjectDraft<DumpObject>) as Relation;
  added.dump = component.all;
  catalog.addDetails(viewDefinition, new Map([[16400, [viewQuery]]]));
  return { catalog, object: added };
}

/** What the server answered to the query of a detail of that name, one row of relation r. */
function answer(catalog: CatalogBuilder, name: string, text: string): void {
  const detail = cloudberry2.clauses.map((clause) => clause.detail as AnyDetail).find((each) => each.name === name)!;
  catalog.addDetails(detail, new Map([[16400, [detail.toValue({ owner: 16400, text } as never)]]]));
}

const contextOf = (catalog: CatalogBuilder, report: DdlContext['report'] = () => {}): DdlContext =>
  ({
    ...{ server, dialect: cloudberry2, catalog, report },
    options: { release: cloudberry2.release, binaryUpgrade: false, data: true },
  }) as unknown as DdlContext;

/** The entries of an object that a kind makes of a row. */
function entriesOf(kind: AnyKind, row: object, { catalog } = catalogOf({})): readonly EntryDraft[] {
  const object = catalog.add(kind.toObject(row, catalog) as ObjectDraft<DumpObject>);
  return kind.toEntries(object, contextOf(catalog));
}

describe('Apache Cloudberry', () => {
  it('is told from Greenplum, and its releases from each other, by their catalogs', () => {
    expect(server.product).toBe('cloudberry');
    expect(dialectOf(server)).toBe(cloudberry2);
    const kin = ['gp_distribution_policy', 'pg_profile'];
    expect(dialectOf(serverFrom(kin, 'PostgreSQL 14.4 (Somebody’s Database 9.9.9)', 140004))).toBe(cloudberry1);
  });

  it('is named in archives as its releases call it, so that their scripts are its own', () => {
    for (const { release } of [cloudberry1, cloudberry2]) {
      expect(releaseNear(`${release!.version} (${release!.product}, gpferry 0.1.0)`)).toBe(release);
      expect(release!.archiveVersion).toBe('1.14');
    }
    expect([cloudberry1, cloudberry2].map(({ release }) => release!.product)).toEqual([
      'Cloudberry Database',
      'Apache Cloudberry',
    ]);
  });

  it('is asked for its own things only where it has them', () => {
    const wants = (kinds: readonly AnyKind[]) => kinds.filter((kind) => server.has(kind.requires));
    expect(wants(cloudberry2.kinds)).toEqual(cloudberry2.kinds);
    const details = cloudberry2.clauses.map(({ detail }) => detail);
    expect(details.filter((detail) => !server.has(detail.requires)).map(({ name }) => name)).toEqual([]);
  });

  it('has materialized views that follow each change of their tables', () => {
    const { catalog, object } = catalogOf({ relkind: 'm' });
    answer(catalog, 'incremental materialized views', 'INCREMENTAL MATERIALIZED VIEW');
    answer(catalog, 'distribution policies', ' DISTRIBUTED BY (a)');
    expect(table.toEntries(object, contextOf(catalog))).toMatchObject([
      {
        desc: 'MATERIALIZED VIEW',
        definition: `CREATE INCREMENTAL MATERIALIZED VIEW s.r AS\n${viewQuery}\n  WITH NO DATA DISTRIBUTED BY (a);\n`,
        dropStatement: 'DROP MATERIALIZED VIEW s.r;\n',
      },
    ]);
  });

  it('has dynamic tables, refreshed by their own words', () => {
    const { catalog, object } = catalogOf({ relkind: 'm', isDynamic: true });
    answer(catalog, 'schedules of dynamic tables', '*/5 * * * *');
    answer(catalog, 'distribution policies', ' DISTRIBUTED BY (a)');
    const context = contextOf(catalog);
    expect(table.toEntries(object, context)).toMatchObject([
      {
        desc: 'DYNAMIC TABLE',
        section: 'pre-data',
        tableAccessMethod: 'ao_row',
        definition: `CREATE DYNAMIC TABLE s.r SCHEDULE '*/5 * * * *' AS\n${viewQuery}\n  WITH NO DATA DISTRIBUTED BY (a);\n`,
        dropStatement: 'DROP DYNAMIC TABLE s.r;\n',
      },
    ]);
    const refresh = { relation: object, dependencies: [object.dumpId] } as unknown as DumpObject;
    expect(materializedViewRefresh.toEntries(refresh, context)).toMatchObject([
      { desc: 'DYNAMIC TABLE DATA', section: 'post-data', definition: 'REFRESH DYNAMIC TABLE s.r;\n' },
    ]);
  });

  it('has directory tables, whose columns, key and distribution are not said', () => {
    const { catalog, object } = catalogOf({ relkind: 'd', tablespace: 'files', accessMethod: 'heap' });
    expect(table.toEntries(object, contextOf(catalog))).toMatchObject([
      {
        desc: 'DIRECTORY TABLE',
        tablespace: 'files',
        definition: 'CREATE DIRECTORY TABLE s.r;\n',
        dropStatement: 'DROP DIRECTORY TABLE s.r;\n',
      },
    ]);
    expect(index.query!(server, scope)).toContain('dt.dtrelid = i.indrelid');
    const distribution = cloudberry2.clauses.find(({ detail }) => detail.name === 'distribution policies')!;
    expect(distribution.detail.query(server, scope)).toContain("c.relkind <> 'd'");
  });

  it('tells of files of directory tables, which no dump holds', () => {
    const messages: string[] = [];
    const { catalog } = catalogOf({ relkind: 'd' });
    const files = directoryFiles.toObject({ table: 16400 }, catalog) as DumpObject;
    const report = ({ message }: Diagnostic): number => messages.push(message);
    expect(directoryFiles.toEntries(files, contextOf(catalog, report))).toEqual([]);
    expect(messages).toEqual(['the files of directory table "s.r" are not dumped']);
    const selected = (data: boolean) => directoryFiles.select!(files, {} as never, catalog, { data } as never);
    expect([selected(true), selected(false)]).toEqual([component.data, component.none]);
  });

  it('says what has which tags, which its own pg_dump loses', () => {
    const row = { classOf: 1259, objectOf: 16400, tags: "env = 'prod', \"Tier\" = 'gold'" };
    expect(entriesOf(tagAssignment, row, catalogOf({ relkind: 'v' }))).toMatchObject([
      {
        desc: 'TAG',
        tag: 'VIEW r',
        section: 'post-data',
        definition: "ALTER VIEW s.r TAG (env = 'prod', \"Tier\" = 'gold');\n",
      },
    ]);
    const words = (relation: Partial<Relation>) => entriesOf(tagAssignment, row, catalogOf(relation))[0]!.tag;
    expect(words({ relkind: 'd' })).toBe('DIRECTORY TABLE r');
    expect(words({ relkind: 'm', isDynamic: true })).toBe('MATERIALIZED VIEW r');
    const other = catalogOf({});
    const schema = {
      type: 'schema',
      catalogId: { tableoid: 2615, oid: 16390 },
      namespace: null,
      name: 's',
      owner: null,
    };
    other.catalog.add(schema as unknown as ObjectDraft<DumpObject>);
    expect(entriesOf(tagAssignment, { ...row, classOf: 2615, objectOf: 16390 }, other)[0]!.definition).toMatch(
      /^ALTER SCHEMA s TAG \(/,
    );
  });

  it('leaves out tags of what is not dumped', () => {
    const { catalog } = catalogOf({});
    const selected = (objectOf: number) => {
      const assignment = tagAssignment.toObject({ classOf: 1259, objectOf, tags: '' }, catalog) as DumpObject;
      return tagAssignment.select!(assignment, {} as never, catalog, {} as never);
    };
    expect([selected(16400), selected(99999)]).toEqual([component.definition, component.none]);
  });

  it('has tasks, which run in the database that is restored, whatever its name', () => {
    const row = { tableoid: 9637, oid: 1, name: 'Nightly', namespace: null, owner: null };
    const runs = { schedule: '0 2 * * *', command: "DELETE FROM s.t WHERE a = 'x'", user: 'etl', isActive: true };
    expect(entriesOf(task, { ...row, ...runs })).toMatchObject([
      {
        desc: 'TASK',
        definition: "CREATE TASK \"Nightly\" SCHEDULE '0 2 * * *' USER etl AS 'DELETE FROM s.t WHERE a = ''x''';\n",
        dropStatement: 'DROP TASK "Nightly";\n',
      },
    ]);
    expect(entriesOf(task, { ...row, ...runs, command: 'VACUUM', isActive: false })[0]!.definition).toBe(
      "CREATE TASK \"Nightly\" SCHEDULE '0 2 * * *' AS 'VACUUM';\n" +
        'ALTER TASK "Nightly" NOT ACTIVE;\nALTER TASK "Nightly" USER etl;\n',
    );
    expect(task.query!(server, scope)).toContain("!~ '^gp_dynamic_table_refresh_'");
  });

  it('tells of tags of the database itself', () => {
    const { catalog } = catalogOf({});
    const hints: (string | undefined)[] = [];
    const row = { classOf: 1262, objectOf: 16384, isOfDatabase: true, tags: "env = 'prod'" };
    const assignment = tagAssignment.toObject(row, catalog) as DumpObject;
    const context = contextOf(catalog, ({ hint }) => hints.push(hint));
    expect(tagAssignment.toEntries(assignment, context)).toEqual([]);
    expect(hints).toEqual(["Set them again with ALTER DATABASE … TAG (env = 'prod')."]);
    const selected = (everything: boolean) =>
      tagAssignment.select!(assignment, { everything } as never, catalog, {} as never);
    expect([selected(true), selected(false)]).toEqual([component.definition, component.none]);
  });
});

describe('the globals of Apache Cloudberry', () => {
  const own = cloudberry2.globalSections.slice(cloudberry2.globalSections.length - 6);
  const text = <Row extends object>({ commands }: GlobalSection<Row>, rows: readonly Row[]): string =>
    commands(rows, { noComments: false }).join('');

  it('are profiles, made before roles, and what roles own, behind them', () => {
    expect(own.map(({ title, place }) => `${title}: ${place}`)).toEqual([
      'Profiles: before roles',
      'Role profiles: behind memberships',
      'Tags: behind memberships',
      'Role tags: behind memberships',
      'Storage servers: behind memberships',
      'Storage user mappings: behind memberships',
    ]);
  });

  it('limit logins by profiles, saying what is not the default', () => {
    const unset = { isDefault: false, values: [-1, -1, -1, -1, -1, -1, -1], comment: null };
    expect(text(profiles, [{ ...unset, name: 'Strict', values: [3, 1, -1, -1, -1, -2, 0], comment: "it's" }])).toBe(
      'CREATE PROFILE "Strict";\n' +
        'ALTER PROFILE "Strict" LIMIT FAILED_LOGIN_ATTEMPTS 3 PASSWORD_LOCK_TIME 1 PASSWORD_REUSE_MAX -2 PASSWORD_ALLOW_HASHED 0;\n' +
        "COMMENT ON PROFILE \"Strict\" IS 'it''s';\n",
    );
    expect(text(profiles, [{ ...unset, name: 'p' }])).toBe('CREATE PROFILE p;\nALTER PROFILE p LIMIT;\n');
    const ofEveryCluster = { name: 'pg_default', isDefault: true, values: [-2, -2, -2, -2, -2, 0, 1], comment: null };
    expect(text(profiles, [ofEveryCluster])).toBe('ALTER PROFILE pg_default LIMIT PASSWORD_REUSE_MAX 0;\n');
    expect([unset, ofEveryCluster].map((row) => profiles.drop!({ name: 'p', ...row }))).toEqual([
      'DROP PROFILE p;\n',
      '',
    ]);
  });

  it('give roles their profiles by ALTER ROLE, not by numbers that other clusters use otherwise', () => {
    const rows = [
      { role: 'Etl', profile: 'strict', isEnabled: true, isLocked: true },
      { role: 'u', profile: 'pg_default', isEnabled: false, isLocked: false },
    ];
    expect(text(roleProfiles, rows)).toBe(
      'ALTER ROLE "Etl" WITH ENABLE PROFILE PROFILE strict ACCOUNT LOCK;\nALTER ROLE u WITH PROFILE pg_default;\n',
    );
  });

  it('have tags with quoted names and values, each command ended', () => {
    const rows = [
      { name: 'Env', owner: 'Etl', values: ['prod', "it's"], comment: null },
      { name: 'free', owner: 'gpadmin', values: [], comment: 'any' },
    ];
    expect(text(tags, rows)).toBe(
      'CREATE TAG "Env" ALLOWED_VALUES \'prod\', \'it\'\'s\';\nALTER TAG "Env" OWNER TO "Etl";\n' +
        "CREATE TAG free;\nALTER TAG free OWNER TO gpadmin;\nCOMMENT ON TAG free IS 'any';\n",
    );
    expect(text(roleTags, [{ role: 'etl', tags: "env = 'prod'" }])).toBe("ALTER ROLE etl TAG (env = 'prod');\n");
  });

  it('have storage servers, and with passwords only who may use them with which keys', () => {
    expect(
      text(storageServers, [
        { name: 'S3', options: "endpoint 'h:1'" },
        { name: 's', options: '' },
      ]),
    ).toBe('CREATE STORAGE SERVER "S3" OPTIONS (endpoint \'h:1\');\nCREATE STORAGE SERVER s;\n');
    expect(text(storageUserMappings, [{ user: 'PUBLIC', server: 's', options: "accesskey 'k'" }])).toBe(
      "CREATE STORAGE USER MAPPING FOR PUBLIC STORAGE SERVER s OPTIONS (accesskey 'k');\n",
    );
    const globals = (noRolePasswords: boolean) => ({ server, options: { noRolePasswords } }) as unknown as Globals;
    expect(isWanted(storageUserMappings, globals(false))).toBe(true);
    expect(isWanted(storageUserMappings, globals(true))).toBe(false);
    expect(isWanted(storageServers, globals(true))).toBe(true);
  });

  it('have tablespaces on storage servers, which are no settings', async () => {
    const queries: string[] = [];
    const session = { query: async (sql: string) => (queries.push(sql), []) };
    const globals = { session, server, dialect: cloudberry2, options: {}, roleCatalog: 'pg_catalog.pg_authid' };
    await readTablespaces(globals as unknown as Globals);
    expect(queries[0]).toContain("o !~ '^(server|path)='");
    expect(queries.filter((sql) => /'SERVER '/.test(sql))).toHaveLength(1);
  });
});
