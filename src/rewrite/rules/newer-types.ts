import type { Span } from '../../sql/edits.ts';
import type { ArchiveIndex } from '../archive-index.ts';
import type { Rewritable } from '../rewritable.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';
import { computedWith } from '../computed-with.ts';
import { withoutChecks } from '../without-checks.ts';
import { shown, type ByteString } from '../../model/text.ts';

/** What becomes of built-in types that a target does not have, and of multiranges. */
export function newerTypes(names: readonly string[], name = 'newer-types'): readonly Rule[] {
  const types = new NewerTypes(names);
  return [checks(name, types), indexes(name, types), columns(name, types), others(name, types), uses(name, types)];
}

/** Columns of such types have their text, in which COPY has them too. */
const columns = (name: string, newer: NewerTypes): Rule => ({
  name: `columns-of-${name}`,
  descs: ['TABLE', 'FOREIGN TABLE'],
  pattern: /^/,
  rewrite(entry, archive) {
    const types = newer.in(entry, archive);
    const text = types.length === 0 ? null : archive.read(entry);
    if (text === null) return null;
    const rewriting = new Rewriting(text.text);
    for (const column of text.table.columns) {
      for (const type of types.filter(({ start }) => start >= column.type.start && start < column.end)) {
        if (type.start !== column.type.start && !type.isCast) continue;
        rewriting.edits.replace(type, 'text');
        rewriting.note(`columns of type ${type.name} are text, since the target has no such type`);
      }
    }
    return rewriting.outcome;
  },
});

/** Checks of such columns, or that name such types. */
const checks = (name: string, newer: NewerTypes): Rule => ({
  name: `checks-of-${name}`,
  descs: ['TABLE', 'FOREIGN TABLE'],
  pattern: /\sCHECK\s/i,
  rewrite(entry, archive) {
    const types = newer.in(entry, archive);
    if (types.length === 0) return null;
    const columns = columnsIn(entry, types, archive);
    return withoutChecks(entry, archive, (check) => {
      const { start, end } = check.rest;
      const cast = types.find((type) => type.start >= start && type.start < end && type.isCast);
      if (cast !== undefined) return `the target has no type ${cast.name}`;
      for (; check.token !== null; check.next()) {
        const { kind, value } = check.token;
        const type = kind === 'word' || kind === 'name' ? columns.get(value) : undefined;
        if (type !== undefined) return `the target has no type ${type}`;
      }
      return null;
    });
  },
});

/** Indexes other than btree and hash of what is text now. */
const indexes = (name: string, newer: NewerTypes): Rule => ({
  name: `indexes-of-${name}`,
  descs: ['INDEX'],
  pattern: /\sUSING\s+(?!btree|hash)/i,
  rewrite({ namespace, definition }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('create') || !cursor.skipTo('on')) return null;
    cursor.take('on');
    cursor.take('only');
    const name = cursor.takeQualifiedName();
    const table = name === null ? undefined : archive.source(name, namespace);
    const types = table === undefined ? [] : newer.in(table, archive);
    if (table === undefined || types.length === 0 || !cursor.skipTo('(')) return null;
    const columns = columnsIn(table, types, archive);
    for (const item of cursor.takeList()?.items ?? []) {
      const type = columns.get(item.takeName() ?? '');
      if (type !== undefined) return { leftOut: `it is on a column of type ${type}, which is text in the target` };
    }
    return null;
  },
});

/** Names of a table's columns that have newer types, with these. */
function columnsIn(table: Rewritable, types: readonly NamedType[], archive: ArchiveIndex): Map<ByteString, string> {
  const columns = archive.read(table)?.table.columns ?? [];
  return new Map(
    columns.flatMap(({ name, type }) => {
      const found = types.find(({ start }) => start === type.start);
      return found === undefined ? [] : [[name, found.name] as const];
    }),
  );
}

/** Where each name of a type stands without a cast. */
const namesTypes = new Set([
  ...['FUNCTION', 'PROCEDURE', 'AGGREGATE', 'OPERATOR', 'CAST', 'DOMAIN', 'TYPE', 'OPERATOR CLASS', 'OPERATOR FAMILY'],
]);

/** What has such types in other places. */
const others = (name: string, newer: NewerTypes): Rule => ({
  name,
  descs: [
    ...namesTypes,
    ...['VIEW', 'MATERIALIZED VIEW', 'RULE', 'POLICY', 'TRIGGER', 'INDEX', 'CONSTRAINT', 'CHECK CONSTRAINT', 'DEFAULT'],
  ],
  pattern: /^/,
  rewrite(entry, archive) {
    for (const { name, isCast } of newer.in(entry, archive)) {
      if (isCast || namesTypes.has(entry.desc))
        return { leftOut: `it has to do with ${name}, a type that the target does not have` };
    }
    return null;
  },
});

/** Queries and conditions that do with such a column what its text is not for: it would fail, or mean something else. */
const uses = (since: string, newer: NewerTypes): Rule => ({
  name: `uses-of-types-${since}`,
  descs: ['VIEW', 'MATERIALIZED VIEW', 'RULE', 'POLICY', 'TRIGGER', 'INDEX', 'CHECK CONSTRAINT'],
  pattern: /^/,
  rewrite({ definition, namespace }, archive) {
    const columns = new Map<ByteString, string>();
    const cursor = archive.cursorOf(definition ?? '');
    while (cursor.token !== null) {
      const name = cursor.takeQualifiedName();
      if (name === null) cursor.next();
      const table = name === null ? undefined : archive.source(name, namespace);
      const types = table === undefined ? [] : newer.in(table, archive);
      if (table === undefined || types.length === 0) continue;
      for (const [column, type] of columnsIn(table, types, archive)) columns.set(column, type);
    }
    const used = columns.size === 0 ? null : computedWith(archive.tokensOf(definition ?? ''), columns);
    if (used === null) return null;
    return { leftOut: `it computes with ${shown(used)} of type ${columns.get(used)}, which is text in the target` };
  },
});

interface NamedType extends Span {
  readonly name: string;
  /** Behind `::`. */
  readonly isCast: boolean;
}

class NewerTypes {
  readonly #names: ReadonlySet<string>;
  /** Whether a text may have one. */
  readonly #pattern: RegExp;

  constructor(names: readonly string[]) {
    this.#names = new Set(names);
    this.#pattern = new RegExp(names.join('|'), 'i');
  }

  /** Names of newer types in a definition, with their schemas. */
  in({ definition, namespace }: Rewritable, archive: ArchiveIndex): readonly NamedType[] {
    const found: NamedType[] = [];
    if (!this.#pattern.test(definition ?? '') && !archive.types.mayNameMultirange(definition ?? '')) return found;
    const cursor = archive.cursorOf(definition ?? '');
    for (let before = ''; cursor.token !== null;) {
      const { start } = cursor;
      const parts = cursor.takeQualifiedName();
      if (parts === null) {
        before = cursor.next()?.value ?? '';
        continue;
      }
      const isBuiltIn = this.#names.has(parts.at(-1)!) && (parts.length === 1 || parts[0] === 'pg_catalog');
      if (isBuiltIn || archive.types.isMultirange(parts, namespace)) {
        found.push({ start, end: cursor.end, name: parts.at(-1)!, isCast: before === '::' });
      }
      before = '';
    }
    return found;
  }
}
