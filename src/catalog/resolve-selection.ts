import type { Oid } from '../model/catalog-id.ts';
import { shown, toByteString, type ByteString } from '../model/text.ts';
import { quoteLiteral } from '../ddl/quote.ts';
import type { DumpSelection } from './selection-patterns.ts';
import { UserError } from '../errors.ts';
import type { Session } from '../server/session.ts';
import { matchesAll, parseNamePattern, type NamePattern } from './name-pattern.ts';
import type { ResolvedSelection } from './select.ts';

/** What a sort of pattern is matched against. */
interface Target {
  /** As in `no matching schemas were found`. */
  readonly plural: string;
  readonly from: string;
  readonly name: string;
  /** Column for the part before the last dot, and what holds where there is no such part; null: the name has no schema. */
  readonly schema: { readonly name: string; readonly otherwise: string } | null;
  /** Dotted parts there may be, a leading database included. */
  readonly maxParts: number;
  readonly tooManyDots: string;
  /** Relations that inherit from those that match are meant as well, partitions among them. */
  readonly children?: boolean;
}

const tooManyParts = 'improper qualified name (too many dotted names)';

const tables: Target = {
  plural: 'tables',
  from: `pg_catalog.pg_class c
LEFT JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
WHERE c.relkind OPERATOR(pg_catalog.=) ANY (array['r', 'S', 'v', 'm', 'f', 'p', 'd'])`,
  name: 'c.relname',
  schema: { name: 'n.nspname', otherwise: 'pg_catalog.pg_table_is_visible(c.oid)' },
  maxParts: 3,
  tooManyDots: 'improper relation name (too many dotted names)',
};
const tablesWithChildren: Target = { ...tables, children: true };
const schemas: Target = {
  plural: 'schemas',
  from: 'pg_catalog.pg_namespace c WHERE true',
  name: 'c.nspname',
  schema: null,
  maxParts: 2,
  tooManyDots: tooManyParts,
};
const extensions: Target = {
  plural: 'extensions',
  from: 'pg_catalog.pg_extension c WHERE true',
  name: 'c.extname',
  schema: null,
  maxParts: 1,
  tooManyDots: tooManyParts,
};
const foreignServers: Target = {
  ...extensions,
  plural: 'foreign servers',
  from: 'pg_catalog.pg_foreign_server c WHERE true',
  name: 'c.srvname',
};

/** Turns the user's patterns into OIDs; an include option that matches nothing at all is an error. */
export async function resolveSelection(session: Session, selection: DumpSelection): Promise<ResolvedSelection> {
  const { strictNames } = selection;
  const matching = (target: Target, patterns: readonly string[], strict = strictNames) =>
    matchPatterns(session, target, patterns, strict);
  const including = async (
    target: Target,
    patterns: readonly string[],
    more: readonly string[] = [],
    known: readonly Oid[] = [],
  ) => {
    if (patterns.length === 0 && more.length === 0 && known.length === 0) return null;
    const oids = new Set([
      ...known,
      ...(await matching(target, patterns)),
      ...(await matching(tablesWithChildren, more)),
    ]);
    if (oids.size === 0) throw new UserError(`no matching ${target.plural} were found`);
    return oids;
  };
  const excluding = async (patterns: readonly string[], more: readonly string[]) =>
    new Set([...(await matching(tables, patterns, false)), ...(await matching(tablesWithChildren, more, false))]);
  return {
    everything: [
      ...[selection.schemas, selection.tables, selection.tablesWithChildren, selection.extensions],
      ...[selection.functionOids, selection.relationOids],
    ].every((given) => given.length === 0),
    includeSchemas: await including(schemas, selection.schemas),
    excludeSchemas: await matching(schemas, selection.excludeSchemas, false),
    includeTables: await including(tables, selection.tables, selection.tablesWithChildren, selection.relationOids),
    includeFunctions: selection.functionOids.length === 0 ? null : new Set(selection.functionOids),
    excludeTables: await excluding(selection.excludeTables, selection.excludeTablesWithChildren),
    excludeTableData: await excluding(selection.excludeTableData, selection.excludeTableDataWithChildren),
    foreignServers: await matching(foreignServers, selection.foreignData, true),
    includeExtensions: await including(extensions, [...selection.extensions, ...selection.filterExtensions]),
    excludeExtensions: await matching(extensions, selection.excludeExtensions, false),
  };
}

async function matchPatterns(
  session: Session,
  target: Target,
  patterns: readonly string[],
  strict: boolean,
): Promise<Set<Oid>> {
  const oids = new Set<Oid>();
  for (const typed of patterns) {
    const pattern = parseNamePattern(toByteString(typed), target.maxParts);
    checkDots(session, target, pattern, typed);
    const rows = await matchOne(session, target, pattern);
    if (strict && rows.length === 0) {
      throw new UserError(`no matching ${target.plural} were found for pattern "${typed}"`);
    }
    for (const { oid } of rows) oids.add(oid);
  }
  return oids;
}

function checkDots(session: Session, target: Target, pattern: NamePattern, typed: string): void {
  if (pattern.dots >= target.maxParts) throw new UserError(`${target.tooManyDots}: ${typed}`);
  const namesDatabase = target.maxParts > 1 && pattern.dots === target.maxParts - 1;
  // Before a schema the database is compared as a regular expression in pg_dump, which is never its name.
  if (namesDatabase && (target.schema === null || shown(pattern.literal) !== shown(session.database))) {
    throw new UserError(`cross-database references are not implemented: ${typed}`);
  }
}

/** A name without a schema is one that the connection's own search_path finds. */
async function matchOne(session: Session, target: Target, pattern: NamePattern): Promise<readonly { oid: Oid }[]> {
  const name = pattern.parts.at(-1)!;
  const schema = target.schema === null ? undefined : pattern.parts.at(-2);
  const conditions: ByteString[] = [matches(target.name, name)];
  if (target.schema !== null) {
    conditions.push(schema === undefined ? ` AND ${target.schema.otherwise}` : matches(target.schema.name, schema));
  }
  await session.execute('RESET search_path');
  const matched = `SELECT c.oid FROM ${target.from}${conditions.join('')}`;
  const rows = await session.query<{ oid: Oid }>(
    `${target.children === true ? descendantsOf(matched) : matched} ORDER BY 1`,
  );
  await session.execute(`SELECT pg_catalog.set_config('search_path', '', false)`);
  return rows;
}

/** ` AND …`, or '' where every name matches. */
export /** Names are qualified throughout: the search_path is the user's here. */
const descendantsOf = (matched: ByteString): ByteString => `WITH RECURSIVE tree (oid) AS (
${matched}
UNION
SELECT i.inhrelid
FROM tree t
JOIN pg_catalog.pg_inherits i ON i.inhparent OPERATOR(pg_catalog.=) t.oid)
SELECT oid FROM tree`;

export const matches = (column: string, regex: ByteString): ByteString =>
  matchesAll(regex)
    ? ''
    : `\n  AND ${column}::pg_catalog.text OPERATOR(pg_catalog.~) ${quoteLiteral(regex)} COLLATE pg_catalog.default`;
