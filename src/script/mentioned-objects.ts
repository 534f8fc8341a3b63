import type { ByteString } from '../model/text.ts';
import type { TokenCursor } from '../sql/token-cursor.ts';
import type { ObjectName } from './object-name.ts';

/** Words behind which the name of something that is in no schema stands, and what that may be. */
const words: Readonly<Record<string, readonly string[]>> = {
  language: ['PROCEDURAL LANGUAGE', 'EXTENSION'],
  server: ['SERVER'],
  wrapper: ['FOREIGN DATA WRAPPER'],
  schema: ['SCHEMA'],
};

/** Objects without a schema that a text names: a language, a server and its wrapper, the schema of an extension. */
export function* mentionedObjects(cursor: TokenCursor): Generator<ObjectName> {
  while (cursor.skipTo(...Object.keys(words))) {
    const descs = words[cursor.next()!.value]!;
    const tag: ByteString | null = cursor.takeName();
    if (tag !== null) for (const desc of descs) yield { desc, namespace: null, tag };
  }
}
