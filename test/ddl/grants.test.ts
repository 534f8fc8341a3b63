import { describe, expect, it } from 'vitest';
import { grantCommands, parseAclItem } from '../../src/ddl/grants.ts';

const table = { type: 'TABLE', name: 's.t', owner: 'ann' };
const ownerDefault = ['ann=arwdDxt/ann'];

describe('parseAclItem', () => {
  it.each([
    ['=r/ann', { grantee: '', grantor: 'ann', codes: 'r' }],
    ['bob=a*r/ann', { grantee: 'bob', grantor: 'ann', codes: 'a*r' }],
    ['"we""ird=x"=r/"a/b"', { grantee: 'we"ird=x', grantor: 'a/b', codes: 'r' }],
  ])('reads %s', (text, item) => {
    expect(parseAclItem(text)).toEqual(item);
  });

  it('refuses what aclitemout does not write', () => {
    expect(() => parseAclItem('bob')).toThrow('could not parse ACL item');
  });
});

describe('grantCommands of releases before 9.6', () => {
  const before96 = { ...table, revokesAllFirst: true };
  const revokes = 'REVOKE ALL ON TABLE s.t FROM PUBLIC;\nREVOKE ALL ON TABLE s.t FROM ann;\n';

  it('take all away first, whatever the defaults are', () => {
    expect(grantCommands([...ownerDefault, 'bob=r/ann'], ownerDefault, before96)).toBe(
      `${revokes}GRANT ALL ON TABLE s.t TO ann;\nGRANT SELECT ON TABLE s.t TO bob;\n`,
    );
    expect(grantCommands(ownerDefault, ownerDefault, before96)).toBe(`${revokes}GRANT ALL ON TABLE s.t TO ann;\n`);
  });

  it('leave alone an owner who may grant all', () => {
    expect(grantCommands(['ann=a*r*w*d*D*x*t*/ann'], ownerDefault, before96)).toBe(
      'REVOKE ALL ON TABLE s.t FROM PUBLIC;\n',
    );
  });

  it('grant on as the role that did', () => {
    expect(grantCommands(['bob=r/eve'], ownerDefault, before96)).toBe(
      'REVOKE ALL ON TABLE s.t FROM PUBLIC;\nREVOKE ALL ON TABLE s.t FROM ann;\n' +
        'SET SESSION AUTHORIZATION eve;\nGRANT SELECT ON TABLE s.t TO bob;\nRESET SESSION AUTHORIZATION;\n',
    );
  });

  it('say nothing of default privileges, and speak of single columns', () => {
    expect(grantCommands(null, ownerDefault, before96)).toBe('');
    expect(grantCommands(['bob=rw/ann'], [], { ...before96, column: 'c' })).toBe(
      'REVOKE ALL(c) ON TABLE s.t FROM PUBLIC;\nREVOKE ALL(c) ON TABLE s.t FROM ann;\n' +
        'GRANT SELECT(c),UPDATE(c) ON TABLE s.t TO bob;\n',
    );
  });
});

describe('grantCommands', () => {
  it('says nothing where nothing changed', () => {
    expect(grantCommands(ownerDefault, ownerDefault, table)).toBe('');
  });

  it('writes ALL where all privileges of the type are granted', () => {
    expect(grantCommands([...ownerDefault, 'bob=arwdDxt/ann'], ownerDefault, table)).toBe(
      'GRANT ALL ON TABLE s.t TO bob;\n',
    );
  });

  it('keeps privileges with the grant option apart', () => {
    expect(grantCommands([...ownerDefault, 'bob=ar*/ann'], ownerDefault, table)).toBe(
      'GRANT INSERT ON TABLE s.t TO bob;\nGRANT SELECT ON TABLE s.t TO bob WITH GRANT OPTION;\n',
    );
  });

  it('revokes first what the base has and the object has not', () => {
    expect(grantCommands(['=r/ann'], ownerDefault, table)).toBe(
      'REVOKE ALL ON TABLE s.t FROM ann;\nGRANT SELECT ON TABLE s.t TO PUBLIC;\n',
    );
  });

  it('becomes the grantor where that is not the owner, and the owner comes first', () => {
    expect(grantCommands(['carol=r/bob', 'ann=r/ann', 'bob=r*/ann'], ownerDefault, table)).toBe(
      'REVOKE ALL ON TABLE s.t FROM ann;\n' +
        'GRANT SELECT ON TABLE s.t TO ann;\n' +
        'SET SESSION AUTHORIZATION bob;\nGRANT SELECT ON TABLE s.t TO carol;\nRESET SESSION AUTHORIZATION;\n' +
        'GRANT SELECT ON TABLE s.t TO bob WITH GRANT OPTION;\n',
    );
  });

  it('names the column and knows only the privileges columns have', () => {
    expect(grantCommands(['bob=arwx/ann', 'eve=rw/ann'], [], { ...table, column: '"C"' })).toBe(
      'GRANT ALL("C") ON TABLE s.t TO bob;\nGRANT SELECT("C"),UPDATE("C") ON TABLE s.t TO eve;\n',
    );
  });

  it('counts MAINTAIN among all privileges of a server that has it', () => {
    const acl = ['bob=arwdDxt/ann', 'eve=arwdDxtm/ann'];
    expect(grantCommands(acl, [], { ...table, maintain: true })).toBe(
      'GRANT SELECT,INSERT,REFERENCES,DELETE,TRIGGER,TRUNCATE,UPDATE ON TABLE s.t TO bob;\nGRANT ALL ON TABLE s.t TO eve;\n',
    );
  });

  it('starts default privileges with their prefix', () => {
    const target = { type: 'TABLES', name: '', owner: 'ann', prefix: 'ALTER DEFAULT PRIVILEGES FOR ROLE ann ' };
    expect(grantCommands([...ownerDefault, 'bob=r/ann'], ownerDefault, target)).toBe(
      'ALTER DEFAULT PRIVILEGES FOR ROLE ann GRANT SELECT ON TABLES  TO bob;\n',
    );
  });
});
