import { expect, it } from 'vitest';
import { grantEach } from '../../src/sink/large-object-groups.ts';
import { entryOf } from '../toc/entries.ts';

const group = entryOf({ dumpId: 1, desc: 'BLOB METADATA', definition: '16800\n16801\n' });
const grants = (definition: string) =>
  grantEach(entryOf({ dumpId: 2, desc: 'ACL', tag: 'LARGE OBJECTS 16800..16801', definition }), group);

it('says each GRANT and REVOKE of the first large object of all, one command after the other', () => {
  expect(grants('REVOKE ALL ON LARGE OBJECT 16800 FROM ann;\nGRANT SELECT ON LARGE OBJECT 16800 TO ann;\n')).toEqual([
    ['REVOKE ALL ON LARGE OBJECT 16800 FROM ann;\n', 'REVOKE ALL ON LARGE OBJECT 16801 FROM ann;\n'],
    ['GRANT SELECT ON LARGE OBJECT 16800 TO ann;\n', 'GRANT SELECT ON LARGE OBJECT 16801 TO ann;\n'],
  ]);
});

it('does not take a role for a large object or for the end of a command', () => {
  const role = '"LARGE OBJECT 1; ""\n"';
  expect(grants(`GRANT SELECT ON LARGE OBJECT 16800 TO ${role};\n`)).toEqual([
    [`GRANT SELECT ON LARGE OBJECT 16800 TO ${role};\n`, `GRANT SELECT ON LARGE OBJECT 16801 TO ${role};\n`],
  ]);
});

it('becomes a grantor once, around what that grants', () => {
  const session = 'SET SESSION AUTHORIZATION "LARGE OBJECT 1";\n';
  expect(grants(`${session}GRANT SELECT ON LARGE OBJECT 16800 TO ann;\nRESET SESSION AUTHORIZATION;\n`)).toEqual([
    [session],
    ['GRANT SELECT ON LARGE OBJECT 16800 TO ann;\n', 'GRANT SELECT ON LARGE OBJECT 16801 TO ann;\n'],
    ['RESET SESSION AUTHORIZATION;\n'],
  ]);
});
