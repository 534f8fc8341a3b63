import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { repository } from '../support/repository.ts';

const archives = join(repository, 'fixtures', 'archives');
export const fixturePath = (name: string): string => join(archives, name);
const read = (name: string): Buffer => readFileSync(fixturePath(name));

const tarFirstMember = (tar: Buffer): Buffer => {
  const size = parseInt(tar.toString('latin1', 124, 135), 8);
  return tar.subarray(512, 512 + size);
};

/** Custom archives as genuine pg_dumps wrote them; their header and table of contents come first. */
export const customArchives: readonly (readonly [name: string, bytes: Buffer])[] = [
  ...[
    'postgresql-15/custom.dump',
    'postgresql-15/custom-plain.dump',
    'postgresql-15/custom-pipe.dump',
    'postgresql-15/inserts.dump',
    'postgresql-18/custom.dump',
    'postgresql-18/custom-plain.dump',
    'postgresql-18/statistics.dump',
    'greenplum-6/custom.dump',
  ].map((name) => [name, read(name)] as const),
  ['greenplum-7/schema-only.dump.gz', gunzipSync(read('greenplum-7/schema-only.dump.gz'))],
];

/** Whole files: tables of contents of directories and tar files. */
export const tocFiles: readonly (readonly [name: string, bytes: Buffer])[] = [
  ...[
    'postgresql-15/directory/toc.dat',
    'postgresql-15/directory-plain/toc.dat',
    'postgresql-18/directory/toc.dat',
  ].map((name) => [name, read(name)] as const),
  ...['postgresql-15/archive.tar', 'postgresql-18/archive.tar'].map(
    (name) => [name, tarFirstMember(read(name))] as const,
  ),
];
