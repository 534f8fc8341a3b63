import { greenplum6 as release6, greenplum7 as release7 } from '../../model/release.ts';
import type { Dialect } from '../../objects/dialect.ts';
import { classicPart } from './classic-part.ts';
import { classicPartitions, partitionSchemas } from './classic-partitions.ts';
import { columnEncoding, inlineEncoding } from './column-encoding.ts';
import { dataAccess } from './data-access.ts';
import {
  distributedBy,
  distributedByButEnums,
  externallyDistributedBy,
  lineBeforeDistribution,
} from './distribution.ts';
import { enumKeys, lostEnumKey } from './enum-keys.ts';
import { externalPartitions, ignoresExternalPartitions, selectedPartitions } from './external-partitions.ts';
import { externalBody, externalWord } from './external-table.ts';
import { partAction } from './part-action.ts';
import { partIndex } from './part-index.ts';
import { partitionTemplate } from './partition-template.ts';
import { protocol } from './protocol.ts';
import { ioLimits, resourceGroups } from './resource-groups.ts';
import { resourceQueues } from './resource-queues.ts';
import { roleAttributes, timeConstraints } from './roles.ts';
import { describeCallback, executeOn, repsafe } from './routines.ts';
import { segmentLocations } from './tablespaces.ts';
import { typeEncoding } from './type-encoding.ts';

const globals = {
  roleAttributes,
  globalSections: [resourceQueues, resourceGroups, timeConstraints, ioLimits],
  tablespaceClauses: [segmentLocations],
} satisfies Partial<Dialect>;

/** DISTRIBUTED BY without an operator class means another one in databases that came from Greenplum 5. */
const textSettings: Dialect['textSettings'] = [['gp_use_legacy_hashops', 'off']];

const internalSchemas: Dialect['internalSchemas'] = ['gp_toolkit', 'pg_aoseg', 'pg_bitmapindex', 'pg_ext_aux'];

/** Greenplum 7: PostgreSQL's partitions, access methods and foreign tables. */
export const greenplum7: Dialect = {
  kinds: [typeEncoding, protocol, partitionTemplate, lostEnumKey],
  clauses: [columnEncoding, distributedByButEnums, enumKeys, executeOn, describeCallback, repsafe],
  columnClauses: [],
  partCatalogs: [],
  ...globals,
  internalSchemas,
  textSettings,
  release: release7,
};

/** Greenplum 6: partitions are told by their table, columns tell how they are compressed, external tables are their own kind. */
export const greenplum6: Dialect = {
  kinds: [typeEncoding, protocol, classicPart, partIndex, partAction],
  clauses: [
    externalWord,
    externalBody,
    lineBeforeDistribution,
    distributedBy,
    externallyDistributedBy,
    classicPartitions,
    externalPartitions,
    partitionSchemas,
    ignoresExternalPartitions,
    selectedPartitions,
    dataAccess,
    executeOn,
    describeCallback,
  ],
  columnClauses: [inlineEncoding],
  partCatalogs: ['pg_partition', 'pg_partition_rule'],
  ...globals,
  internalSchemas,
  textSettings,
  release: release6,
};
