import { groupBy } from '../../model/group-by.ts';
import type { ByteString } from '../../model/text.ts';
import type { Classified, OfKind } from '../../script/classify.ts';
import { foreignKeyOf } from '../../sql/foreign-key.ts';
import { statementsOf, type Statement } from '../../sql/statements.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';
import type { MetadataSlice } from '../metadata-slices.ts';
import { qualified, unquoted } from '../names.ts';
import { addStatement, draft, type Draft } from './draft.ts';
import { exchangeOf } from './exchange.ts';
import { objectTypeOf, type ReadSlice } from './read-slice.ts';
import { storageApart } from './storage-apart.ts';

/** Makes entries of the parts of metadata.sql, in their order: objects, and what is said of them. */
export class ObjectEntries {
  readonly preData: Draft[] = [];
  readonly sequenceSets: Draft[] = [];
  readonly postData: Draft[] = [];
  /** Types of objects that nobody knows here. */
  readonly unknown = new Set<string>();
  /** What is said later is said of the last one of a type and name. */
  readonly #objects = new Map<string, Draft>();
  readonly #relations = new Map<string, Draft>();
  readonly #indexes = new Map<string, Draft>();
  /** Partitions and what they are attached to. */
  readonly #parents = new Map<Draft, Draft>();
  readonly #hasAccessMethods: boolean;
  readonly #schemas = new Set<ByteString>();
  /** The last ones of an object. */
  readonly #acls = new Map<Draft, Draft>();
  readonly #secured = new Set<string>();
  /** Texts of foreign keys, the tables they are of, and entries. */
  readonly #foreignKeys: { readonly entry: Draft; readonly text: ByteString }[] = [];

  constructor({ hasAccessMethods }: { readonly hasAccessMethods: boolean }) {
    this.#hasAccessMethods = hasAccessMethods;
  }

  add({ slice, statements, said }: ReadSlice, section: 'pre-data' | 'post-data'): void {
    const list = section === 'pre-data' ? this.preData : this.postData;
    // Around an extension stands what its schema and the search path are.
    const [first = said[0]] = objectTypeOf(slice) === 'EXTENSION' ? said.filter(isExtension) : [];
    if (first === undefined) return;
    if (first.kind === 'owner') this.#own(slice, first, list);
    else if (first.kind === 'detail') this.#exchange(slice, statements[0]!, list);
    else if (first.kind !== 'object') this.#other(slice, statements, list);
    else if (first.desc === 'ACL') list.push(this.#acl(slice, first));
    else if (first.desc === 'COMMENT' || first.desc === 'SECURITY LABEL') list.push(this.#satellite(slice, first));
    else if (first.desc === 'TABLE ATTACH' || first.desc === 'INDEX ATTACH') list.push(this.#attach(slice, first));
    else this.#object(slice, first, statements, list);
  }

  relation(name: ByteString): Draft | undefined {
    const parts = new TokenCursor(name).takeQualifiedName();
    return parts === null ? undefined : this.#relations.get(keyOf(parts));
  }

  /** Of a table, the one at the top that it is a partition of; itself where it is none. */
  rootOf(name: ByteString): Draft | undefined {
    const table = this.relation(name);
    return table === undefined ? undefined : this.rootOfEntry(table);
  }

  rootOfEntry(table: Draft): Draft {
    let root = table;
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root)) root = parent;
    return root;
  }

  /** Foreign keys need the keys they refer to; nobody but pg_restore -j asks. */
  linkForeignKeys(): void {
    const keysOf = groupBy(this.postData.filter(isUniqueKey), ({ needs }) => needs[0]);
    for (const { entry, text } of this.#foreignKeys) {
      const key = foreignKeyOf(new TokenCursor(text));
      const referenced = key === null ? undefined : this.#relations.get(keyOf(key.references));
      if (referenced === undefined) continue;
      entry.needs.push(referenced, ...(keysOf.get(referenced) ?? []));
    }
  }

  #object(slice: MetadataSlice, object: OfKind<'object'>, statements: readonly Statement[], list: Draft[]): void {
    const { desc } = object;
    if (desc === 'ROW SECURITY') {
      // Said once for each policy.
      if (this.#secured.has(slice.reference)) return;
      this.#secured.add(slice.reference);
    }
    const isPostponed = desc === 'VIEW' && list === this.postData;
    const entry = draft({
      desc,
      tag: object.tag,
      namespace: object.namespace,
      section: list === this.postData ? 'post-data' : 'pre-data',
      dropStatement: isPostponed ? '' : (object.drop ?? ''),
      owner: desc === 'DEFAULT ACL' ? roleOf(slice.text) : '',
    });
    for (const statement of statements) this.#define(entry, statement, slice.text);
    if (desc === 'TABLE' || desc === 'MATERIALIZED VIEW') this.#takeStorageApart(entry);
    entry.needs.push(...this.#neededBy(slice, object, list));
    if (desc === 'FK CONSTRAINT') this.#foreignKeys.push({ entry, text: slice.text });
    const name = keyOf(nameOf(slice));
    if (relationDescs.has(desc) && list === this.preData) this.#relations.set(name, entry);
    if (desc === 'INDEX' || desc === 'CONSTRAINT') this.#indexes.set(name, entry);
    if (desc === 'SCHEMA') this.#schemas.add(object.tag);
    if (desc !== 'ROW SECURITY') this.#objects.set(objectKey(slice), entry);
    list.push(entry);
  }

  #neededBy(slice: MetadataSlice, { desc, about = [] }: OfKind<'object'>, list: readonly Draft[]): Draft[] {
    const own = this.relation(qualified(slice));
    const table = slice.reference === '' ? undefined : this.relation(slice.reference);
    const needs = [
      ...(desc === 'SEQUENCE OWNED BY' || (desc === 'VIEW' && list === this.postData) ? [own] : []),
      table,
      // The table of an identity column.
      ...(desc === 'SEQUENCE'
        ? about.map(({ namespace, tag }) => this.#relations.get(keyOf([namespace ?? '', tag])))
        : []),
    ].filter((needed) => needed !== undefined);
    return desc === 'VIEW' ? [...needs, ...list.filter((each) => each.desc === 'CONSTRAINT')] : needs;
  }

  /** What nobody knows goes with what it seems to be about, or stands for itself under gpbackup's own word. */
  #other(slice: MetadataSlice, statements: readonly Statement[], list: Draft[]): void {
    const object = this.#objects.get(objectKey(slice));
    if (object !== undefined) return addStatement(object, slice.text);
    this.unknown.add(slice.objectType);
    const desc = objectTypeOf(slice);
    this.#object(
      slice,
      { kind: 'object', desc, namespace: namespaceOf(slice), tag: unquoted(slice.name), drop: null },
      statements,
      list,
    );
  }

  /** Statements of one entry, but those that set a sequence, and those that would change the whole restore's settings. */
  #define(entry: Draft, statement: Statement, text: ByteString): void {
    const own = text.slice(statement.span.start, statement.after);
    const cursor = statement.cursor();
    if (cursor.sees('set') || (entry.desc === 'SEQUENCE' && cursor.sees('select'))) {
      if (cursor.sees('select')) {
        const { tag, namespace } = entry;
        this.sequenceSets.push(draft({ desc: 'SEQUENCE SET', tag, namespace, definition: `${own}\n`, needs: [entry] }));
      }
      return;
    }
    // Newer gpbackups make sure of an extension's schema, which mostly has an entry of its own.
    if (entry.desc === 'EXTENSION' && cursor.take('create', 'schema')) {
      cursor.take('if', 'not', 'exists');
      const schema = cursor.takeName() ?? '';
      if (schema === 'public' || this.#schemas.has(schema)) return;
    }
    addStatement(entry, own);
  }

  /** Before Greenplum 7 there is one access method, and WITH says the rest. */
  #takeStorageApart(entry: Draft): void {
    const { text, accessMethod, tablespace } = storageApart(entry.definition);
    entry.definition = text;
    entry.tableAccessMethod = this.#hasAccessMethods ? (accessMethod ?? 'heap') : null;
    entry.tablespace = tablespace ?? '';
  }

  /** Belongs to the object of which it says something, or where that is not there stands for itself. */
  #append(slice: MetadataSlice, list: Draft[]): void {
    const object = this.#objects.get(objectKey(slice)) ?? this.#indexes.get(keyOf(nameOf(slice)));
    if (object !== undefined) addStatement(object, slice.text);
    else this.#other(slice, statementsOf(slice.text), list);
  }

  #own(slice: MetadataSlice, { of, owner }: OfKind<'owner'>, list: Draft[]): void {
    const object = this.#objects.get(objectKey(slice));
    if (object === undefined && objectTypeOf(slice) === 'SCHEMA') {
      const tag = unquoted(slice.schema);
      // pg_dump's own words for the schema that each new database has.
      const entry = draft({
        desc: 'SCHEMA',
        tag,
        owner,
        definition: '-- *not* creating schema, since initdb creates it\n',
        dropStatement: '-- *not* dropping schema, since initdb creates it\n',
      });
      this.#objects.set(objectKey(slice), entry);
      // Its comment may have been there before its owner.
      const isAbout = ({ tag: about }: Draft): boolean => about === `SCHEMA ${slice.schema}`;
      const at = list.findIndex(isAbout);
      for (const each of list.filter(isAbout)) each.needs.push(entry);
      list.splice(at < 0 ? list.length : at, 0, entry);
    } else if (object !== undefined && object.dropStatement !== '' && isOwnerOf(object, of.desc)) object.owner = owner;
    else this.#append(slice, list);
  }

  #satellite(slice: MetadataSlice, { desc, namespace, tag }: OfKind<'object'>): Draft {
    return draft({ desc, tag, namespace, section: 'none', definition: `${slice.text}\n`, needs: this.#of(slice) });
  }

  #acl(slice: MetadataSlice, object: OfKind<'object'>): Draft {
    const entry = this.#satellite(slice, object);
    // Neither server takes two changes to the rights of one table and its columns at the same time.
    for (const of of this.#of(slice)) {
      const before = this.#acls.get(of);
      if (before !== undefined) entry.needs.push(before);
      this.#acls.set(of, entry);
    }
    return entry;
  }

  #of(slice: MetadataSlice): Draft[] {
    const object = this.#objects.get(objectKey(slice)) ?? this.#indexes.get(keyOf(nameOf(slice)));
    return object === undefined ? [] : [object];
  }

  #attach(slice: MetadataSlice, { desc, namespace, tag, about = [] }: OfKind<'object'>): Draft {
    const among = desc === 'TABLE ATTACH' ? this.#relations : this.#indexes;
    const named = about.map((each) => among.get(keyOf([each.namespace ?? '', each.tag])));
    const needs = named.toReversed().filter((each) => each !== undefined);
    if (desc === 'TABLE ATTACH' && needs.length === 2) this.#parents.set(needs[0]!, needs[1]!);
    return draft({ desc, tag, namespace, definition: `${slice.text}\n`, needs });
  }

  /** An external partition is made as a table and put in the place of an ordinary one: all that is one entry, the whole's. */
  #exchange(slice: MetadataSlice, statement: Statement, list: Draft[]): void {
    const exchange = exchangeOf(statement.cursor());
    const root = exchange === null ? undefined : this.#relations.get(keyOf(exchange.whole));
    const external = exchange === null ? undefined : this.#relations.get(keyOf(exchange.helper));
    if (exchange === null || root === undefined || external === undefined) return this.#append(slice, list);
    addStatement(root, external.definition + slice.text);
    this.#relations.delete(keyOf(exchange.helper));
    for (let i = list.length - 1; i >= 0; i -= 1) {
      if (list[i] === external || list[i]!.needs[0] === external) list.splice(i, 1);
    }
  }
}

const relationDescs = new Set(['TABLE', 'EXTERNAL TABLE', 'FOREIGN TABLE', 'VIEW', 'MATERIALIZED VIEW', 'SEQUENCE']);

const isExtension = (said: Classified): boolean => said.kind === 'object' && said.desc === 'EXTENSION';

const isUniqueKey = ({ desc, definition }: Draft): boolean =>
  desc === 'CONSTRAINT' || (desc === 'INDEX' && definition.startsWith('CREATE UNIQUE '));

const keyOf = (name: readonly ByteString[]): string => name.join('\0');

const nameOf = (slice: MetadataSlice): readonly ByteString[] => [unquoted(slice.schema), unquoted(slice.name)];

const objectKey = (slice: MetadataSlice): string => `${objectTypeOf(slice)} ${slice.schema}.${slice.name}`;

const namespaceOf = (slice: MetadataSlice): ByteString | null =>
  slice.schema === '' || objectTypeOf(slice) === 'SCHEMA' || objectTypeOf(slice) === 'EXTENSION'
    ? null
    : unquoted(slice.schema);

const roleOf = (text: ByteString): ByteString => {
  const cursor = new TokenCursor(text);
  return cursor.skipTo('role') && cursor.take('role') ? (cursor.takeName() ?? '') : '';
};

/** Whether pg_restore, which makes ALTER … OWNER of an entry's kind, makes this one. Old releases say TABLE of views too. */
const isOwnerOf = ({ desc }: Draft, said: string): boolean =>
  desc === said ||
  (said === 'TABLE' && relationDescs.has(desc)) ||
  (said === 'LANGUAGE' && desc === 'PROCEDURAL LANGUAGE');
