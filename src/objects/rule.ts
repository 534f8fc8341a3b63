import type { Oid } from '../model/catalog-id.ts';
import type { Relation, Relkind, Rule } from '../model/relation.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { defineKind, type DdlContext, type EntryDraft, type Scope } from './kind.ts';
import { createView } from './table/ddl.ts';
import { scopeRelations } from './table/details.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly owner: ByteString;
  readonly table: Oid;
  readonly tableName: ByteString;
  readonly tableRelkind: Relkind;
  readonly event: string;
  readonly isInstead: boolean;
  readonly enabled: string;
  readonly definition: ByteString;
}

/** The rule that is a view's definition. */
const isViewRule = (rule: Pick<Rule, 'event' | 'isInstead' | 'tableRelkind'>): boolean =>
  (rule.tableRelkind === 'v' || rule.tableRelkind === 'm') && rule.event === '1' && rule.isInstead;

/** All rules, since views may depend on each other through views that are not dumped. */
export const rule = defineKind<Row, Rule>({
  type: 'rule',
  requires: 'pg_rewrite',
  query,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'rule',
    catalogId: { tableoid, oid },
    ties: [row.tableName],
    separate: !isViewRule(row),
  }),
  select: (rule, _policy, catalog) => catalog.get<Relation>('table', rule.table)?.dump ?? 0,
  link(rule, catalog, depend) {
    const table = catalog.get<Relation>('table', rule.table);
    if (table === undefined) return;
    // The rule holds what the view's query needs, so the view must come after it.
    if (rule.separate) depend(rule, table);
    else depend(table, rule);
  },
  toEntries(rule, context) {
    if (!rule.separate) return [];
    return [
      {
        desc: 'RULE',
        tag: `${rule.tableName} ${rule.name}`,
        section: 'post-data',
        ...(isViewRule(rule) ? viewRule(rule, context) : plainRule(rule)),
      },
    ];
  },
  satellites: (rule) => ({
    comments: rule.separate
      ? [{ type: `RULE ${quoteIdent(rule.name)} ON`, name: quoteIdent(rule.tableName), labels: false }]
      : [],
  }),
});

/** The definition is asked for only where it is printed and the table is locked. */
function query(_server: unknown, scope: Scope): ByteString {
  return `SELECT r.tableoid, r.oid, r.rulename AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(c.relowner) AS owner, r.ev_class AS table, c.relname AS "tableName",
  c.relkind AS "tableRelkind", r.ev_type AS event, r.is_instead AS "isInstead", r.ev_enabled AS enabled,
  CASE WHEN src.oid IS NULL OR (c.relkind IN ('v', 'm') AND r.ev_type = '1' AND r.is_instead) THEN ''
    ELSE pg_catalog.pg_get_ruledef(r.oid) END AS definition
FROM pg_catalog.pg_rewrite r
JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN ${scopeRelations(scope)} ON src.oid = r.ev_class
ORDER BY r.oid`;
}

type RuleText = Pick<EntryDraft, 'definition' | 'dropStatement'>;

const plainRule = (rule: Rule): RuleText => ({
  definition: `${rule.definition}\n${firing(rule)}`,
  dropStatement: `DROP RULE ${quoteIdent(rule.name)} ON ${quoteQualified(rule.namespace, rule.tableName)};\n`,
});

/**
 * Takes the place of the NULL columns that the view was created with. It cannot be dropped alone, so those columns are
 * put back, which frees whatever the definition needs.
 */
function viewRule(rule: Rule, context: DdlContext): RuleText {
  const view = context.catalog.get<Relation>('table', rule.table)!;
  const replace = (dummyView: boolean): ByteString =>
    createView({ ...view, dummyView }, context).replace(/^CREATE/, 'CREATE OR REPLACE');
  return { definition: replace(false) + firing(rule), dropStatement: replace(true) };
}

const firingWords: Readonly<Record<string, string>> = { A: 'ENABLE ALWAYS', R: 'ENABLE REPLICA', D: 'DISABLE' };

/** When it fires, where that is not the default. */
function firing(rule: Rule): ByteString {
  const words = firingWords[rule.enabled];
  if (words === undefined) return '';
  return `ALTER TABLE ${quoteQualified(rule.namespace, rule.tableName)} ${words} RULE ${quoteIdent(rule.name)};\n`;
}
