import { portableLiteral, quoteIdent, quoteLiteral } from '../../ddl/quote.ts';
import type { ByteString } from '../../model/text.ts';
import type { GlobalSection } from '../../objects/dialect.ts';

interface ResourceQueue {
  readonly name: ByteString;
  /** The one that every cluster has: it is altered, never made. */
  readonly isDefault: boolean;
  /** -1: as many statements as there are. */
  readonly active: string;
  /** -1: at any cost. */
  readonly cost: string;
  readonly overcommit: boolean;
  /** 0: none is too cheap to wait. */
  readonly ignored: string;
  /** `priority=high`, `memory_limit=-1` */
  readonly capabilities: readonly ByteString[];
  readonly comment: ByteString | null;
}

/** What may run at once, by queues (gp_resource_manager is queue). */
export const resourceQueues: GlobalSection<ResourceQueue> = {
  title: 'Resource Queues',
  place: 'before roles',
  requires: 'pg_resqueue',
  option: 'resourceQueues',
  // A float4 has all its digits as float8, whatever extra_float_digits is.
  query: `SELECT q.rsqname AS name, q.rsqname = 'pg_default' AS "isDefault",
  q.rsqcountlimit::pg_catalog.float8::pg_catalog.text AS active,
  q.rsqcostlimit::pg_catalog.float8::pg_catalog.text AS cost, q.rsqovercommit AS overcommit,
  q.rsqignorecostlimit::pg_catalog.float8::pg_catalog.text AS ignored,
  ARRAY(SELECT t.resname || '=' || c.ressetting
    FROM pg_catalog.pg_resqueuecapability c
    JOIN pg_catalog.pg_resourcetype t ON t.restypid = c.restypid
    WHERE c.resqueueid = q.oid
    ORDER BY t.restypid) AS capabilities,
  pg_catalog.shobj_description(q.oid, 'pg_resqueue') AS comment
FROM pg_catalog.pg_resqueue q
ORDER BY q.rsqname`,
  commands: (queues, { noComments }) => queues.map((queue) => definition(queue) + (noComments ? '' : commentOn(queue))),
  drop: ({ name, isDefault }) => (isDefault ? '' : `DROP RESOURCE QUEUE ${quoteIdent(name)};\n`),
};

function definition(queue: ResourceQueue): ByteString {
  const words = [
    `${queue.isDefault ? 'ALTER' : 'CREATE'} RESOURCE QUEUE ${quoteIdent(queue.name)}`,
    // The default queue has such a limit unless told.
    ...(queue.active === '-1' && !queue.isDefault ? [] : [`ACTIVE THRESHOLD ${queue.active}`]),
    ...(queue.cost === '-1' ? [] : [`COST THRESHOLD ${costText(queue.cost)}`]),
    queue.overcommit ? 'OVERCOMMIT' : 'NOOVERCOMMIT',
    ...(['-1', '0'].includes(queue.ignored) ? [] : [`IGNORE THRESHOLD ${costText(queue.ignored)}`]),
  ];
  const settings = queue.capabilities.map(settingText).join(',\n');
  return `${words.join(' ')}${settings === '' ? '' : `\n WITH (${settings}) `};\n`;
}

/** With two places, as pg_dumpall has it, unless that would be another float4. */
function costText(cost: string): string {
  const number = Number(cost);
  const rounded = number.toFixed(2);
  return Math.fround(Number(rounded)) === Math.fround(number) ? rounded : `${Number(number.toPrecision(9))}`;
}

const settingText = (setting: ByteString): ByteString =>
  ` ${setting.replace(/^(memory_limit=)(?!-1$)(.*)$/, (_, name: string, value: string) => name + quoteLiteral(value))}`;

const commentOn = ({ name, comment }: ResourceQueue): ByteString =>
  comment === null ? '' : `COMMENT ON RESOURCE QUEUE ${quoteIdent(name)} IS ${portableLiteral(comment)};\n`;
