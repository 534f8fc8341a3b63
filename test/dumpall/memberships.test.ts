import { describe, expect, it } from 'vitest';
import { grantMemberships, type MembershipRow } from '../../src/dumpall/memberships.ts';
import { silentReporter } from '../../src/log.ts';
import { releases, type ReleaseMajor } from '../../src/model/release.ts';
import { serverFrom } from '../../src/server/probe.ts';

const oids: Readonly<Record<string, number>> = { postgres: 10, team: 20, ann: 21, bob: 22, cid: 23 };

const granted = (member: string, grantor: string | null, more: Partial<MembershipRow> = {}): MembershipRow => ({
  role: 'team',
  member,
  grantor,
  roleId: 20,
  memberId: oids[member] ?? 99,
  grantorId: oids[grantor ?? ''] ?? 99,
  withAdmin: false,
  inherit: null,
  set: true,
  ...more,
});

/** The commands, and what was warned of. */
function written(rows: readonly MembershipRow[], major: ReleaseMajor, serverMajor: number = major) {
  const warnings: string[] = [];
  const names = serverMajor >= 16 ? ['pg_auth_members.inherit_option', 'pg_auth_members.set_option'] : [];
  const text = grantMemberships(rows, {
    server: serverFrom(names, '', serverMajor * 10000),
    release: releases[major],
    reporter: { ...silentReporter, diagnostic: ({ message }) => warnings.push(message) },
  });
  return { commands: text.split('\n').filter((line) => line.startsWith('GRANT')), warnings };
}

describe('memberships', () => {
  it('of PostgreSQL 15 keep the order they are read in, and their grantors', () => {
    const rows = [granted('ann', 'bob'), granted('bob', 'postgres', { withAdmin: true })];
    expect(written(rows, 15).commands).toEqual([
      'GRANT team TO ann GRANTED BY bob;',
      'GRANT team TO bob WITH ADMIN OPTION GRANTED BY postgres;',
    ]);
  });

  it('from 16 on follow the ADMIN OPTION of their grantor', () => {
    const on = { inherit: true };
    const rows = [
      granted('ann', 'bob', on),
      granted('bob', 'cid', { ...on, withAdmin: true }),
      granted('cid', 'postgres', { inherit: false, set: false, withAdmin: true }),
    ];
    expect(written(rows, 16).commands).toEqual([
      'GRANT team TO cid WITH ADMIN OPTION, INHERIT FALSE, SET FALSE GRANTED BY postgres;',
      'GRANT team TO bob WITH ADMIN OPTION, INHERIT TRUE GRANTED BY cid;',
      'GRANT team TO ann WITH INHERIT TRUE GRANTED BY bob;',
    ]);
  });

  it('whose grantors cannot be put in order are an error', () => {
    const rows = [granted('ann', 'bob', { withAdmin: true }), granted('bob', 'ann', { withAdmin: true })];
    expect(() => written(rows, 18)).toThrow('could not find a legal dump ordering for memberships in role "team"');
  });

  it('of an older server leave its grantors out where the release is newer', () => {
    expect(written([granted('ann', 'bob', { withAdmin: true })], 17, 14).commands).toEqual([
      'GRANT team TO ann WITH ADMIN OPTION;',
    ]);
  });

  it.each<[string, MembershipRow, number]>([
    ['role', granted('ann', 'postgres', { role: null, roleId: 77 }), 77],
    ['member', granted('ann', 'postgres', { member: null, memberId: 78 }), 78],
    ['grantor', granted('ann', null, { grantorId: 79 }), 79],
  ])('without their %s are warned of and left out', (_, row, oid) => {
    expect(written([row], 18, 15)).toEqual({
      commands: [],
      warnings: [`found orphaned pg_auth_members entry for role ${oid}`],
    });
  });

  it('of PostgreSQL 15 are kept where only the grantor is gone', () => {
    expect(written([granted('ann', null)], 15)).toEqual({ commands: ['GRANT team TO ann;'], warnings: [] });
  });
});
