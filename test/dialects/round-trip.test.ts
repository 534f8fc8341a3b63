import { join } from 'node:path';
import { repository } from '../support/repository.ts';
import { describeRoundTrip } from './round-trip.ts';

const data = join(repository, '..', 'shared', 'data');

describeRoundTrip({
  name: 'Greenplum 6',
  variable: 'GREENPLUM6',
  groundTruth: join(data, 'greenplum-6', 'groundtruth.gpshop.txt'),
  archives: ['gpshop.custom.dump', 'gpshop.dir', 'gpshop.tar'].map((file) => join(data, 'greenplum-6', 'dumps', file)),
  others: ['gpshop_quirks'],
  differences: [
    {
      // ALTER TYPE sets it for both, CREATE TYPE for the type alone.
      name: 'arrays of a type are stored as the type is',
      fact: 'encodings of types',
      source: null,
      copy: '(shop.encint[],"{blocksize=65536,compresslevel=3,compresstype=zlib}")',
    },
    {
      // Partitions are part of their table's definition, the default of which is theirs.
      name: 'a partition that was exchanged for a table without a default has one',
      fact: 'columns',
      source: '(shop.part_altered_1_prt_3,4,added,integer,f,p,-1,f,1,,,,)',
      copy: '(shop.part_altered_1_prt_3,4,added,integer,f,p,-1,f,1,,,,5)',
    },
    {
      name: "a renamed partition's check is called after it",
      fact: 'constraints',
      source:
        '(shop.part_altered_1_prt_january,-,part_altered_1_prt_2_check,' +
        `"CHECK (((d >= '2023-01-01'::date) AND (d < '2023-02-01'::date)))",t,t,0)`,
      copy:
        '(shop.part_altered_1_prt_january,-,part_altered_1_prt_january_check,' +
        `"CHECK (((d >= '2023-01-01'::date) AND (d < '2023-02-01'::date)))",t,t,0)`,
    },
  ],
});

describeRoundTrip({
  name: 'Greenplum 7',
  variable: 'GREENPLUM7',
  groundTruth: join(data, 'greenplum-7', 'groundtruth.gpshop.txt'),
  archives: ['gpshop.custom', 'gpshop.dir', 'gpshop.tar'].map((file) => join(data, 'greenplum-7', 'dumps', file)),
  others: [],
  differences: [
    {
      // ALTER TYPE sets it for both, CREATE TYPE for the type alone.
      name: 'arrays of a type are stored as the type is',
      fact: 'encodings of types',
      source: null,
      copy: '(shop.zint[],"{blocksize=65536,compresslevel=3,compresstype=zlib}")',
    },
  ],
});
