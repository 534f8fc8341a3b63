import { expect, it } from 'vitest';
import type { Diagnostic } from '../../src/log.ts';
import { rewriteGlobals } from '../../src/rewrite/rewrite-globals.ts';
import { targets } from '../../src/rewrite/targets.ts';

function rewritten(script: string, target = targets.greenplum7) {
  const told: Diagnostic[] = [];
  const reporter = { diagnostic: (each: Diagnostic) => void told.push(each), verbose: () => {}, progress: () => {} };
  const text = rewriteGlobals(script, target, reporter);
  return { text, notes: told.map(({ subject, message }) => `${subject}: ${message}`) };
}

const sha = `sha256${'0123456789abcdef'.repeat(4)}`;

const cases: readonly (readonly [name: string, script: string, becomes: string, notes: readonly string[]])[] = [
  [
    'limits groups by what Greenplum 7 calls their share',
    `-- Resource Group
ALTER RESOURCE GROUP "admin_group" SET cpu_rate_limit 1;
ALTER RESOURCE GROUP "admin_group" SET memory_limit 1;
CREATE RESOURCE GROUP "Odd; Name" WITH (concurrency=5, cpu_rate_limit=10, memory_limit=15);
CREATE RESOURCE GROUP c WITH (concurrency=5, cpuset='0-1');\n`,
    `-- Resource Group
ALTER RESOURCE GROUP "admin_group" SET cpu_max_percent 1;
CREATE RESOURCE GROUP "Odd; Name" WITH (concurrency=5, cpu_max_percent=10);
CREATE RESOURCE GROUP c WITH (concurrency=5, cpuset='0-1');\n`,
    [
      'ALTER RESOURCE GROUP "admin_group": left out: the target limits no group by memory_limit',
      'CREATE RESOURCE GROUP "Odd; Name": not limited by memory_limit, which the target does not have',
    ],
  ],
  [
    'takes away what concerns gphdfs, and only that',
    `ALTER ROLE r WITH LOGIN CREATEEXTTABLE (protocol='gpfdist', type='readable') CREATEEXTTABLE (protocol='gphdfs', type='readable');\n`,
    `ALTER ROLE r WITH LOGIN CREATEEXTTABLE (protocol='gpfdist', type='readable');\n`,
    ['ALTER ROLE r: may make no external tables of gphdfs, which the target does not have'],
  ],
  [
    'gives no password whose hash would be taken for it',
    `ALTER ROLE r WITH LOGIN PASSWORD '${sha}';\nALTER ROLE s WITH LOGIN PASSWORD 'md50123';\n`,
    `ALTER ROLE r WITH LOGIN;\nALTER ROLE s WITH LOGIN PASSWORD 'md50123';\n`,
    [
      'ALTER ROLE r: has no password: the target does not know the hash sha256 and would take it for the password itself',
    ],
  ],
  [
    'compresses by default with what the target has',
    `ALTER ROLE r SET gp_default_storage_options TO 'compresstype=quicklz,compresslevel=1';\n`,
    `ALTER ROLE r SET gp_default_storage_options TO 'compresstype=zstd,compresslevel=1';\n`,
    ['ALTER ROLE r: compressed by zstd, since the target has no quicklz'],
  ],
  [
    'sets nothing that went away',
    `ALTER ROLE r SET gp_enable_mk_sort TO 'on';\nALTER ROLE r SET work_mem TO '8MB';\n`,
    `ALTER ROLE r SET work_mem TO '8MB';\n`,
    ['ALTER ROLE r: does not set gp_enable_mk_sort, which the target does not have'],
  ],
  [
    'says how tables are stored by their access method',
    `ALTER DATABASE "d" SET gp_default_storage_options TO 'appendonly=true,orientation=column,compresstype=zlib';
ALTER ROLE r IN DATABASE d SET gp_default_storage_options TO 'appendonly=false,blocksize=65536,orientation=row';\n`,
    `ALTER DATABASE "d" SET default_table_access_method TO 'ao_column';
ALTER DATABASE "d" SET gp_default_storage_options TO 'compresstype=zlib';
ALTER ROLE r IN DATABASE d SET gp_default_storage_options TO 'blocksize=65536';\n`,
    [],
  ],
  [
    'says of memberships what there was to say',
    `GRANT a TO b WITH ADMIN OPTION, INHERIT FALSE, SET FALSE GRANTED BY c;
GRANT a TO d WITH INHERIT TRUE GRANTED BY c;
GRANT a TO e WITH ADMIN OPTION;
GRANT pg_read_all_data TO a WITH INHERIT TRUE;
GRANT SET ON PARAMETER work_mem TO a;
ALTER ROLE a SET transaction_timeout TO '1s';\n`,
    `GRANT a TO b WITH ADMIN OPTION GRANTED BY c;
GRANT a TO d GRANTED BY c;
GRANT a TO e WITH ADMIN OPTION;\n`,
    [
      'GRANT a: has its rights where the member inherits, since the target does not say that of each membership',
      'GRANT a: may SET ROLE to it, which the target allows each member',
      'GRANT pg_read_all_data: says nothing of pg_read_all_data, a role that the target does not have',
      'GRANT SET: has no privileges on parameters or large objects to come, as nobody has in the target',
      'ALTER ROLE a: does not set transaction_timeout, which the target does not have',
    ],
  ],
];

it.each(cases)('for Greenplum 7, a script of globals %s', (_, script, becomes, notes) => {
  expect(rewritten(script)).toEqual({ text: becomes, notes });
  expect(rewritten(becomes)).toEqual({ text: becomes, notes: [] });
});

it('gives PostgreSQL no password whose hash it would take for it', () => {
  expect(rewritten(`ALTER ROLE r WITH LOGIN PASSWORD '${sha}';\n`, targets.postgresql)).toEqual({
    text: 'ALTER ROLE r WITH LOGIN;\n',
    notes: [
      'ALTER ROLE r: has no password: the target does not know the hash sha256 and would take it for the password itself',
    ],
  });
});

it('limits nothing in PostgreSQL, which has no resource queues', () => {
  const script = `CREATE RESOURCE QUEUE q WITH (ACTIVE_STATEMENTS=20);
ALTER ROLE r WITH LOGIN CONNECTION LIMIT 5 RESOURCE QUEUE q RESOURCE GROUP g CREATEEXTTABLE (protocol='http') VALID UNTIL 'infinity';
ALTER ROLE r DENY BETWEEN DAY 'Sunday' TIME '1:00' AND DAY 1 TIME '2:00';
CREATE ROLE s RESOURCE QUEUE q;
ALTER ROLE r SET search_path TO resource, public;
CREATE TABLESPACE t LOCATION '/t' WITH (content0='/t0', content1='/t1');\n`;
  const becomes = `ALTER ROLE r WITH LOGIN CONNECTION LIMIT 5 VALID UNTIL 'infinity';
CREATE ROLE s;
ALTER ROLE r SET search_path TO resource, public;
CREATE TABLESPACE t LOCATION '/t';\n`;
  expect(rewritten(script, targets.postgresql)).toEqual({
    text: becomes,
    notes: [
      'CREATE RESOURCE QUEUE q: left out: PostgreSQL has no resource queues and groups',
      'ALTER ROLE r: what it may use is not limited, which PostgreSQL does not do',
      'ALTER ROLE r: its rights to make external tables are left out, of which PostgreSQL has none',
      'ALTER ROLE r: left out: it says nothing that PostgreSQL has',
      'CREATE ROLE s: what it may use is not limited, which PostgreSQL does not do',
    ],
  });
  expect(rewritten(becomes, targets.postgresql)).toEqual({ text: becomes, notes: [] });
});
