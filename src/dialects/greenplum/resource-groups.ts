import { portableLiteral, quoteIdent, quoteLiteral } from '../../ddl/quote.ts';
import { UserError } from '../../errors.ts';
import { shown, type ByteString } from '../../model/text.ts';
import type { GlobalSection } from '../../objects/dialect.ts';

interface ResourceGroup {
  readonly name: ByteString;
  /** Every cluster has it: it is altered, never made. */
  readonly isBuiltIn: boolean;
  /** `concurrency=20`, in the order of the catalog's numbers. */
  readonly limits: readonly ByteString[];
  readonly comment: ByteString | null;
}

type Limit = readonly [name: ByteString, value: ByteString];

// The catalog has numbers, and what each means differs between servers: only this view's columns say it, in their order.
const namedLimits = `pg_catalog.pg_resgroupcapability c
JOIN pg_catalog.pg_attribute n ON n.attnum = c.reslimittype + 2
JOIN pg_catalog.pg_class v ON v.oid = n.attrelid AND v.relname = 'gp_resgroup_config'
JOIN pg_catalog.pg_namespace s ON s.oid = v.relnamespace AND s.nspname = 'gp_toolkit'`;

/** What may run at once, by groups (gp_resource_manager is group, but they can be made without). */
export const resourceGroups: GlobalSection<ResourceGroup> = {
  title: 'Resource Group',
  place: 'before roles',
  requires: 'pg_resgroup',
  option: 'resourceGroups',
  query: `SELECT g.rsgname AS name, g.oid < 16384 AS "isBuiltIn",
  ARRAY(SELECT n.attname || '=' || c.value
    FROM ${namedLimits.replaceAll('\n', '\n    ')}
    WHERE c.resgroupid = g.oid
    ORDER BY c.reslimittype) AS limits,
  pg_catalog.shobj_description(g.oid, 'pg_resgroup') AS comment
FROM pg_catalog.pg_resgroup g
ORDER BY g.oid`,
  commands: (groups, { noComments }) => [
    ...(groups.some(({ limits }) => isFirstGeneration(limitsIn(limits))) ? [roomForOthers] : []),
    ...groups.map((group) => definition(group) + (noComments ? '' : commentOn(group))),
  ],
  drop: ({ name, isBuiltIn }) => (isBuiltIn ? '' : `DROP RESOURCE GROUP ${quoteIdent(name)};\n`),
};

/** Shares of memory and processors of all groups of Greenplum 6 are at most 100 at any time. */
const roomForOthers = ['cpu_rate_limit', 'memory_limit']
  .flatMap((limit) =>
    ['admin_group', 'default_group'].map((name) => `ALTER RESOURCE GROUP "${name}" SET ${limit} 1;\n`),
  )
  .join('');

/** Greenplum 6's groups share memory, later ones have weights. */
const isFirstGeneration = (limits: readonly Limit[]): boolean =>
  limits.some(([name]) => name === 'memory_shared_quota');

const limitsIn = (limits: readonly ByteString[]): readonly Limit[] =>
  limits.map((limit) => {
    const end = limit.indexOf('=');
    return [limit.slice(0, end), limit.slice(end + 1)];
  });

function definition(group: ResourceGroup): ByteString {
  const all = limitsIn(group.limits);
  if (all.length === 0) {
    throw new UserError(`could not find what the limits of resource group "${shown(group.name)}" are called`, {
      hint: 'Name a database with schema gp_toolkit by -l.',
    });
  }
  const name = quoteIdent(group.name);
  // I/O is limited by tablespace, and there are none yet.
  const limits = all.filter(([limit, value]) => value !== '-1' && limit !== 'io_limit');
  if (group.isBuiltIn) {
    return limitsInOrder(limits, isFirstGeneration(all))
      .filter(([limit]) => limit !== 'memory_auditor')
      .map(([limit, value]) => `ALTER RESOURCE GROUP ${name} SET ${limit} ${valueText(limit, value)};\n`)
      .join('');
  }
  const options = limitsInOrder(limits, false).map(([limit, value]) => `${limit}=${valueText(limit, value)}`);
  return `CREATE RESOURCE GROUP ${name} WITH (${options.join(', ')});\n`;
}

/** The server takes a cpuset as a cpu_weight forgotten, so that is said behind it; pg_dumpall 6 alters processors last. */
function limitsInOrder(limits: readonly Limit[], processorsLast: boolean): readonly Limit[] {
  const isOfProcessors = ([name]: Limit): boolean => ['cpu_rate_limit', 'cpu_max_percent', 'cpuset'].includes(name);
  const others = limits.filter((limit) => !isOfProcessors(limit));
  return others.toSpliced(processorsLast ? others.length : 1, 0, ...limits.filter(isOfProcessors));
}

function valueText(limit: ByteString, value: ByteString): ByteString {
  if (limit === 'memory_auditor') return value === '1' ? 'cgroup' : 'vmtracker';
  return limit === 'cpuset' ? quoteLiteral(value) : value;
}

const commentOn = ({ name, comment }: ResourceGroup): ByteString =>
  comment === null ? '' : `COMMENT ON RESOURCE GROUP ${quoteIdent(name)} IS ${portableLiteral(comment)};\n`;

interface IoLimit {
  readonly name: ByteString;
  readonly limit: ByteString;
}

/** How fast a group reads and writes, by tablespace: the catalog has their OIDs, which mean nothing elsewhere. */
export const ioLimits: GlobalSection<IoLimit> = {
  title: 'Resource Group I/O limits',
  place: 'behind tablespaces',
  requires: 'pg_resgroup',
  option: 'resourceGroups',
  query: `SELECT g.rsgname AS name,
  (SELECT pg_catalog.string_agg(
      COALESCE(t.spcname, pg_catalog.split_part(p.part, ':', 1)) || ':' || pg_catalog.split_part(p.part, ':', 2),
      ';' ORDER BY p.part)
    FROM pg_catalog.regexp_split_to_table(c.value, ';') p (part)
    LEFT JOIN pg_catalog.pg_tablespace t ON t.oid::pg_catalog.text = pg_catalog.split_part(p.part, ':', 1)) AS limit
FROM ${namedLimits}
JOIN pg_catalog.pg_resgroup g ON g.oid = c.resgroupid
WHERE n.attname = 'io_limit' AND c.value <> '-1'
ORDER BY g.oid`,
  commands: (limits) =>
    limits.map(({ name, limit }) => `ALTER RESOURCE GROUP ${quoteIdent(name)} SET io_limit ${quoteLiteral(limit)};\n`),
};
