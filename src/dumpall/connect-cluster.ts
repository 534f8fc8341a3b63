import { UserError } from '../errors.ts';
import { connect, type ConnectExtras } from '../server/connect.ts';
import type { ConnectionOptions } from '../server/conninfo.ts';
import { promptPassword } from '../server/password-prompt.ts';
import type { Session } from '../server/session.ts';

/** Connects where roles and tablespaces are read: to the named database, else to postgres, else to template1. */
export async function connectCluster(options: ConnectionOptions, extras: ConnectExtras): Promise<Session> {
  const asked = { ...extras, promptPassword: askedOnce(extras.promptPassword ?? promptPassword) };
  const { database } = options;
  if (database !== undefined) {
    return connect(options, asked).catch((cause: unknown) => {
      if (!(cause instanceof UserError)) throw cause;
      throw new UserError(`could not connect to database "${database}"`, { detail: cause.message, cause });
    });
  }
  try {
    return await connect({ ...options, database: 'postgres' }, asked);
  } catch {
    return connect({ ...options, database: 'template1' }, asked);
  }
}

type Prompt = NonNullable<ConnectExtras['promptPassword']>;

function askedOnce(ask: Prompt): Prompt {
  let answer: Promise<string> | undefined;
  return (...question) => (answer ??= ask(...question));
}
