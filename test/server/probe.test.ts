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
