import { describeAsGenuine, type Decision } from './as-genuine.ts';

const decisions: readonly Decision[] = [
  {
    // Greenplum 7's pg_dump loses them: a function would find other tables after a restore.
    name: 'functions keep their SET clauses',
    entry: 'reads_it(integer); Type: FUNCTION; Schema: shop; Owner: gpadmin',
    genuine: '    LANGUAGE plpgsql SECURITY DEFINER COST 33\n',
    ours: "    LANGUAGE plpgsql SECURITY DEFINER COST 33\n    SET search_path TO 'shop'\n",
  },
  {
    // The genuine SET search_path holds for all that follows in the script.
    name: 'protocols name the schema of their functions, and the search_path stays as it is',
    entry: 'demoprot; Type: PROTOCOL; Schema: -; Owner: shop_owner',
    genuine:
      '-- Set the search_path required to look up the functions\nSET search_path = public;\n\n' +
      "CREATE TRUSTED PROTOCOL demoprot ( readfunc = 'demo_read', writefunc = 'demo_write');\n",
    ours: 'CREATE TRUSTED PROTOCOL demoprot (readfunc = public.demo_read, writefunc = public.demo_write);\n',
  },
  {
    // Without ONLY it would go to all that inherit the table, some of which may have others of their own.
    name: 'defaults are set for the table ONLY',
    entry: 'customers id; Type: DEFAULT; Schema: shop; Owner: gpadmin',
    genuine: 'ALTER TABLE shop.customers ALTER COLUMN id SET DEFAULT',
    ours: 'ALTER TABLE ONLY shop.customers ALTER COLUMN id SET DEFAULT',
  },
  {
    // Greenplum 7's pg_dump forgets what was said of types that initdb made.
    name: 'types of pg_catalog keep how their columns are compressed',
    entry: 'int2; Type: TYPE STORAGE OPTIONS; Schema: pg_catalog; Owner: gpadmin',
    genuine: null,
    ours: 'ALTER TYPE pg_catalog.int2 SET DEFAULT ENCODING (compresstype=zlib, compresslevel=2, blocksize=32768);',
  },
  {
    // No function of the server's gives it as a command.
    name: 'subpartition templates are read from the tree that the server keeps',
    entry: 'sales; Type: SUBPARTITION TEMPLATE; Schema: shop; Owner: shop_owner',
    genuine: null,
    ours:
      'ALTER TABLE shop.sales SET SUBPARTITION TEMPLATE (\n    DEFAULT SUBPARTITION other,\n' +
      "    SUBPARTITION usa VALUES ('usa'),\n    SUBPARTITION eu VALUES ('eu', 'uk')\n);",
  },
];

describeAsGenuine({
  name: 'Greenplum 7',
  database: 'gpshop',
  folder: 'greenplum-7',
  variable: 'GREENPLUM7',
  decisions,
});
