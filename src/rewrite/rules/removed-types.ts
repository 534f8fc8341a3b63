import type { ByteString } from '../../model/text.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Types that PostgreSQL 12 no longer has, and which takes their text as COPY has it. */
const successors: ReadonlyMap<ByteString, ByteString> = new Map([
  ['abstime', 'timestamp with time zone'],
  ['reltime', 'interval'],
  // Its text is of no range type: ["2020-01-01 00:00:00+00" "2021-01-01 00:00:00+00"].
  ['tinterval', 'text'],
  ['unknown', 'text'],
]);

/** Columns of types that went away. */
export const removedTypes: Rule = {
  name: 'removed-types',
  descs: ['TABLE', 'EXTERNAL TABLE', 'FOREIGN TABLE'],
  pattern: /\b(?:abstime|reltime|tinterval|unknown)\b/,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    if (text === null) return null;
    const rewriting = new Rewriting(text.text);
    for (const { type } of text.table.columns) {
      const cursor = archive.cursorOf(text.text.slice(type.start, type.end));
      const [name, schema = 'pg_catalog'] = (cursor.takeQualifiedName() ?? []).toReversed();
      const successor = schema === 'pg_catalog' && name !== undefined ? successors.get(name) : undefined;
      if (successor === undefined) continue;
      rewriting.edits.replace({ start: type.start, end: type.start + cursor.end }, successor);
      rewriting.note(`columns of type ${name} are ${successor}, since the target has no such type`);
    }
    return rewriting.outcome;
  },
};
