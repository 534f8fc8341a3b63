import type { DumpId } from '../model/catalog-id.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import type { EntryBuilder } from './entry-builder.ts';
import { bareName, isObject, objectKey } from './known-objects.ts';
import { ReferencedKeys } from './referenced-keys.ts';
import { mentionedObjects } from './mentioned-objects.ts';
import { mentionedNames } from './mentioned-names.ts';
import type { ObjectName } from './object-name.ts';

/** Of each entry of a script those ahead of it that it needs, as far as its text tells. */
export function dependenciesOf(builders: readonly EntryBuilder[]): readonly (readonly DumpId[])[] {
  const keys = new ReferencedKeys(builders);
  const made = new Made();
  return builders.map((builder) => {
    const dependencies = needs(builder, made, keys);
    if (isObject(builder)) made.add(builder);
    return dependencies;
  });
}

/** What entries so far have made. Of what is made anew the last: that one needs those ahead. */
class Made {
  readonly #objects = new Map<string, DumpId>();
  /** By schema and name, what of different kinds or with different arguments has it. */
  readonly #names = new Map<string, Map<string, EntryBuilder>>();

  add(builder: EntryBuilder): void {
    const { dumpId, namespace, tag, desc } = builder;
    const key = objectKey(builder);
    this.#objects.set(key, dumpId);
    if (namespace === null || belongsToTable(desc)) return;
    const name = `${namespace}\0${bareName(tag)}`;
    const same = this.#names.get(name);
    if (same === undefined) this.#names.set(name, new Map([[key, builder]]));
    else same.set(key, builder);
  }

  object(of: ObjectName): DumpId | undefined {
    return this.#objects.get(objectKey(of));
  }

  named(name: string): readonly DumpId[] {
    const found = [...(this.#names.get(name)?.values() ?? [])];
    // Of routines that differ in their arguments it may be any.
    const isOne = found.length === 1 || found.every(({ tag }) => !tag.includes('('));
    return isOne ? found.map(({ dumpId }) => dumpId) : [];
  }
}

function needs(builder: EntryBuilder, made: Made, keys: ReferencedKeys): readonly DumpId[] {
  const { desc, namespace, tag, dumpId } = builder;
  // What it drops is made behind it.
  if (desc === 'DROP') return [];
  const dependencies = new Set<DumpId>();
  const add = (found: DumpId | undefined): void => void (found !== undefined && dependencies.add(found));
  if (isObject(builder) && namespace !== null && !belongsToTable(desc)) {
    add(made.object({ desc: 'SCHEMA', namespace: null, tag: namespace }));
  }
  if (desc === 'TABLE DATA') add(made.object({ desc: 'TABLE', namespace, tag }));
  if (desc === 'FK CONSTRAINT') {
    for (const key of keys.of(builder)) if (key.dumpId < dumpId) add(key.dumpId);
  }
  for (const of of builder.about) {
    const found = made.object(of);
    add(found);
    // A comment on a constraint needs nothing but that.
    if (found !== undefined && belongsToTable(of.desc)) return [found];
  }
  if (!isSatellite(desc)) {
    for (const object of mentionedObjects(new TokenCursor(builder.definition ?? ''))) add(made.object(object));
    for (const name of mentionedNames(desc, builder.definition, namespace)) made.named(name).forEach(add);
  }
  return [...dependencies].toSorted((one, other) => one - other);
}

const belongsToTable = (desc: string): boolean =>
  desc.endsWith('CONSTRAINT') || desc === 'TRIGGER' || desc === 'RULE' || desc === 'POLICY';

const isSatellite = (desc: string): boolean =>
  ['ACL', 'COMMENT', 'SECURITY LABEL', 'TABLE DATA', 'SEQUENCE SET', 'GLOBAL', 'DROP', 'SET'].includes(desc);
