/** What a line of a password file is looked up by. */
export interface PasswordKey {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
}

/** The password of the first line that matches; undefined where none does. A match without a password gives ''. */
export function findPassword(text: string, key: PasswordKey): string | undefined {
  const wanted = [key.host, key.port, key.database, key.user];
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\r+$/, '');
    if (line === '' || line.startsWith('#')) continue;
    const fields = splitFields(line);
    if (fields.length < 5) continue;
    if (wanted.every((value, index) => fields[index] === '*' || unescape(fields[index] ?? '') === value)) {
      return unescape(fields[4] ?? '');
    }
  }
  return undefined;
}

/** Fields between colons that no backslash precedes, still escaped. */
const splitFields = (line: string): string[] => line.match(/(?<=^|:)(?:\\[^]|[^\\:]|\\$)*/g) ?? [];

const unescape = (field: string): string => field.replace(/\\([^])/g, '$1');

/** What keeps a password file from being used, in libpq's words; null where nothing does. */
export function passwordFileProblem(path: string, file: { isFile(): boolean; readonly mode: number }): string | null {
  if (!file.isFile()) return `WARNING: password file "${path}" is not a plain file`;
  if ((file.mode & 0o077) !== 0) {
    return `WARNING: password file "${path}" has group or world access; permissions should be u=rw (0600) or less`;
  }
  return null;
}
