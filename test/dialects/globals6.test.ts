import { commonDecisions, describeGlobals, type GlobalsDecision } from './globals.ts';

// A cost of 0.00 would be none, and of larger ones the genuine program knows six digits.
const costs = 'costs keep their digits';
// A function of the upgrade utility, which no cluster has but in an upgrade.
const oids = 'tablespaces get an OID from the server';

const decisions: readonly GlobalsDecision[] = [
  ...commonDecisions,
  {
    name: 'queues of a role are quoted',
    genuine: 'RESOURCE QUEUE RQ Odd Name RESOURCE',
    ours: 'RESOURCE QUEUE "RQ Odd Name" RESOURCE',
  },
  {
    name: 'queues have their comments',
    genuine: " WITH ( priority=high,\n memory_limit='200MB') ;\n",
    ours:
      " WITH ( priority=high,\n memory_limit='200MB') ;\n" +
      "COMMENT ON RESOURCE QUEUE rq_reports IS 'queue for reports';\n",
  },
  {
    name: costs,
    genuine: 'COST THRESHOLD 1234570.00 OVERCOMMIT IGNORE THRESHOLD 0.00\n',
    ours: 'COST THRESHOLD 1234567.25 OVERCOMMIT IGNORE THRESHOLD 0.00100000005\n',
  },
  { name: costs, genuine: 'COST THRESHOLD 1000000.00 ', ours: 'COST THRESHOLD 1000000.50 ' },
  {
    name: 'groups have their comments',
    genuine: 'memory_spill_ratio=10, memory_auditor=vmtracker);\n',
    ours: `memory_spill_ratio=10, memory_auditor=vmtracker);\nCOMMENT ON RESOURCE GROUP "Globals' group" IS 'of some';\n`,
  },
  {
    name: oids,
    genuine: "select binary_upgrade.set_next_preassigned_tablespace_oid(OID, 'gpshop_ts');\nCREATE TABLESPACE",
    ours: 'CREATE TABLESPACE',
  },
  {
    name: oids,
    genuine: "select binary_upgrade.set_next_preassigned_tablespace_oid(OID, 'Globals' place');\nCREATE TABLESPACE",
    ours: 'CREATE TABLESPACE',
  },
];

describeGlobals({
  name: 'Greenplum 6',
  folder: 'greenplum-6',
  variable: 'GREENPLUM6',
  groupOptions: 'concurrency=3, cpu_rate_limit=5, memory_limit=5, memory_spill_ratio=10',
  // Names that later servers keep to themselves.
  roles: ['pg_globals', 'pg_globals_member'],
  decisions,
});
