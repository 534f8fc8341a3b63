import type { AuthMethod, AuthRequirement } from './auth-requirement.ts';
import type { ChannelBinding } from './connection-plan.ts';

/** What decides whether a server's way of asking for proof is answered. */
export interface AuthPolicy {
  readonly channelBinding: ChannelBinding;
  readonly requireAuth: AuthRequirement | null;
  readonly isTls: boolean;
  readonly hasPassword: boolean;
}

/** An authentication message, under the names pg-protocol gives them. */
export interface AuthMessage {
  readonly name: string;
  readonly mechanisms?: readonly string[];
  readonly salt?: Uint8Array;
  readonly data?: string;
}

/** The server asked for a password and none is known: then a person can be asked. */
export const noPassword = 'fe_sendauth: no password supplied';

const methodOf: Readonly<Record<string, AuthMethod>> = {
  authenticationCleartextPassword: 'password',
  authenticationMD5Password: 'md5',
  authenticationSASL: 'scram-sha-256',
};

const requested: Readonly<Partial<Record<AuthMethod, string>>> = {
  password: 'server requested a cleartext password',
  md5: 'server requested a hashed password',
  'scram-sha-256': 'server requested SASL authentication',
};

/**
 * Watches one authentication exchange. The function returned is called with each message before it is answered and says,
 * in libpq's words, why it must not be; null lets it pass. Secrets are thereby kept from servers that ask too crudely.
 */
export function authGuard(policy: AuthPolicy): (message: AuthMessage) => string | null {
  let used: AuthMethod = 'none';
  let isBound = false;
  return (message) => {
    if (message.name === 'authenticationOk') {
      if (policy.channelBinding === 'require' && !isBound) {
        return 'channel binding required, but server authenticated client without channel binding';
      }
      return used === 'none' ? refusedMethod(policy, 'none', 'server did not complete authentication') : null;
    }
    const method = methodOf[message.name];
    if (method === undefined) return null;
    used = method;
    const refusal = refusedMethod(policy, method, requested[method] ?? '') ?? refusedBinding(policy, message);
    if (refusal !== null) return refusal;
    isBound = offersBinding(message) && policy.isTls && policy.channelBinding !== 'disable';
    return policy.hasPassword ? null : noPassword;
  };
}

function refusedMethod(policy: AuthPolicy, method: AuthMethod, what: string): string | null {
  const { requireAuth } = policy;
  if (requireAuth === null || requireAuth.allowed.has(method)) return null;
  return `authentication method requirement "${requireAuth.text}" failed: ${what}`;
}

function refusedBinding(policy: AuthPolicy, message: AuthMessage): string | null {
  if (policy.channelBinding !== 'require') return null;
  if (message.name !== 'authenticationSASL') {
    return "channel binding required but not supported by server's authentication request";
  }
  if (!policy.isTls) return 'channel binding required, but SSL not in use';
  return offersBinding(message)
    ? null
    : 'channel binding is required, but server did not offer an authentication method that supports channel binding';
}

const offersBinding = (message: AuthMessage): boolean => message.mechanisms?.includes('SCRAM-SHA-256-PLUS') ?? false;
