import { catalogIdOf, type Oid } from '../model/catalog-id.ts';
import { component, type Components, type DumpObject } from '../model/dump-object.ts';
import type { Relation } from '../model/relation.ts';
import type { ByteString } from '../model/text.ts';
import type { Server } from '../server/server.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { dependsOnExtension, extensionDependencies } from './depends-on-extension.ts';
import {
  defineDetail,
  defineKind,
  theDetail,
  type Catalog,
  type DdlContext,
  type EntryDraft,
  type Scope,
} from './kind.ts';
import { foreignWord } from './table/ddl.ts';
import { scopeRelations, type TextRow } from './table/details.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly table: Oid;
  readonly enabled: string;
  readonly isInherited: boolean;
  readonly ancestors: readonly Oid[] | null;
}

interface Trigger extends DumpObject {
  readonly type: 'trigger';
  readonly table: Oid;
  readonly tableName: ByteString;
  readonly tableRelkind: string;
  /** pg_trigger.tgenabled. */
  readonly enabled: string;
  /** A partition's own copy of a trigger of its parent, enabled otherwise than that. */
  readonly isInherited: boolean;
  /** The triggers it is a copy of, its partition's parent's first; null: none, or not known (before 13). */
  readonly ancestors: readonly Oid[] | null;
}

/** Not pretty-printed: that leaves out parentheses which a later version may need in WHEN. */
const triggerDefinition = defineDetail<TextRow, ByteString>({
  name: 'definitions of triggers',
  requires: 'pg_trigger',
  late: true,
  query: (_server, scope) => `SELECT t.oid AS owner, pg_catalog.pg_get_triggerdef(t.oid, false) AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_trigger t ON t.tgrelid = src.oid
WHERE NOT t.tgisinternal`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

export const trigger = defineKind<Row, Trigger>({
  type: 'trigger',
  requires: 'pg_trigger',
  query,
  toObject(row, catalog) {
    const table = catalog.get<Relation>('table', row.table)!;
    return {
      type: 'trigger',
      catalogId: catalogIdOf(row),
      namespace: table.namespace,
      owner: table.owner,
      ties: [table.name],
      tableName: table.name,
      tableRelkind: table.relkind,
      ...row,
    };
  },
  select: withItsTable,
  // pg_depend names the parent's trigger, which is not read if that is itself a copy: a partition's partition would have
  // its trigger switched before it is there.
  link(trigger, catalog, depend) {
    const [parent, ...further] = trigger.ancestors ?? [];
    if (parent === undefined || catalog.get<Trigger>('trigger', parent) !== undefined) return;
    const original = further.map((oid) => catalog.get<Trigger>('trigger', oid)).find((found) => found !== undefined);
    if (original !== undefined) depend(trigger, original);
  },
  details: [extensionDependencies, triggerDefinition],
  toEntries: (trigger, context) => [
    {
      desc: 'TRIGGER',
      tag: context.options.release.tagsNameTable ? `${trigger.tableName} ${trigger.name}` : trigger.name,
      section: 'post-data',
      ...(trigger.isInherited ? firingOnly(trigger) : wholeTrigger(trigger, context)),
    },
  ],
  satellites: (trigger) => ({
    comments: [{ type: `TRIGGER ${quoteIdent(trigger.name)} ON`, name: quoteIdent(trigger.tableName), labels: false }],
  }),
});

/**
 * A partition has a copy of each of its parent's row triggers, of interest only if it is not enabled like the original;
 * before 13 the two are known as such by pg_depend alone.
 */
function query(server: Server, scope: Scope): ByteString {
  const hasParent = server.has('pg_trigger.tgparentid');
  return `SELECT t.tableoid, t.oid, t.tgname AS name, t.tgrelid AS table, t.tgenabled AS enabled,
  ${hasParent ? 't.tgparentid <> 0' : 't.tgisinternal'} AS "isInherited",
  ${hasParent ? ancestors : 'NULL::pg_catalog.oid[]'} AS ancestors
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_trigger t ON t.tgrelid = src.oid
${hasParent ? 'LEFT JOIN pg_catalog.pg_trigger pt ON pt.oid = t.tgparentid' : parentByDependency}
WHERE (NOT t.tgisinternal${hasParent ? ' AND t.tgparentid = 0' : ''}) OR t.tgenabled <> pt.tgenabled
ORDER BY t.tgrelid, t.tgname`;
}

const ancestors = `CASE WHEN t.tgparentid <> 0 THEN ARRAY(
    WITH RECURSIVE above AS (
      SELECT t.tgparentid AS oid
      UNION ALL
      SELECT a.tgparentid FROM pg_catalog.pg_trigger a JOIN above ON a.oid = above.oid WHERE a.tgparentid <> 0)
    SELECT oid FROM above) END`;

const parentByDependency = `LEFT JOIN pg_catalog.pg_depend d
  ON d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND d.objid = t.oid
  AND d.refclassid = 'pg_catalog.pg_trigger'::pg_catalog.regclass
LEFT JOIN pg_catalog.pg_trigger pt ON pt.oid = d.refobjid`;

function withItsTable(trigger: Trigger, _policy: unknown, catalog: Catalog): Components {
  const table = catalog.get<Relation>('table', trigger.table);
  return ((table?.dump ?? 0) & component.definition) === 0 ? component.none : component.all;
}

type TriggerText = Pick<EntryDraft, 'definition' | 'dropStatement'>;

function wholeTrigger(trigger: Trigger, context: DdlContext): TriggerText {
  const identity = `${quoteIdent(trigger.name)} ON ${quoteQualified(trigger.namespace, trigger.tableName)}`;
  return {
    definition:
      `${theDetail(context.catalog, triggerDefinition, trigger)};\n` +
      dependsOnExtension(trigger, 'TRIGGER', identity, context) +
      (trigger.enabled === 'O' ? '' : firing(trigger)),
    dropStatement: `DROP TRIGGER ${identity};\n`,
  };
}

/** Attaching the partition makes the trigger; it goes with its original. */
const firingOnly = (trigger: Trigger): TriggerText => ({ definition: firing(trigger), dropStatement: '' });

const firingWords: Readonly<Record<string, string>> = { A: 'ENABLE ALWAYS', R: 'ENABLE REPLICA', D: 'DISABLE' };

const firing = (trigger: Trigger): ByteString =>
  `\nALTER ${foreignWord(trigger.tableRelkind)}TABLE ${quoteQualified(trigger.namespace, trigger.tableName)} ` +
  `${firingWords[trigger.enabled] ?? 'ENABLE'} TRIGGER ${quoteIdent(trigger.name)};\n`;
