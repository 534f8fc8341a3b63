import { addTo } from '../model/group-by.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import type { EntryBuilder } from './entry-builder.ts';
import { bareName, isObject, objectKey } from './known-objects.ts';
import { ReferencedKeys } from './referenced-keys.ts';
import { mentionedObjects } from './mentioned-objects.ts';
import { mentionedNames } from './mentioned-names.ts';

/** Of each entry of a script those ahead of it that it needs, as far as its text tells. */
export function dependenciesOf(builders: readonly EntryBuilder[]): (builder: EntryBuilder) => readonly DumpId[] {
  const objects = new Map<string, EntryBuilder[]>();
  const names = new Map<string, EntryBuilder[]>();
  for (const builder of builders) {
    if (!isObject(builder)) continue;
    addTo(objects, objectKey(builder), builder);
    const { namespace, tag, desc } = builder;
    if (namespace !== null && !belongsToTable(desc)) addTo(names, `${namespace}\0${bareName(tag)}`, builder);
  }
  const keys = new ReferencedKeys(builders);
  const ahead = (builder: EntryBuilder, found: readonly EntryBuilder[] = []): readonly DumpId[] =>
    found.filter(({ dumpId }) => dumpId < builder.dumpId).map(({ dumpId }) => dumpId);
  return (builder) => {
    // What it drops is made behind it.
    if (builder.desc === 'DROP') return [];
    const dependencies = new Set<DumpId>();
    const add = (found: readonly DumpId[]): void => found.forEach((dumpId) => dependencies.add(dumpId));
    if (isObject(builder) && builder.namespace !== null && !belongsToTable(builder.desc)) {
      add(ahead(builder, objects.get(objectKey({ desc: 'SCHEMA', namespace: null, tag: builder.namespace }))));
    }
    if (builder.desc === 'TABLE DATA')
      add(ahead(builder, objects.get(objectKey({ desc: 'TABLE', namespace: builder.namespace, tag: builder.tag }))));
    if (builder.desc === 'FK CONSTRAINT') add(ahead(builder, keys.of(builder)));
    for (const of of builder.about) {
      const found = ahead(builder, objects.get(objectKey(of)));
      add(found);
      // A comment on a constraint needs nothing but that.
      if (found.length > 0 && belongsToTable(of.desc)) return found;
    }
    if (!isSatellite(builder.desc)) {
      const text = builder.definition ?? '';
      for (const object of mentionedObjects(new TokenCursor(text))) add(ahead(builder, objects.get(objectKey(object))));
      for (const name of mentionedNames(builder.desc, builder.definition, builder.namespace)) {
        const found = names.get(name) ?? [];
        // Of routines that differ in their arguments it may be any.
        if (found.length === 1 || found.every(({ tag }) => !tag.includes('('))) add(ahead(builder, found));
      }
    }
    return [...dependencies].toSorted((one, other) => one - other);
  };
}

const belongsToTable = (desc: string): boolean =>
  desc.endsWith('CONSTRAINT') || desc === 'TRIGGER' || desc === 'RULE' || desc === 'POLICY';

const isSatellite = (desc: string): boolean =>
  ['ACL', 'COMMENT', 'SECURITY LABEL', 'TABLE DATA', 'SEQUENCE SET', 'GLOBAL', 'DROP', 'SET'].includes(desc);
