import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readRecording } from '../recording/recording.ts';
import { replay } from '../recording/script-of.ts';
import { repository } from '../support/repository.ts';
import { describeAsGenuine, type Decision } from './as-genuine.ts';

// Their SET search_path would hold for all that follows in the script.
const protocols = 'protocols name the schema of their functions, and the search_path stays as it is';
// Greenplum 6's pg_dump leaves it to the server, which takes that of the first table inherited.
const distribution = 'tables that inherit say how their own rows are distributed';

const decisions: readonly Decision[] = [
  {
    name: protocols,
    entry: 'demoprot; Type: PROTOCOL; Schema: -; Owner: shop_owner',
    genuine:
      '-- Set the search_path required to look up the functions\nSET search_path = shop;\n\n' +
      "CREATE TRUSTED PROTOCOL demoprot ( readfunc = 'read_from_file', writefunc = 'write_to_file', validatorfunc = 'validate_urls');\n",
    ours: 'CREATE TRUSTED PROTOCOL demoprot (readfunc = shop.read_from_file, writefunc = shop.write_to_file, validatorfunc = shop.validate_urls);\n',
  },
  {
    name: protocols,
    entry: 'Prot2; Type: PROTOCOL; Schema: -; Owner: gpadmin',
    genuine:
      '-- Set the search_path required to look up the functions\nSET search_path = shop, public;\n\n' +
      `CREATE  PROTOCOL "Prot2" ( readfunc = 'read_from_file');\n`,
    ours: 'CREATE PROTOCOL "Prot2" (readfunc = shop.read_from_file);\n',
  },
  {
    name: distribution,
    entry: 'dogs; Type: TABLE; Schema: shop; Owner: gpadmin; Tablespace: ',
    genuine: 'INHERITS (shop.animals)\n;\n',
    ours: 'INHERITS (shop.animals)\n DISTRIBUTED BY (id);\n',
  },
  {
    name: distribution,
    entry: 'puppies; Type: TABLE; Schema: shop; Owner: gpadmin; Tablespace: ',
    genuine: ')\n;\n',
    ours: ')\n DISTRIBUTED BY (id);\n',
  },
  {
    // Greenplum 6's pg_dump knows no privileges but those of the whole table.
    name: 'a partition keeps privileges of its own',
    entry: 'TABLE part_altered_1_prt_january; Type: ACL; Schema: shop; Owner: gpadmin',
    genuine: null,
    ours:
      'REVOKE ALL ON TABLE shop.part_altered_1_prt_january FROM PUBLIC;\n' +
      'REVOKE ALL ON TABLE shop.part_altered_1_prt_january FROM gpadmin;\n' +
      'GRANT ALL ON TABLE shop.part_altered_1_prt_january TO gpadmin;\n' +
      'GRANT SELECT ON TABLE shop.part_altered_1_prt_january TO shop_reader;',
  },
  {
    // As PostgreSQL's pg_dump does from 11 on: a script without --create may be for a database of another name.
    name: 'a database has its comment with --create only',
    entry: 'DATABASE gpshop; Type: COMMENT; Schema: -; Owner: 16402',
    genuine: 'COMMENT ON DATABASE gpshop IS',
    ours: null,
  },
];

describeAsGenuine({
  name: 'Greenplum 6',
  database: 'gpshop',
  folder: 'greenplum-6',
  variable: 'GREENPLUM6',
  decisions,
});

// Its own pg_dump wrote 153 of 159 entries so, 151 without the option: tables that inherit have no clause either way.
it('leaves out with --no-gp-syntax how tables are distributed, and nothing else', async () => {
  const recording = await readRecording(join(repository, 'fixtures', 'recordings', 'greenplum-6', 'gpshop.json.gz'));
  const { options } = recording;
  const all = await replay(recording);
  const without = await replay({ ...recording, options: [...options, '--no-gp-syntax'] });
  expect(without).toBe(all.replace(/^ DISTRIBUTED (?:BY \(.*?\)(?=;| PART)|RANDOMLY|REPLICATED)/gm, ''));
  expect(without).toContain("ENCODING 'UTF8' DISTRIBUTED BY (id);\n");
});
