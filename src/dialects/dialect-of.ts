import { postgresql, type Dialect } from '../objects/dialect.ts';
import type { Server } from '../server/server.ts';
import { greenplum6, greenplum7 } from './greenplum/index.ts';

/** What the server's product adds to PostgreSQL. */
export const dialectOf = (server: Server): Dialect =>
  ({ postgresql, greenplum: server.has('pg_partition_rule') ? greenplum6 : greenplum7, cloudberry: greenplum7 })[
    server.product
  ];
