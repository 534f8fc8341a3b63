import { groupBy } from '../../model/group-by.ts';
import type { ByteString } from '../../model/text.ts';
import { statementsOf, type Statement } from '../../sql/statements.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';
import type { MetadataSlice } from '../metadata-slices.ts';
import { qualified, unquoted } from '../names.ts';
import { addStatement, draft, type Draft } from './draft.ts';
import { objectKindOf, objectTypeOf } from './object-kinds.ts';
import { storageApart } from './storage-apart.ts';
import { kindOf, type Name, type StatementKind } from './statement-kind.ts';

type Said<K extends StatementKind['kind']> = Extract<StatementKind, { kind: K }>;

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

  add(slice: MetadataSlice, section: 'pre-data' | 'post-data'): void {
    const list = section === 'pre-data' ? this.preData : this.postData;
    const statements = statementsOf(slice.text);
    const [first] = statements;
    if (first === undefined) return;
    const said = kindOf(first);
    if (said.kind === 'owner') this.#own(slice, said, list);
    else if (said.kind === 'comment') list.push(this.#satellite(slice, 'COMMENT', said.object));
    else if (said.kind === 'security label') list.push(this.#satellite(slice, 'SECURITY LABEL', said.object));
    else if (said.kind === 'acl') list.push(this.#acl(slice, said));
    else if (said.kind === 'attach') list.push(this.#attach(slice, said));
    else if (said.kind === 'exchange') this.#exchange(slice, said, list);
    else if (/^(?:CREATE|ALTER DEFAULT)\b/.test(slice.text) || this.#standsAlone(slice))
      this.#object(slice, statements, list);
    else this.#append(slice, list);
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
      const cursor = new TokenCursor(text);
      const name = cursor.skipTo('references') && cursor.take('references') ? cursor.takeQualifiedName() : null;
      const referenced = name === null ? undefined : this.#relations.get(keyOf(name));
      if (referenced === undefined) continue;
      entry.needs.push(referenced, ...(keysOf.get(referenced) ?? []));
    }
  }

  #object(slice: MetadataSlice, statements: readonly Statement[], list: Draft[]): void {
    const kind = objectKindOf(slice);
    if (kind === null) {
      this.unknown.add(slice.objectType);
      return;
    }
    const namespace = kind.isGlobal === true || slice.schema === '' ? null : unquoted(slice.schema);
    if (kind.desc === 'ROW SECURITY') {
      // Said once for each policy.
      if (this.#secured.has(slice.reference)) return;
      this.#secured.add(slice.reference);
    }
    const entry = draft({
      desc: kind.desc,
      tag: kind.tag,
      namespace: kind.desc === 'SCHEMA' ? null : namespace,
      section: list === this.postData ? 'post-data' : 'pre-data',
      dropStatement: kind.drop,
    });
    for (const statement of statements) this.#define(entry, statement, slice.text);
    if (kind.desc === 'TABLE' || kind.desc === 'MATERIALIZED VIEW') this.#takeStorageApart(entry);
    const table = slice.reference === '' ? undefined : this.relation(slice.reference);
    if (table !== undefined) entry.needs.push(table);
    if (kind.desc === 'VIEW' && list === this.postData) {
      entry.dropStatement = '';
      const dummy = this.relation(qualified(slice));
      entry.needs.push(...(dummy === undefined ? [] : [dummy]), ...list.filter(({ desc }) => desc === 'CONSTRAINT'));
    }
    if (kind.desc === 'DEFAULT ACL') entry.owner = roleOf(slice.text);
    if (kind.desc === 'SEQUENCE OWNED BY') {
      const sequence = this.relation(qualified(slice));
      if (sequence !== undefined) entry.needs.unshift(sequence);
    }
    if (kind.desc === 'SEQUENCE' && slice.text.startsWith('ALTER TABLE ')) {
      entry.dropStatement = '';
      const cursor = new TokenCursor(slice.text);
      const name = cursor.take('alter', 'table') ? cursor.takeQualifiedName() : null;
      const owner = name === null ? undefined : this.#relations.get(keyOf(name));
      if (owner !== undefined) entry.needs.push(owner);
    }
    if (kind.desc === 'FK CONSTRAINT') this.#foreignKeys.push({ entry, text: slice.text });
    const name = nameOf(slice);
    const isRelation = ['TABLE', 'EXTERNAL TABLE', 'FOREIGN TABLE', 'VIEW', 'MATERIALIZED VIEW', 'SEQUENCE'].includes(
      kind.desc,
    );
    if (isRelation && list === this.preData) this.#relations.set(keyOf(name), entry);
    if (kind.desc === 'INDEX' || kind.desc === 'CONSTRAINT') this.#indexes.set(keyOf(name), entry);
    if (kind.desc === 'SCHEMA') this.#schemas.add(kind.tag);
    if (kind.desc !== 'ROW SECURITY') this.#objects.set(objectKey(slice), entry);
    list.push(entry);
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

  /** ALTER statements that make an object of their own. */
  #standsAlone(slice: MetadataSlice): boolean {
    const type = objectTypeOf(slice);
    if (slice.objectType.endsWith(' METADATA')) return false;
    return (
      type === 'CONSTRAINT' ||
      type === 'SEQUENCE OWNER' ||
      type === 'POLICY' ||
      (type === 'SEQUENCE' && / ADD GENERATED /.test(slice.text))
    );
  }

  /** Belongs to the object of which it says something, or where that is not there stands for itself. */
  #append(slice: MetadataSlice, list: Draft[]): void {
    const object = this.#objects.get(objectKey(slice)) ?? this.#indexes.get(keyOf(nameOf(slice)));
    if (object !== undefined) addStatement(object, slice.text);
    else this.#object(slice, statementsOf(slice.text), list);
  }

  #own(slice: MetadataSlice, { words, owner }: Said<'owner'>, list: Draft[]): void {
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
    } else if (object !== undefined && object.dropStatement !== '' && isOwnerOf(object, words)) object.owner = owner;
    else this.#append(slice, list);
  }

  #satellite(slice: MetadataSlice, desc: 'COMMENT' | 'SECURITY LABEL', object: { start: number; end: number }): Draft {
    const about = slice.text.slice(object.start, object.end);
    const needs = this.#of(slice);
    const tag = withoutSchema(about, slice);
    return draft({ desc, tag, namespace: namespaceOf(slice), section: 'none', definition: `${slice.text}\n`, needs });
  }

  #acl(slice: MetadataSlice, { object, column }: Said<'acl'>): Draft {
    const about = withoutSchema(slice.text.slice(object.start, object.end), slice);
    const columnName = column === null ? null : slice.text.slice(column.start + 1, column.end - 1);
    const tag = columnName === null ? about : `${about.replace(/^TABLE /, 'COLUMN ')}.${columnName}`;
    const of = this.#of(slice);
    const definition = `${slice.text}\n`;
    // Neither server takes two changes to the rights of one table and its columns at the same time.
    const needs = [...of, ...of.flatMap((each) => this.#acls.get(each) ?? [])];
    const entry = draft({ desc: 'ACL', tag, namespace: namespaceOf(slice), section: 'none', definition, needs });
    for (const each of of) this.#acls.set(each, entry);
    return entry;
  }

  #of(slice: MetadataSlice): Draft[] {
    const object = this.#objects.get(objectKey(slice)) ?? this.#indexes.get(keyOf(nameOf(slice)));
    return object === undefined ? [] : [object];
  }

  #attach(slice: MetadataSlice, { of, whole, part }: Said<'attach'>): Draft {
    const among = of === 'table' ? this.#relations : this.#indexes;
    const needs = [part, whole].flatMap((name) => among.get(keyOf(name)) ?? []);
    if (of === 'table' && needs.length === 2) this.#parents.set(needs[0]!, needs[1]!);
    return draft({
      desc: of === 'table' ? 'TABLE ATTACH' : 'INDEX ATTACH',
      tag: part.at(-1) ?? '',
      namespace: part.length > 1 ? part[0]! : namespaceOf(slice),
      definition: `${slice.text}\n`,
      needs,
    });
  }

  /** An external partition is made as a table and put in the place of an ordinary one: all that is one entry, the whole's. */
  #exchange(slice: MetadataSlice, { whole, helper }: Said<'exchange'>, list: Draft[]): void {
    const root = this.#relations.get(keyOf(whole));
    const external = this.#relations.get(keyOf(helper));
    if (root === undefined || external === undefined) return this.#object(slice, statementsOf(slice.text), list);
    addStatement(root, external.definition + slice.text);
    this.#relations.delete(keyOf(helper));
    for (let i = list.length - 1; i >= 0; i -= 1) {
      if (list[i] === external || list[i]!.needs[0] === external) list.splice(i, 1);
    }
  }
}

const isUniqueKey = ({ desc, definition }: Draft): boolean =>
  desc === 'CONSTRAINT' || (desc === 'INDEX' && definition.startsWith('CREATE UNIQUE '));

const keyOf = (name: Name): string => name.join('\0');

const nameOf = (slice: MetadataSlice): Name => [unquoted(slice.schema), unquoted(slice.name)];

const objectKey = (slice: MetadataSlice): string => `${objectTypeOf(slice)} ${slice.schema}.${slice.name}`;

const namespaceOf = (slice: MetadataSlice): ByteString | null =>
  slice.schema === '' || objectTypeOf(slice) === 'SCHEMA' || objectTypeOf(slice) === 'EXTENSION'
    ? null
    : unquoted(slice.schema);

/** As pg_dump has it in tags: `COLUMN t.c`, `FUNCTION f(app.a)`. */
const withoutSchema = (about: ByteString, slice: MetadataSlice): ByteString =>
  objectTypeOf(slice) === 'CAST' || slice.schema === '' ? about : about.replace(`${slice.schema}.`, () => '');

const roleOf = (text: ByteString): ByteString => {
  const cursor = new TokenCursor(text);
  return cursor.skipTo('role') && cursor.take('role') ? (cursor.takeName() ?? '') : '';
};

/** Whether pg_restore, which makes ALTER … OWNER of an entry's kind, makes this one. Old releases say TABLE of views too. */
function isOwnerOf({ desc }: Draft, words: string): boolean {
  if (words === 'table')
    return ['TABLE', 'EXTERNAL TABLE', 'FOREIGN TABLE', 'VIEW', 'MATERIALIZED VIEW', 'SEQUENCE'].includes(desc);
  return (
    desc === words.toUpperCase() ||
    desc === `PROCEDURAL ${words.toUpperCase()}` ||
    `${desc} TYPE` === `SHELL ${words.toUpperCase()}`
  );
}
