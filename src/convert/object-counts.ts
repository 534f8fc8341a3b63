import { type ByteString, shown } from '../model/text.ts';
import { statementsOf } from '../sql/statements.ts';
import type { TocEntry } from '../toc/entry.ts';

/** Numbers of objects, by what gpbackup's reports call them. */
export type ObjectCounts = Readonly<Record<string, number>>;

/** Where it is not the kind with an s behind it. */
const words: Readonly<Record<string, string>> = {
  'ACCESS METHOD': 'access methods',
  'CHECK CONSTRAINT': 'constraints',
  'FK CONSTRAINT': 'constraints',
  'DEFAULT ACL': 'default privileges',
  DOMAIN: 'types',
  'EXTERNAL TABLE': 'tables',
  'FOREIGN TABLE': 'tables',
  INDEX: 'indexes',
  'MATERIALIZED VIEW': 'views',
  'OPERATOR CLASS': 'operator classes',
  'OPERATOR FAMILY': 'operator families',
  POLICY: 'policies',
  'PROCEDURAL LANGUAGE': 'procedural languages',
  PROCEDURE: 'functions',
  SERVER: 'foreign servers',
  STATISTICS: 'extended statistics',
  'TEXT SEARCH DICTIONARY': 'text search dictionaries',
};

/** What is said of objects that are counted by themselves. */
const notCounted = new Set([
  'ACL',
  'BLOB',
  'BLOB METADATA',
  'BLOBS',
  'COMMENT',
  'DATABASE',
  'DATABASE PROPERTIES',
  'DEFAULT',
  'ENCODING',
  'INDEX ATTACH',
  'ROW SECURITY',
  'SEARCHPATH',
  'SECURITY LABEL',
  'SEQUENCE OWNED BY',
  'SEQUENCE SET',
  'SHELL TYPE',
  'STDSTRINGS',
  'TABLE ATTACH',
  'TABLE DATA',
]);

/** Objects of an archive, and those of a script of roles and the like, in the order of their names. */
export function objectCounts(entries: readonly TocEntry[], globals: ByteString): ObjectCounts {
  const counts = new Map<string, number>();
  const add = (word: string): void => void counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const { desc } of entries) if (!notCounted.has(desc)) add(words[desc] ?? `${shown(desc).toLowerCase()}s`);
  for (const global of globalsIn(globals)) add(global);
  return Object.fromEntries([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** Each once: most of them are made by one statement and altered by others, and those that any server has are altered alone. */
function globalsIn(script: ByteString): readonly string[] {
  const found = new Map<string, string>();
  for (const statement of statementsOf(script)) {
    const cursor = statement.cursor();
    if (!cursor.take('create') && !cursor.take('alter')) continue;
    const kind = globalKinds.find(([, ...keywords]) => cursor.take(...keywords))?.[0];
    const name = kind === undefined ? null : cursor.takeName();
    if (kind !== undefined && name !== null) found.set(`${kind} ${name}`, kind);
  }
  return [...found.values()];
}

const globalKinds = [
  ['roles', 'role'],
  ['resource queues', 'resource', 'queue'],
  ['resource groups', 'resource', 'group'],
  ['tablespaces', 'tablespace'],
] as const;
