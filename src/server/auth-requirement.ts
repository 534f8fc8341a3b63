import { UserError } from '../errors.ts';

/** Ways of authenticating that require_auth can name. `none` is a server that asks for nothing. */
const methods = ['password', 'md5', 'gss', 'sspi', 'scram-sha-256', 'oauth', 'none'] as const;
export type AuthMethod = (typeof methods)[number];

/** The value of require_auth, as written, and the methods it lets pass. */
export interface AuthRequirement {
  readonly text: string;
  readonly allowed: ReadonlySet<AuthMethod>;
}

/** `scram-sha-256,md5` allows these; `!password` allows all but these; the two cannot be mixed. */
export function parseAuthRequirement(text: string): AuthRequirement | null {
  if (text === '') return null;
  const negated = text.startsWith('!');
  const named = new Set<AuthMethod>();
  for (const item of text.split(',')) {
    if (item.startsWith('!') !== negated) {
      const problem = negated ? 'cannot be mixed with negative methods' : 'cannot be mixed with non-negative methods';
      const sort = negated ? 'require_auth method' : 'negative require_auth method';
      throw new UserError(`${sort} "${item}" ${problem}`);
    }
    const method = methods.find((known) => known === item.replace(/^!/, ''));
    if (method === undefined) throw new UserError(`invalid require_auth value: "${item}"`);
    if (named.has(method)) throw new UserError(`require_auth method "${item}" is specified more than once`);
    named.add(method);
  }
  const allowed = new Set(methods.filter((method) => named.has(method) !== negated));
  return { text, allowed };
}
