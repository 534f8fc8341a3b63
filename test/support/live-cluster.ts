import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { connect } from '../../src/server/connect.ts';
import type { Session } from '../../src/server/session.ts';
import { runTool, type ToolOptions, type ToolResult } from './pg-tools.ts';

/** A cluster of Greenplum that GPFERRY_TEST_<variable> names by a connection string. */
export interface LiveCluster {
  /** One of its databases, as -d takes it. */
  conninfo(database: string): string;
  /** null: the one that the connection string names. */
  connect(database: string | null): Promise<Session>;
  /** One of its own programs, from the folder that GENUINE_<variable> names. */
  tool(name: string, args: readonly string[], options?: ToolOptions): Promise<ToolResult>;
  /** A new database, dropped when `fn` ends. */
  withDatabase<T>(fn: (database: string) => Promise<T>): Promise<T>;
}

export type ClusterVariable = 'GREENPLUM6' | 'GREENPLUM7';

/** null: there is none, or none of its programs. */
export function liveCluster(variable: ClusterVariable): LiveCluster | null {
  const cluster = process.env[`GPFERRY_TEST_${variable}`];
  const programs = process.env[`GENUINE_${variable}`];
  if (cluster === undefined || programs === undefined) return null;
  const conninfo = (database: string): string => `${cluster} dbname=${database}`;
  return {
    conninfo,
    connect: (database) => connect({ database: database === null ? cluster : conninfo(database) }),
    tool: (name, args, options = {}) =>
      runTool(join(programs, name), args, {
        ...options,
        env: { LD_LIBRARY_PATH: join(programs, '..', 'lib'), ...options.env },
      }),
    async withDatabase(fn) {
      const database = `test_${randomBytes(6).toString('hex')}`;
      await using session = await connect({ database: cluster });
      await session.execute(`CREATE DATABASE ${database} TEMPLATE template0`);
      try {
        return await fn(database);
      } finally {
        await session.execute(`DROP DATABASE ${database}`);
      }
    },
  };
}

/** For the titles of what is skipped; empty: nothing is. */
export const withoutCluster = (variable: ClusterVariable): string =>
  liveCluster(variable) === null
    ? ` (skipped: GPFERRY_TEST_${variable} and GENUINE_${variable} name no cluster and its programs)`
    : '';
