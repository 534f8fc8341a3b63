import type { Oid } from '../../model/catalog-id.ts';
import type { Constraint } from '../../model/relation.ts';
import type { DumpType } from '../../model/type.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent, quoteLiteral, quoteQualified } from '../../ddl/quote.ts';
import { defineDetail, type Catalog, type CommentTarget, type DdlContext } from '../kind.ts';
import { collate, collationColumns, collationJoins, type Collation } from './common.ts';

interface Domain extends Collation {
  readonly baseType: ByteString;
  readonly notNull: boolean;
  /** As an expression; null: see `defaultLiteral`. */
  readonly defaultExpression: ByteString | null;
  readonly defaultLiteral: ByteString | null;
}

/** What domains are made of, their checks apart. */
export const domain = defineDetail<Domain & { readonly type: Oid }, Domain>({
  name: 'domains',
  requires: 'pg_type',
  query: () => `SELECT t.oid AS type, pg_catalog.format_type(t.typbasetype, t.typtypmod) AS "baseType",
  t.typnotnull AS "notNull",
  pg_catalog.pg_get_expr(t.typdefaultbin, 'pg_catalog.pg_type'::pg_catalog.regclass) AS "defaultExpression",
  t.typdefault AS "defaultLiteral", ${collationColumns}
FROM pg_catalog.pg_type t
LEFT JOIN pg_catalog.pg_type bt ON bt.oid = t.typbasetype
${collationJoins('t.typcollation', 'bt.typcollation')}
WHERE t.typtype = 'd'
ORDER BY t.oid`,
  owner: (row) => row.type,
  toValue: (row) => row,
});

export function createDomain(type: DumpType, { catalog }: DdlContext): ByteString {
  const [parts] = catalog.details(domain, type.catalogId.oid);
  if (parts === undefined) throw new Error(`nothing was read of domain "${type.name}"`);
  const checks = inlineChecks(type, catalog).map(
    (check) => `\n\tCONSTRAINT ${quoteIdent(check.name)} ${check.definition}`,
  );
  return (
    `CREATE DOMAIN ${quoteQualified(type.namespace, type.name)} AS ${parts.baseType}` +
    collate(parts) +
    (parts.notNull ? ' NOT NULL' : '') +
    defaultClause(parts) +
    `${checks.join('')};\n`
  );
}

function defaultClause({ defaultExpression, defaultLiteral }: Domain): ByteString {
  const value = defaultExpression ?? (defaultLiteral === null ? null : quoteLiteral(defaultLiteral));
  return value === null ? '' : ` DEFAULT ${value}`;
}

const inlineChecks = (type: DumpType, catalog: Catalog): readonly Constraint[] =>
  checksOfDomains(catalog).filter(
    (check) => check.domain === type.catalogId.oid && check.contype === 'c' && !check.separate,
  );

/** Constraints of domains belong to no relation. */
const checksOfDomains = (catalog: Catalog): readonly Constraint[] => catalog.ofRelation<Constraint>('constraint', 0);

/** The checks inside CREATE DOMAIN have no entry of their own, so their comments hang on the domain. */
export const inlineCheckComments = (type: DumpType, { catalog }: DdlContext): readonly CommentTarget[] =>
  inlineChecks(type, catalog).map((check) => ({
    type: `CONSTRAINT ${quoteIdent(check.name)} ON DOMAIN`,
    name: quoteIdent(type.name),
    catalogId: check.catalogId,
  }));
