import type { ByteString } from '../model/text.ts';
import type { ArchiveIndex } from './archive-index.ts';
import { keyOf, nameOf, resolved } from './qualified-name.ts';
import type { Rewritable } from './rewritable.ts';

/** Of a composite type. */
interface Attribute {
  readonly name: ByteString;
  readonly type: ByteString;
}

/** The types that an archive makes. */
export class ArchiveTypes {
  readonly #archive: Pick<ArchiveIndex, 'cursorOf'>;
  readonly #types = new Map<string, Rewritable>();
  /** Domains over them among them. */
  readonly #enums = new Set<string>();
  readonly #domains = new Map<string, ByteString>();
  readonly #multiranges = new Set<string>();

  constructor(entries: readonly Rewritable[], archive: Pick<ArchiveIndex, 'cursorOf'>) {
    this.#archive = archive;
    for (const entry of entries) {
      if (entry.desc === 'DOMAIN') this.#addDomain(entry);
      if (entry.desc === 'TYPE') {
        this.#types.set(keyOf(nameOf(entry)), entry);
        this.#addEnum(entry);
        this.#addMultirange(entry);
      }
    }
  }

  /** Whether a type, as a definition in `namespace` has it, is an enum or a domain over one. */
  isEnum(type: ByteString, namespace: ByteString | null): boolean {
    const cursor = this.#archive.cursorOf(type);
    const name = cursor.takeQualifiedName();
    return name !== null && cursor.token === null && this.#enums.has(keyOf(resolved(name, namespace)));
  }

  /** The type that a domain, as a definition in `namespace` has it, is made of; null: it is no domain. */
  domainBase(type: ByteString, namespace: ByteString | null): ByteString | null {
    const cursor = this.#archive.cursorOf(type);
    const name = cursor.takeQualifiedName();
    return name === null || cursor.token !== null
      ? null
      : (this.#domains.get(keyOf(resolved(name, namespace))) ?? null);
  }

  /** Names and types of what a composite type is made of; null: the archive has none such. */
  attributesOf(name: readonly ByteString[], namespace: ByteString | null): readonly Attribute[] | null {
    const entry = this.#types.get(keyOf(resolved(name, namespace)));
    const cursor = this.#archive.cursorOf(entry?.definition ?? '');
    if (!cursor.take('create', 'type') || cursor.takeQualifiedName() === null || !cursor.take('as')) return null;
    return (
      cursor.takeList()?.items.map((item) => {
        const attribute = item.takeName() ?? '';
        const { start } = item;
        item.skipTo('collate');
        return { name: attribute, type: item.textOf({ start, end: item.end }) };
      }) ?? null
    );
  }

  /** Whether a range type of the archive calls its multirange so. */
  isMultirange(name: readonly ByteString[], namespace: ByteString | null): boolean {
    return this.#multiranges.has(keyOf(resolved(name, namespace)));
  }

  /** Whether a text may name such a multirange. */
  mayNameMultirange(text: ByteString): boolean {
    return [...this.#multiranges].some((key) => text.includes(key.slice(key.indexOf('\0') + 1)));
  }

  #addEnum(type: Rewritable): void {
    const cursor = this.#archive.cursorOf(type.definition ?? '');
    const isCreated = cursor.take('create', 'type') && cursor.takeQualifiedName() !== null;
    if (isCreated && cursor.take('as', 'enum')) this.#enums.add(keyOf(nameOf(type)));
  }

  #addDomain(domain: Rewritable): void {
    const cursor = this.#archive.cursorOf(domain.definition ?? '');
    if (!cursor.take('create', 'domain') || cursor.takeQualifiedName() === null || !cursor.take('as')) return;
    const { start } = cursor;
    const ahead = cursor.fork();
    ahead.skipTo(...domainWords);
    this.#domains.set(keyOf(nameOf(domain)), cursor.textOf({ start, end: ahead.end }));
    const base = cursor.takeQualifiedName();
    if (base !== null && this.#enums.has(keyOf(resolved(base, domain.namespace)))) {
      this.#enums.add(keyOf(nameOf(domain)));
    }
  }

  #addMultirange({ namespace, definition }: Rewritable): void {
    if (!/\smultirange_type_name\s*=/i.test(definition ?? '')) return;
    const cursor = this.#archive.cursorOf(definition ?? '');
    if (!cursor.take('create', 'type') || !cursor.skipTo('(')) return;
    for (const item of cursor.takeList()?.items ?? []) {
      const name = item.take('multirange_type_name', '=') ? item.takeQualifiedName() : null;
      if (name !== null) this.#multiranges.add(keyOf(resolved(name, namespace)));
    }
  }
}

/** Words behind which a domain's type is over. */
const domainWords = [';', 'collate', 'default', 'constraint', 'not', 'null', 'check'];
