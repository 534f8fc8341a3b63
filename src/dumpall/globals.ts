import type { Reporter } from '../log.ts';
import type { Release } from '../model/release.ts';
import type { ByteString } from '../model/text.ts';
import type { Dialect, PartOfGlobals } from '../objects/dialect.ts';
import type { Server } from '../server/server.ts';
import type { Session } from '../server/session.ts';
import type { DumpAllOptions } from './options.ts';

/** What a kind of global object is read and written with. */
export interface Globals {
  readonly session: Session;
  readonly server: Server;
  readonly dialect: Dialect;
  readonly release: Release;
  readonly options: DumpAllOptions;
  readonly reporter: Reporter;
  /** Roles are in both; passwords are in the first, which only superusers may read. */
  readonly roleCatalog: 'pg_catalog.pg_authid' | 'pg_catalog.pg_roles';
}

/** Does the server have what is a product's own, and does the user want it? */
export const isWanted = ({ requires, option, isSecret }: PartOfGlobals, { server, options }: Globals): boolean =>
  server.has(requires) && (option === undefined || options[option]) && !(isSecret === true && options.noRolePasswords);

export const heading = (title: string): string => `--\n-- ${title}\n--\n\n`;

/** A part of the script. Where there is nothing to say it is the blank lines after it, as pg_dumpall has it. */
export const section = (title: string, commands: readonly ByteString[]): ByteString =>
  `${commands.length === 0 ? '' : heading(title)}${commands.join('')}\n\n`;
