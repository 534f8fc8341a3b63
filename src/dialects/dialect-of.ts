import { postgresql, type Dialect } from '../objects/kind.ts';
import type { Server } from '../server/server.ts';
import { greenplum } from './greenplum/index.ts';

/** What the server's product adds to PostgreSQL. */
export const dialectOf = (server: Server): Dialect =>
  ({ postgresql, greenplum, cloudberry: greenplum })[server.product];
