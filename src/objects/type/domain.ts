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

/** What domains are made of, their constraints apart. */
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
  const checks = inlineConstraints(type, catalog, 'c').map(
    (check) => `\n\tCONSTRAINT ${quoteIdent(check.name)} ${check.definition}`,
  );
  return (
    `CREATE DOMAIN ${quoteQualified(type.namespace, type.name)} AS ${parts.baseType}` +
    collate(parts) +
    (parts.notNull ? notNullClause(type, catalog) : '') +
    defaultClause(parts) +
    `${checks.join('')};\n`
  );
}

/** Without a name where the server keeps none or would choose the same. */
function notNullClause(type: DumpType, catalog: Catalog): ByteString {
  const notNull = constraintsOf(type, catalog).find((constraint) => constraint.contype === 'n');
  if (notNull?.separate === true) return '';
  if (notNull === undefined || notNull.name === `${type.name}_not_null`) return ' NOT NULL';
  return ` CONSTRAINT ${quoteIdent(notNull.name)} ${notNull.definition}`;
}

function defaultClause({ defaultExpression, defaultLiteral }: Domain): ByteString {
  const value = defaultExpression ?? (defaultLiteral === null ? null : quoteLiteral(defaultLiteral));
  return value === null ? '' : ` DEFAULT ${value}`;
}

/** Constraints of domains belong to no relation. */
const constraintsOf = (type: DumpType, catalog: Catalog): readonly Constraint[] =>
  catalog.ofRelation<Constraint>('constraint', 0).filter((constraint) => constraint.domain === type.catalogId.oid);

const inlineConstraints = (type: DumpType, catalog: Catalog, contype: 'c' | 'n'): readonly Constraint[] =>
  constraintsOf(type, catalog).filter((constraint) => constraint.contype === contype && !constraint.separate);

/** Constraints inside CREATE DOMAIN have no entry of their own, so their comments hang on the domain. */
export const inlineConstraintComments = (type: DumpType, { catalog }: DdlContext): readonly CommentTarget[] =>
  [...inlineConstraints(type, catalog, 'c'), ...inlineConstraints(type, catalog, 'n')].map((constraint) => ({
    type: `CONSTRAINT ${quoteIdent(constraint.name)} ON DOMAIN`,
    name: quoteIdent(type.name),
    catalogId: constraint.catalogId,
  }));
