import { noCatalogId, type DumpId } from '../model/catalog-id.ts';
import { kept, type ByteString } from '../model/text.ts';
import { isUsual, usualSection } from '../toc/entry-table.ts';
import type { TocEntry } from '../toc/entry.ts';
import type { OfKind } from './classify.ts';
import { objectKey } from './known-objects.ts';
import type { ObjectName } from './object-name.ts';
import type { Extent } from './piece.ts';

/** What the session has that an entry's statement runs in. */
export interface SessionState {
  readonly tablespace: ByteString | null;
  readonly tableAccessMethod: ByteString | null;
  readonly withOids: boolean;
}

const haveStorage = new Set(['TABLE', 'MATERIALIZED VIEW']);

const haveTablespace = new Set(['EXTERNAL TABLE', 'FOREIGN TABLE', 'INDEX', 'CONSTRAINT']);

/** An entry while its statements are read. */
export class EntryBuilder {
  readonly dumpId: DumpId;
  readonly desc: string;
  readonly namespace: ByteString | null;
  tag: ByteString;
  readonly state: SessionState;
  /** pg_dump has said what it is. */
  readonly isHeaded: boolean;
  owner: ByteString | null;
  drop: ByteString | null = null;
  /** Objects that it is about, which must be there. */
  about: readonly ObjectName[] = [];
  copyStatement: ByteString | null = null;
  /** A statement has said what it makes. */
  isDescribed = false;
  /** A comment that stands in the definition's place. */
  note: ByteString = '';
  readonly payload: Extent[] = [];
  /** What ends the rows of a COPY. */
  mark: ByteString = '';
  #definition: ByteString | null = null;

  constructor(
    dumpId: DumpId,
    name: ObjectName & { readonly owner?: ByteString | null },
    state: SessionState,
    isHeaded: boolean,
  ) {
    this.dumpId = dumpId;
    this.desc = name.desc;
    this.namespace = name.namespace;
    this.tag = name.tag;
    this.owner = name.owner ?? null;
    this.state = state;
    this.isHeaded = isHeaded;
  }

  get isDefined(): boolean {
    return this.#definition !== null;
  }

  get definition(): ByteString | null {
    return this.#definition ?? (this.note === '' ? null : this.note);
  }

  /** What its first statement says of it; what pg_dump has said is better known. */
  describe({ tag, drop, about = [] }: Pick<OfKind<'object'>, 'tag' | 'drop' | 'about'>): void {
    // Its comment is on one line.
    if (tag.replace(/[\n\r]/g, ' ') === this.tag) this.tag = tag;
    this.isDescribed = true;
    this.drop = drop;
    this.about = about;
  }

  isNamed({ namespace, tag }: ObjectName): boolean {
    return this.namespace === namespace && this.tag === tag;
  }

  /** Whether it makes an object, or is about one alone. */
  isAbout(of: ObjectName): boolean {
    return [this, ...this.about].some((each) => objectKey(each) === objectKey(of));
  }

  define(text: ByteString): void {
    this.#definition = (this.#definition ?? '') + text;
  }

  get hasData(): boolean {
    return this.desc === 'TABLE DATA' || this.desc === 'BLOBS';
  }

  entry(dependencies: readonly DumpId[]): TocEntry {
    const { dumpId, desc, tag, namespace, state, owner, definition } = this;
    const isGroup = desc === 'BLOB METADATA';
    return {
      dumpId,
      catalogId: noCatalogId,
      desc,
      tag: kept(tag),
      namespace,
      tablespace: haveStorage.has(desc) || haveTablespace.has(desc) ? state.tablespace : null,
      tableAccessMethod: haveStorage.has(desc) ? state.tableAccessMethod : null,
      relkind: null,
      owner,
      section: isUsual(desc) ? usualSection(desc) : 'none',
      // Of a definition the last line feed stands behind it.
      definition: definition === null ? null : `${kept(isGroup ? members(definition) : definition)}\n`,
      dropStatement: isGroup ? '-- dummy' : this.drop === null ? null : kept(this.drop),
      copyStatement: this.copyStatement === null ? null : `${kept(this.copyStatement)}\n`,
      withOids: state.withOids && desc === 'TABLE',
      dependencies,
      hasData: this.hasData,
    };
  }
}

/** Large objects that share an entry are told by their OIDs. */
const members = (definition: ByteString): ByteString =>
  [...definition.matchAll(/lo_create\('(\d+)'\)/g)].map(([, oid]) => oid).join('\n');
