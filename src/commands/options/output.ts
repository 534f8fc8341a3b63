import { file, flag, nonEmptyText, text, worded } from './definition.ts';
import type { Option } from './definition.ts';

/** How the SQL that comes out is written, as far as pg_dump and pg_restore say it alike. */
export interface OutputGiven {
  readonly file: string | undefined;
  readonly clean: boolean;
  readonly create: boolean;
  readonly ifExists: boolean;
  readonly noOwner: boolean;
  readonly noPrivileges: boolean;
  readonly superuser: string | undefined;
  readonly disableTriggers: boolean;
  readonly enableRowSecurity: boolean;
  readonly noComments: boolean;
  readonly noPolicies: boolean;
  readonly noPublications: boolean;
  readonly noSecurityLabels: boolean;
  readonly noSubscriptions: boolean;
  readonly noTableAccessMethod: boolean;
  readonly noTablespaces: boolean;
  readonly restrictKey: string | undefined;
  readonly useSetSessionAuthorization: boolean;
}

export const noOutputGiven: OutputGiven = {
  file: undefined,
  clean: false,
  create: false,
  ifExists: false,
  noOwner: false,
  noPrivileges: false,
  superuser: undefined,
  disableTriggers: false,
  enableRowSecurity: false,
  noComments: false,
  noPolicies: false,
  noPublications: false,
  noSecurityLabels: false,
  noSubscriptions: false,
  noTableAccessMethod: false,
  noTablespaces: false,
  restrictKey: undefined,
  useSetSessionAuthorization: false,
};

interface Words {
  readonly file: string;
  readonly create: string;
  readonly noOwner: string;
  readonly noPrivileges: string;
  readonly superuser: string;
  readonly enableRowSecurity: string;
}

const words: Record<'dump' | 'restore', Words> = {
  dump: {
    file: 'output file or directory name',
    create: 'include commands to create database in dump',
    noOwner: 'skip restoration of object ownership in\nplain-text format',
    noPrivileges: 'do not dump privileges (grant/revoke)',
    superuser: 'superuser user name to use in plain-text format',
    enableRowSecurity: 'enable row security (dump only content user has\naccess to)',
  },
  restore: {
    file: 'output file name (- for stdout)',
    create: 'create the target database',
    noOwner: 'skip restoration of object ownership',
    noPrivileges: 'skip restoration of access privileges (grant/revoke)',
    superuser: 'superuser user name to use for disabling triggers',
    enableRowSecurity: 'enable row security',
  },
};

export function outputOptions(verb: 'dump' | 'restore'): readonly Option<OutputGiven>[] {
  return [...statementOptions(verb), ...ownerOptions(verb), ...omissionOptions(verb)];
}

function statementOptions(verb: 'dump' | 'restore'): readonly Option<OutputGiven>[] {
  const group = 'statements';
  const says = words[verb];
  return [
    { long: 'file', short: 'f', argumentName: 'FILENAME', group: 'target', help: says.file, ...file('file') },
    {
      long: 'clean',
      short: 'c',
      group,
      help: 'clean (drop) database objects before recreating',
      ...flag('clean'),
    },
    { long: 'create', short: 'C', group, help: says.create, ...flag('create') },
    { long: 'if-exists', group, help: 'use IF EXISTS when dropping objects', ...flag('ifExists') },
    {
      long: 'disable-triggers',
      group,
      help: 'disable triggers during data-only restore',
      ...flag('disableTriggers'),
    },
    { long: 'enable-row-security', group, help: says.enableRowSecurity, ...flag('enableRowSecurity') },
    {
      long: 'restrict-key',
      argumentName: 'RESTRICT_KEY',
      group,
      help: 'use provided string as psql \\restrict key',
      ...text('restrictKey'),
    },
  ];
}

function ownerOptions(verb: 'dump' | 'restore'): readonly Option<OutputGiven>[] {
  const group = 'owners';
  const says = words[verb];
  return [
    { long: 'no-owner', short: 'O', group, help: says.noOwner, ...flag('noOwner') },
    {
      long: 'no-privileges',
      short: 'x',
      aliases: ['no-acl'],
      group,
      help: says.noPrivileges,
      ...flag('noPrivileges'),
    },
    {
      long: 'superuser',
      short: 'S',
      argumentName: 'NAME',
      group,
      help: says.superuser,
      ...(verb === 'dump' ? text('superuser') : nonEmptyText('superuser')),
    },
    {
      long: 'use-set-session-authorization',
      group,
      help: 'use SET SESSION AUTHORIZATION commands instead of\nALTER OWNER commands to set ownership',
      ...flag('useSetSessionAuthorization'),
    },
    // Accepted for the sake of old scripts; it has done nothing since PostgreSQL 7.4.
    { long: 'no-reconnect', short: 'R', help: '', group: null, argument: 'none', apply: () => ({}) },
  ];
}

function omissionOptions(verb: 'dump' | 'restore'): readonly Option<OutputGiven>[] {
  const group = 'omissions';
  const labels = verb === 'dump' ? 'security label assignments' : 'security labels';
  return [
    ...worded(
      { long: 'no-comments', group, ...flag('noComments') },
      { 15: `do not ${verb} comments`, 18: `do not ${verb} comment commands` },
    ),
    {
      long: 'no-policies',
      since: 18,
      group,
      help: `do not ${verb} row security policies`,
      ...flag('noPolicies'),
    },
    { long: 'no-publications', group, help: `do not ${verb} publications`, ...flag('noPublications') },
    { long: 'no-security-labels', group, help: `do not ${verb} ${labels}`, ...flag('noSecurityLabels') },
    { long: 'no-subscriptions', group, help: `do not ${verb} subscriptions`, ...flag('noSubscriptions') },
    {
      long: 'no-table-access-method',
      group,
      help: `do not ${verb} table access methods`,
      ...flag('noTableAccessMethod'),
    },
    { long: 'no-tablespaces', group, help: `do not ${verb} tablespace assignments`, ...flag('noTablespaces') },
  ];
}
