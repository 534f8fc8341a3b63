import type { ConnectionOptions } from '../../server/conninfo.ts';
import { flag, nonEmptyText, text } from './definition.ts';
import type { Option } from './definition.ts';

export interface ConnectionGiven {
  readonly dbname: string | undefined;
  readonly host: string | undefined;
  readonly port: string | undefined;
  readonly username: string | undefined;
  /** -W true, -w false, undefined neither. */
  readonly promptPassword: boolean | undefined;
  readonly role: string | undefined;
}

export const noConnectionGiven: ConnectionGiven = {
  dbname: undefined,
  host: undefined,
  port: undefined,
  username: undefined,
  promptPassword: undefined,
  role: undefined,
};

/** Where the server is, and as whom. pg_restore takes an empty -h or -p as not given; pg_dump passes it on to libpq. */
export function connectionOptions(program: 'dump' | 'restore'): readonly Option<ConnectionGiven>[] {
  const address = program === 'dump' ? text : nonEmptyText;
  const group = 'connection';
  return [
    {
      long: 'host',
      short: 'h',
      argumentName: 'HOSTNAME',
      group,
      help: 'database server host or socket directory',
      ...address('host'),
    },
    { long: 'port', short: 'p', argumentName: 'PORT', group, help: 'database server port number', ...address('port') },
    {
      long: 'username',
      short: 'U',
      argumentName: 'NAME',
      group,
      help: 'connect as specified database user',
      ...text('username'),
    },
    { long: 'no-password', short: 'w', group, help: 'never prompt for password', ...flag('promptPassword', false) },
    {
      long: 'password',
      short: 'W',
      group,
      help: 'force password prompt (should happen automatically)',
      ...flag('promptPassword'),
    },
    { long: 'role', argumentName: 'ROLENAME', group, help: `do SET ROLE before ${program}`, ...text('role') },
  ];
}

export function connectionTo({ dbname, host, port, username, promptPassword }: ConnectionGiven): ConnectionOptions {
  return {
    host,
    port,
    user: username,
    database: dbname,
    passwordPrompt: promptPassword === undefined ? 'default' : promptPassword ? 'force' : 'never',
  };
}
