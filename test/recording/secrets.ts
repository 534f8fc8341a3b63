const masked = '********';

/**
 * Passwords as options of user mappings, connection strings of subscriptions and places of external tables hold them:
 * `password 'x'`, `password=x`, `://user:x@`.
 */
const secrets: readonly RegExp[] = [
  /((?:password|passwd|passphrase|secret\w*|access\w*key\w*)"?\s*=?\s*')(?:[^'\\]|''|\\.)+(?=')/gi,
  /((?:password|passwd|passphrase|secret\w*|access\w*key\w*)=)[^\s'"&,;)}]+/gi,
  /(:\/\/[^\s:/@']+:)[^\s/@']+(?=@)/g,
];

/** A decoded value, or several, with stars where they hold a secret. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return secrets.reduce((text, secret) => text.replace(secret, `$1${masked}`), value);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutSecrets(part)]));
}
