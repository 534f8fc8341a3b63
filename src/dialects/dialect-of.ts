import { postgresql, type Dialect } from '../objects/dialect.ts';
import type { Server } from '../server/server.ts';
import { cloudberry1, cloudberry2 } from './cloudberry/index.ts';
import { greenplum6, greenplum7 } from './greenplum/index.ts';

/** What the server's product adds to PostgreSQL, told by what its catalogs have. */
export const dialectOf = (server: Server): Dialect =>
  ({
    postgresql,
    greenplum: server.has('pg_partition_rule') ? greenplum6 : greenplum7,
    cloudberry: server.has('pg_class.relisdynamic') ? cloudberry2 : cloudberry1,
  })[server.product];
