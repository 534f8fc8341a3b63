import { catalogIdOf } from '../../model/catalog-id.ts';
import { component, type DumpObject, type RowOf } from '../../model/dump-object.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent, quoteLiteral } from '../../ddl/quote.ts';
import { defineKind } from '../../objects/kind.ts';

interface Task extends DumpObject {
  readonly type: 'task';
  readonly schedule: ByteString;
  readonly command: ByteString;
  readonly user: ByteString;
  readonly isActive: boolean;
}

/**
 * Commands that run by a schedule, those of this database, which is named nowhere: a restore may call it otherwise. Tasks
 * of dynamic tables come with these. Cloudberry's own programs dump none.
 */
export const task = defineKind<RowOf<Task>, Task>({
  type: 'task',
  requires: 'pg_task',
  query: () => `SELECT tableoid, jobid AS oid, jobname AS name, NULL::pg_catalog.text AS namespace,
  NULL::pg_catalog.text AS owner, schedule, command, username AS user, active AS "isActive"
FROM pg_catalog.pg_task
WHERE database = pg_catalog.current_database() AND jobname !~ '^gp_dynamic_table_refresh_'
ORDER BY jobid`,
  toObject: (row) => ({ type: 'task', catalogId: catalogIdOf(row), ...row }),
  select: (_task, policy) => (policy.everything ? component.all : component.none),
  toEntries(task) {
    const name = quoteIdent(task.name);
    const create = `CREATE TASK ${name} SCHEDULE ${quoteLiteral(task.schedule)}`;
    const command = `AS ${quoteLiteral(task.command)}`;
    const user = `USER ${quoteIdent(task.user)}`;
    return [
      {
        desc: 'TASK',
        section: 'post-data',
        // A task is looked up among those of the current user: it is given away last.
        definition: task.isActive
          ? `${create} ${user} ${command};\n`
          : `${create} ${command};\nALTER TASK ${name} NOT ACTIVE;\nALTER TASK ${name} ${user};\n`,
        dropStatement: `DROP TASK ${name};\n`,
      },
    ];
  },
});
