import type { ByteString } from '../model/text.ts';
import type { TokenCursor } from '../sql/token-cursor.ts';
import type { Classified } from './classify.ts';
import { takeObjectName, type NamedObject } from './object-name.ts';
import { takeObjectType } from './object-type.ts';

/** COMMENT ON … IS and SECURITY LABEL … ON … IS; the first word is taken. */
export function textAbout(desc: string, cursor: TokenCursor, path: ByteString | null): Classified | null {
  if (desc === 'SECURITY LABEL') {
    if (!cursor.take('label')) return null;
    if (cursor.take('for')) cursor.next();
  }
  if (!cursor.take('on')) return null;
  return about(desc, cursor, path);
}

function about(desc: string, cursor: TokenCursor, path: ByteString | null): Classified | null {
  const { start } = cursor;
  const type = takeObjectType(cursor);
  if (type === null) return null;
  const words = cursor.textOf({ start, end: cursor.end }).toUpperCase().replace(/\s+/g, ' ');
  if (type.desc === null) return { kind: 'global' };
  const object = takeObjectName(cursor, { ...type, desc: type.desc }, path);
  return object === null ? null : satellite(desc, words, object);
}

const satellite = (desc: string, words: string, object: NamedObject): Classified => {
  const { namespace, tag, of } = object;
  return {
    kind: 'object',
    desc,
    namespace,
    tag: `${words} ${shownTag(object, tag)}`,
    drop: null,
    about: of === undefined ? [object] : [object, of],
  };
};

/** `orders_pkey ON orders`, where the object's own entry says `orders orders_pkey`. */
function shownTag({ desc, spelled }: NamedObject, tag: ByteString): ByteString {
  return ['CONSTRAINT', 'TRIGGER', 'RULE', 'POLICY'].includes(desc)
    ? spelled.replace(/(\bON\s+)(?:DOMAIN\s+)?(?:"(?:[^"]|"")*"|[^\s."]+)\./i, '$1')
    : tag.replace(/^(?:CAST|TRANSFORM|USER MAPPING) /, '');
}

/** Types that GRANT names otherwise than their CREATE does, or not at all. */
const allIn = ['tables', 'sequences', 'functions', 'procedures', 'routines'];

/** GRANT and REVOKE; the word is taken. */
export function privileges(cursor: TokenCursor, path: ByteString | null): Classified | null {
  // Membership of roles is granted on nothing.
  if (!cursor.skipTo('on', 'to', 'from') || !cursor.take('on')) return { kind: 'global' };
  if (cursor.take('all')) {
    const ahead = cursor.fork();
    if (!allIn.some((word) => ahead.take(word)) || !ahead.take('in', 'schema')) return null;
    const schema = ahead.takeName() ?? '';
    const about = [{ desc: 'SCHEMA', namespace: null, tag: schema }];
    return { kind: 'object', desc: 'ACL', namespace: schema, tag: `ALL IN SCHEMA ${schema}`, drop: null, about };
  }
  const ahead = cursor.fork();
  const type = takeObjectType(ahead);
  // `ON t` is a table's, whatever it is called.
  if (type === null || ahead.sees('to') || ahead.sees('from') || ahead.sees('.') || ahead.sees(',')) {
    const name = takeObjectName(cursor, { desc: 'TABLE', style: 'qualified' }, path);
    return name === null ? null : satellite('ACL', 'TABLE', name);
  }
  return about('ACL', cursor, path);
}
