import type { DumpAllOptions } from '../dumpall/options.ts';
import { UserError } from '../errors.ts';
import { parseConnectionString, type ConnectionOptions } from '../server/conninfo.ts';
import { checkRestrictKey } from '../sink/psql.ts';
import { dumpOptionsOf } from './dump-arguments.ts';
import type { DumpAllGiven } from './options/dumpall-options.ts';
import { noPartsGiven, partsOf } from './options/parts.ts';
import { UsageError } from './options/usage-error.ts';

/** What dumpall's command line asks for. Refuses what cannot be meant, in pg_dumpall's words and order. */
export function dumpAllOptionsOf(given: DumpAllGiven, operands: readonly string[]): DumpAllOptions {
  if (operands[0] !== undefined) throw new UsageError(`too many command-line arguments (first is "${operands[0]}")`);
  const { globalsOnly, rolesOnly, tablespacesOnly } = given;
  if (given.excludeDatabases.length > 0 && (globalsOnly || rolesOnly || tablespacesOnly)) {
    throw new UsageError(
      'option --exclude-database cannot be used together with -g/--globals-only, -r/--roles-only, or -t/--tablespaces-only',
    );
  }
  if (globalsOnly && rolesOnly) throw notTogether('-g/--globals-only', '-r/--roles-only');
  if (globalsOnly && tablespacesOnly) throw notTogether('-g/--globals-only', '-t/--tablespaces-only');
  if (given.ifExists && !given.clean) throw new UserError('option --if-exists requires option -c/--clean');
  if (rolesOnly && tablespacesOnly) throw notTogether('-r/--roles-only', '-t/--tablespaces-only');
  if (given.restrictKey !== undefined) checkRestrictKey(given.restrictKey);
  const only = globalsOnly ? 'globals' : rolesOnly ? 'roles' : tablespacesOnly ? 'tablespaces' : undefined;
  const ofDumps = only === undefined ? given : withoutConflicts(given);
  return {
    // The connection string is not the name of a database, which is what dump takes it for.
    ...dumpOptionsOf({ ...ofDumps, dbname: undefined }, []),
    connection: connectionOf(given),
    only,
    excludeDatabases: given.excludeDatabases,
    noRolePasswords: given.noRolePasswords,
    resourceQueues: given.resourceQueues || given.gpSyntax,
    resourceGroups: given.resourceGroups || given.gpSyntax,
  };
}

/** Where no database is dumped, nothing is refused that its dump would refuse: all that counts is whether there is a schema. */
function withoutConflicts(given: DumpAllGiven): DumpAllGiven {
  const { schema } = partsOf(given, { statistics: false });
  const clean = given.clean && schema;
  const ifExists = given.ifExists && schema;
  return { ...given, ...noPartsGiven, dataOnly: !schema, clean, ifExists, onConflictDoNothing: false };
}

const notTogether = (one: string, other: string): UsageError =>
  new UsageError(`options ${one} and ${other} cannot be used together`);

/** Other than with pg_dump, -h, -p and -U win over the connection string, and a database named there is nothing. */
function connectionOf(given: DumpAllGiven): ConnectionOptions {
  const settings = new Map(parseConnectionString(given.dbname ?? ''));
  settings.delete('dbname');
  const typed = { host: given.host, port: given.port, user: given.username };
  for (const [keyword, value] of Object.entries(typed)) if (value !== undefined) settings.set(keyword, value);
  return {
    database: given.database,
    passwordPrompt: given.promptPassword === undefined ? 'default' : given.promptPassword ? 'force' : 'never',
    overrides: Object.fromEntries(settings),
  };
}
