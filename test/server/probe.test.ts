import { describe, expect, it } from 'vitest';
import { probeServer, productOf, serverFrom } from '../../src/server/probe.ts';
import { describeWithServer, server } from '../support/server.ts';
import { sessionTo } from './sessions.ts';

describeWithServer('probeServer', () => {
  it('knows relations, columns and functions of pg_catalog', async () => {
    await using session = await sessionTo(server());
    const probed = await probeServer(session);
    const names = ['pg_policy', 'pg_class.relrewrite', 'pg_get_partkeydef()', 'pg_settings.name', 'lo_get()'];
    expect(names.filter((name) => !probed.has(name))).toEqual([]);
    const absent = [
      'gp_segment_configuration',
      'pg_class.relnope',
      'pg_get_table_distributedby()',
      'pg_class()',
      'columns',
    ];
    expect(absent.filter((name) => probed.has(name))).toEqual([]);
    expect(probed).toMatchObject({ product: 'postgresql', version: session.serverVersionNum });
  });

  it('does not see what others have put into the search path', async () => {
    await using session = await sessionTo(server());
    await session.execute('CREATE TEMP TABLE pg_policy (fake int); CREATE TEMP TABLE pg_fake (a int)');
    const probed = await probeServer(session);
    expect([probed.has('pg_fake'), probed.has('pg_policy.fake')]).toEqual([false, false]);
  });
});

describe('a server of Greenplum or its kin', () => {
  const versions: readonly (readonly [
    version: string,
    number: number,
    sharesSnapshots: boolean,
    unknown: string | null,
  ])[] = [
    ['PostgreSQL 9.4.26 (Greenplum Database 6.24.3 build commit:25d34) on x86_64, compiled by gcc', 90426, true, null],
    ['PostgreSQL 9.4.26 (Greenplum Database 6.9.0 build commit:aa1) on x86_64, compiled by gcc', 90426, false, null],
    ['PostgreSQL 9.4.26 (Greengage Database 6.27.1 build …) on x86_64, compiled by gcc', 90426, true, null],
    ['PostgreSQL 12.12 (Greenplum Database 7.0.0 build …) on x86_64, compiled by gcc', 120012, true, null],
    [
      'PostgreSQL 9.4.26 (Greenplum Database) 19.0.0 build … WarehousePG … on x86_64, compiled by gcc',
      90426,
      true,
      null,
    ],
    ['PostgreSQL 14.4 (Cloudberry Database 1.6.0 build 1) on x86_64, compiled by gcc', 140004, true, null],
    ['PostgreSQL 14.4 (Apache Cloudberry 2.0.0 build …) on x86_64, compiled by gcc', 140004, true, null],
    ['PostgreSQL 12.12 (Plumtree DB 3) on x86_64, compiled', 120012, true, 'PostgreSQL 12.12 (Plumtree DB 3)'],
    ['PostgreSQL 9.4.26 (Plumtree) on x86_64, compiled', 90426, false, 'PostgreSQL 9.4.26 (Plumtree)'],
  ];

  it.each(versions)('is known by its version and its catalogs: %s', (version, number, sharesSnapshots, unknownName) => {
    const server = serverFrom(['gp_distribution_policy'], version, number);
    expect(server.product).not.toBe('postgresql');
    expect(server).toMatchObject({ unknownName, behaves: { sharesSnapshots, largeObjects: false } });
  });

  it('is none where the catalogs are PostgreSQL’s', () => {
    const server = serverFrom(['pg_class'], 'PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64, compiled', 150018);
    expect(server).toMatchObject({ product: 'postgresql', unknownName: null });
    expect(server.behaves).toMatchObject({ sharesSnapshots: true, coordinatorOnly: null });
  });
});

describe('productOf', () => {
  it.each([
    ['PostgreSQL 15.18 on x86_64', [], 'postgresql'],
    ['PostgreSQL 9.4.26 (Greenplum Database 6.24.3 build …)', ['gp_segment_configuration'], 'greenplum'],
    ['PostgreSQL 14.4 (Cloudberry Database 1.6.0 build …)', ['gp_segment_configuration'], 'cloudberry'],
    ['PostgreSQL 14.4 (Apache Cloudberry 2.0.0-incubating)', ['gp_distribution_policy'], 'cloudberry'],
    ['EnterpriseDB Greenplum 12', ['gp_distribution_policy'], 'greenplum'],
  ])('of %j with %j is %s', (version, names, product) => {
    expect(productOf(new Set(names), version)).toBe(product);
  });

  it('is what a recorded probe shows', () => {
    const recorded = serverFrom(['pg_class', 'pg_class.relname'], 'PostgreSQL 9.4', 90400);
    expect([recorded.has('pg_class.relname'), recorded.has('pg_policy')]).toEqual([true, false]);
  });
});
