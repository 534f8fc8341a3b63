import { commonDecisions, describeGlobals, type GlobalsDecision } from './globals.ts';

const limits = 'groups have all their limits';

const decisions: readonly GlobalsDecision[] = [
  ...commonDecisions,
  {
    name: 'queues have their comments',
    genuine: " WITH ( priority=high,\n memory_limit='256MB') ;\n",
    ours:
      " WITH ( priority=high,\n memory_limit='256MB') ;\n" +
      "COMMENT ON RESOURCE QUEUE shop_queue IS 'the shop''s queue';\n",
  },
  {
    // A cost of 0.00 would be none.
    name: 'costs keep their digits',
    genuine: 'COST THRESHOLD 1234567.20 OVERCOMMIT IGNORE THRESHOLD 0.00\n',
    ours: 'COST THRESHOLD 1234567.25 OVERCOMMIT IGNORE THRESHOLD 0.00100000005\n',
  },
  ...['default_group', 'admin_group', 'system_group'].map((group) => ({
    name: limits,
    genuine: `ALTER RESOURCE GROUP ${group} SET cpu_weight 100;\n`,
    ours: `ALTER RESOURCE GROUP ${group} SET cpu_weight 100;\nALTER RESOURCE GROUP ${group} SET min_cost 500;\n`,
  })),
  {
    name: limits,
    genuine: 'CREATE RESOURCE GROUP shop_rgroup WITH (concurrency=5, cpu_max_percent=20, cpu_weight=300);\n',
    ours:
      'CREATE RESOURCE GROUP shop_rgroup WITH (concurrency=5, cpu_max_percent=20, cpu_weight=300, ' +
      'memory_limit=512, min_cost=50);\n',
  },
  {
    name: `${limits} and their comments`,
    genuine: `CREATE RESOURCE GROUP "Globals' group" WITH (concurrency=3, cpu_max_percent=5, cpu_weight=100);\n`,
    ours:
      `CREATE RESOURCE GROUP "Globals' group" WITH (concurrency=3, cpu_max_percent=5, cpu_weight=100, ` +
      `memory_limit=100, min_cost=0);\nCOMMENT ON RESOURCE GROUP "Globals' group" IS 'of some';\n`,
  },
  {
    name: "settings of a role stand under one heading, and all roles' under one",
    genuine:
      `--\n-- User Config "Globals' "role""\n--\n\n` +
      `ALTER ROLE "Globals' ""role""" SET search_path TO 'public', 'Odd one';\n` +
      '--\n-- User Configurations\n--\n',
    ours: `ALTER ROLE "Globals' ""role""" SET search_path TO 'public', 'Odd one';\n`,
  },
];

describeGlobals({
  name: 'Greenplum 7',
  folder: 'greenplum-7',
  variable: 'GREENPLUM7',
  groupOptions: 'concurrency=3, cpu_max_percent=5, memory_limit=100, min_cost=0',
  roles: ['globals_role', 'globals_member'],
  decisions,
});
