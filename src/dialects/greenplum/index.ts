import { greenplum7 } from '../../model/release.ts';
import type { Dialect } from '../../objects/kind.ts';
import { columnEncoding } from './column-encoding.ts';
import { distributedBy } from './distribution.ts';
import { partitionTemplate } from './partition-template.ts';
import { protocol } from './protocol.ts';
import { executeOn, repsafe } from './routines.ts';
import { typeEncoding } from './type-encoding.ts';

/** Greenplum 7. */
export const greenplum: Dialect = {
  kinds: [typeEncoding, protocol, partitionTemplate],
  clauses: [columnEncoding, distributedBy, executeOn, repsafe],
  internalSchemas: ['gp_toolkit', 'pg_aoseg', 'pg_bitmapindex', 'pg_ext_aux'],
  release: greenplum7,
};
