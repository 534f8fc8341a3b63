import { describe, expect, it } from 'vitest';
import { ioLimits, resourceGroups } from '../../src/dialects/greenplum/resource-groups.ts';
import { resourceQueues } from '../../src/dialects/greenplum/resource-queues.ts';
import type { Globals } from '../../src/dumpall/globals.ts';
import { readSections } from '../../src/dumpall/own-sections.ts';
import { createTablespaces } from '../../src/dumpall/tablespaces.ts';
import type { Diagnostic } from '../../src/log.ts';
import { greenplum6 } from '../../src/model/release.ts';
import { postgresql } from '../../src/objects/dialect.ts';
import { serverFrom } from '../../src/server/probe.ts';

const group = { name: 'g', isBuiltIn: false, limits: [] as readonly string[], comment: null };
const queue = {
  ...{ name: 'q', isDefault: false, active: '5', cost: '-1', overcommit: false, ignored: '0' },
  ...{ capabilities: ['priority=medium', 'memory_limit=-1'], comment: null as string | null },
};

const groupText = (row: Partial<typeof group>): string =>
  resourceGroups.commands([{ ...group, ...row }], { noComments: false }).join('');
const queueText = (row: Partial<typeof queue>): string =>
  resourceQueues.commands([{ ...queue, ...row }], { noComments: false }).join('');

describe('a resource group', () => {
  const first = ['concurrency=5', 'cpu_rate_limit=-1', 'memory_limit=15', 'memory_shared_quota=60', 'memory_auditor=1'];

  it('of Greenplum 6 is made when the built-in ones have made room', () => {
    expect(groupText({ limits: [...first, 'cpuset=0-1'] })).toMatchInlineSnapshot(`
      "ALTER RESOURCE GROUP "admin_group" SET cpu_rate_limit 1;
      ALTER RESOURCE GROUP "default_group" SET cpu_rate_limit 1;
      ALTER RESOURCE GROUP "admin_group" SET memory_limit 1;
      ALTER RESOURCE GROUP "default_group" SET memory_limit 1;
      CREATE RESOURCE GROUP g WITH (concurrency=5, cpuset='0-1', memory_limit=15, memory_shared_quota=60, memory_auditor=cgroup);
      "
    `);
  });

  it('of Greenplum 6 that is built in has its processors last, and never another auditor', () => {
    const limits = [
      'concurrency=20',
      'cpu_rate_limit=30',
      'memory_limit=0',
      'memory_shared_quota=80',
      'memory_auditor=0',
    ];
    const text = groupText({ name: 'admin_group', isBuiltIn: true, limits: [...limits, 'cpuset=-1'] });
    expect(text.slice(text.indexOf('SET concurrency') - 33)).toMatchInlineSnapshot(`
      "ALTER RESOURCE GROUP admin_group SET concurrency 20;
      ALTER RESOURCE GROUP admin_group SET memory_limit 0;
      ALTER RESOURCE GROUP admin_group SET memory_shared_quota 80;
      ALTER RESOURCE GROUP admin_group SET cpu_rate_limit 30;
      "
    `);
  });

  it('has its processors before its weight, which they would undo, and what the server calls its limits', () => {
    const limits = ['concurrency=5', 'cpu_max_percent=-1', 'cpu_weight=300', 'cpuset=0;1', 'memory_quota=512'];
    expect(groupText({ limits: [...limits, 'min_cost=0', 'io_limit=-1'] })).toMatchInlineSnapshot(`
      "CREATE RESOURCE GROUP g WITH (concurrency=5, cpuset='0;1', cpu_weight=300, memory_quota=512, min_cost=0);
      "
    `);
  });

  it('is limited by tablespace when there are tablespaces', () => {
    expect(ioLimits.place).toBe('behind tablespaces');
    expect(ioLimits.commands([{ name: 'My g', limit: 'ts:rbps=1000' }], { noComments: false })).toEqual([
      `ALTER RESOURCE GROUP "My g" SET io_limit 'ts:rbps=1000';\n`,
    ]);
  });

  it('cannot be dumped where nothing says what its limits are called', () => {
    expect(() => groupText({})).toThrow('could not find what the limits of resource group "g" are called');
  });
});

describe('a resource queue', () => {
  it('has its limits in the words of before, which every server knows', () => {
    const capabilities = ['priority=high', 'memory_limit=200MB'];
    const row = { name: 'My q', cost: '1000000', overcommit: true, ignored: '0.25', capabilities, comment: "o'q" };
    expect(queueText(row)).toMatchInlineSnapshot(`
      "CREATE RESOURCE QUEUE "My q" ACTIVE THRESHOLD 5 COST THRESHOLD 1000000.00 OVERCOMMIT IGNORE THRESHOLD 0.25
       WITH ( priority=high,
       memory_limit='200MB') ;
      COMMENT ON RESOURCE QUEUE "My q" IS 'o''q';
      "
    `);
  });

  it('says no limit only where the server would take one for granted', () => {
    expect(queueText({ active: '-1', cost: '7' })).toMatch(
      /^CREATE RESOURCE QUEUE q COST THRESHOLD 7.00 NOOVERCOMMIT\n/,
    );
    expect(queueText({ name: 'pg_default', isDefault: true, active: '-1', cost: '7' })).toMatch(
      /^ALTER RESOURCE QUEUE pg_default ACTIVE THRESHOLD -1 COST THRESHOLD 7.00 NOOVERCOMMIT\n/,
    );
  });

  it.each([
    ['1000000000', '1000000000.00'],
    ['0.100000001490116', '0.10'],
    ['1234567.25', '1234567.25'],
    ['0.00100000004749745', '0.00100000005'],
  ])('costs %s at most as %s', (cost, text) => {
    expect(queueText({ cost })).toContain(` COST THRESHOLD ${text} `);
  });

  it('is dropped with --clean unless it is everywhere', () => {
    expect([queue, { ...queue, isDefault: true }].map((row) => resourceQueues.drop!(row))).toEqual([
      'DROP RESOURCE QUEUE q;\n',
      '',
    ]);
  });
});

it('a tablespace of Greenplum 6 has its privileges said anew, and its own clauses behind its place', () => {
  const tablespace = {
    ...{ oid: 20000, name: 'ts', owner: 'me', location: '/a', acl: ['me=C/me'], defaultAcl: ['me=C/me'] },
    ...{ settings: null, comment: null, labels: [], ownClauses: ["WITH (content0='/b')"] },
  };
  const globals = { options: {}, release: greenplum6 } as Globals;
  expect(createTablespaces([tablespace], globals)).toMatchInlineSnapshot(`
    "--
    -- Tablespaces
    --

    CREATE TABLESPACE ts OWNER me LOCATION '/a' WITH (content0='/b');
    REVOKE ALL ON TABLESPACE ts FROM PUBLIC;
    REVOKE ALL ON TABLESPACE ts FROM me;
    GRANT ALL ON TABLESPACE ts TO me;


    "
  `);
});

it('a server without resource queues and groups is told of where they are asked for', async () => {
  const told: Diagnostic[] = [];
  const globals = {
    server: serverFrom([], 'PostgreSQL 15.18', 150018),
    dialect: postgresql,
    options: { resourceQueues: true, resourceGroups: true },
    reporter: { diagnostic: (diagnostic: Diagnostic) => void told.push(diagnostic) },
  } as unknown as Globals;
  expect(await readSections(globals)).toEqual([]);
  expect(told.map(({ message }) => message)).toEqual([
    'server has no resource queues',
    'server has no resource groups',
  ]);
});
