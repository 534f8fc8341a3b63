import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ByteString } from '../../src/model/text.ts';
import { serverFrom } from '../../src/server/probe.ts';
import type { Server } from '../../src/server/server.ts';
import type { Session } from '../../src/server/session.ts';
import { serverFixtures } from './majors.ts';

export const probeFile = (major: number): string => join(serverFixtures, 'probes', `postgresql-${major}.txt`);

/** What is recorded of a server: its version, and the names in pg_catalog that a kind may ask for. */
export const probeText = (session: Session, names: readonly ByteString[]): string =>
  [`${session.serverVersionNum}`, ...names.filter(isRecorded)].join('\n') + '\n';

/**
 * The other names would be five eighths of the list: the functions of SQL, which no kind calls unless they are there
 * everywhere, and the columns that all tables have.
 */
const isRecorded = (name: string): boolean =>
  name.endsWith('()') ? name.startsWith('pg_') : !/\.(?:tableoid|ctid|[cx]m(?:in|ax))$/.test(name);

/** The server as the kinds see it, from its record. */
export function recordedServer(major: number): Server {
  const [version = '', ...names] = readFileSync(probeFile(major), 'utf8').trimEnd().split('\n');
  const server = serverFrom(names, '', Number(version));
  return {
    ...server,
    has(name) {
      if (!isRecorded(name)) throw new Error(`the recorded probes do not say whether there is "${name}"`);
      return server.has(name);
    },
  };
}
