import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { typedText } from '../model/text.ts';
import { type Conninfo } from './conninfo-keywords.ts';
import { type ConnectionOptions, conninfoOf } from './conninfo.ts';
import { type ConnectionPlan, type HostPlan, planConnection } from './connection-plan.ts';
import { type Environment, withEnvironment } from './environment.ts';
import { findPassword, passwordFileProblem } from './password-file.ts';
import { readServiceFile } from './service-file.ts';

export interface PlanContext {
  readonly applicationName: string;
  readonly env: Environment;
  /** The password a person typed: stronger than the environment's, weaker than a connection string's. */
  readonly typed: string | undefined;
}

/** Options, service file and environment together: what is to be tried. */
export async function loadPlan(options: ConnectionOptions, context: PlanContext): Promise<ConnectionPlan> {
  const { applicationName, env, typed } = context;
  const given = conninfoOf(options, typed);
  if (!given.has('fallback_application_name')) given.set('fallback_application_name', applicationName);
  const settings = withEnvironment(await withService(given, env), env);
  return planConnection(settings, { osUser: osUser(), defaultHost });
}

export const homeDirectory = (env: Environment): string => env.HOME || os.homedir();

function osUser(): string {
  try {
    return os.userInfo().username;
  } catch (cause) {
    throw new UserError(`could not look up local user ID ${process.geteuid?.() ?? ''}: user does not exist`, { cause });
  }
}

/** Where libpq looks for a server's socket when it is told no host: Debian's first, then PostgreSQL's own. */
const socketDirectories = ['/var/run/postgresql', '/tmp'];

/**
 * The directory that holds the socket, or where there is none the one whose absence libpq would complain of: another
 * place, localhost above all, could be another server. Windows has no sockets by default.
 */
function defaultHost(port: string): string {
  if (process.platform === 'win32') return 'localhost';
  const withSocket = socketDirectories.find((directory) => existsSync(join(directory, `.s.PGSQL.${port}`)));
  return withSocket ?? socketDirectories.find((directory) => existsSync(directory)) ?? '/tmp';
}

const systemConfiguration = '/etc/postgresql-common';

/** Fills what is not set from the service that `service` or PGSERVICE names: the user's file, then the system's. */
async function withService(given: Conninfo, env: Environment): Promise<Conninfo> {
  const service = given.get('service') ?? env.PGSERVICE;
  if (service === undefined) return given;
  const own = env.PGSERVICEFILE ?? join(homeDirectory(env), '.pg_service.conf');
  const system = join(env.PGSYSCONFDIR ?? systemConfiguration, 'pg_service.conf');
  for (const path of [own, system]) {
    const text = await readFile(path).then(typedText, (cause: unknown) => {
      if (path === env.PGSERVICEFILE) throw new UserError(`service file "${path}" not found`, { cause });
      return '';
    });
    const found = readServiceFile(text, service, path);
    if (found) return new Map([...found, ...given]);
  }
  throw new UserError(`definition of service "${service}" not found`);
}

/** The password that the password file has for one host; undefined where there is none. */
export async function passwordFromFile(
  plan: ConnectionPlan,
  place: HostPlan,
  env: Environment,
  onWarning: (message: string) => void,
): Promise<string | undefined> {
  const path = passwordFilePath(plan, env);
  const file = await stat(path).catch(() => null);
  if (file === null) return undefined;
  const problem = passwordFileProblem(path, file);
  if (problem !== null) {
    onWarning(problem);
    return undefined;
  }
  const text = await readFile(path).then(typedText, () => '');
  // A server at the standard socket is the local one, by whatever road it is reached.
  const host = socketDirectories.includes(place.host) ? 'localhost' : place.host || place.address;
  return findPassword(text, { host, port: place.port, database: plan.database, user: plan.user });
}

export const passwordFilePath = (plan: ConnectionPlan, env: Environment): string =>
  plan.passwordFile || join(homeDirectory(env), '.pgpass');
