import { cloudberry1 as release1, cloudberry2 as release2 } from '../../model/release.ts';
import type { Dialect } from '../../objects/dialect.ts';
import { distributedByButEnums, distributedByButFiles } from '../greenplum/distribution.ts';
import { enumKeys, lostEnumKey } from '../greenplum/enum-keys.ts';
import { greenplum7 } from '../greenplum/index.ts';
import { directoryFiles } from './directory-files.ts';
import { incrementalView, schedule } from './materialized-views.ts';
import { profiles, roleProfiles } from './profiles.ts';
import { storageHandlers, storageServers, storageUserMappings } from './storage-servers.ts';
import { tagAssignment } from './tag-assignment.ts';
import { roleTags, tablespaceTags, tags } from './tags.ts';
import { task } from './task.ts';

/** What Apache Cloudberry 2 adds to Greenplum 7, from which it grew; each part is asked for where the catalogs have it. */
export const cloudberry2: Dialect = {
  ...greenplum7,
  // Enums may be keys there.
  kinds: [...greenplum7.kinds.filter((kind) => kind !== lostEnumKey), directoryFiles, tagAssignment, task],
  clauses: [
    ...greenplum7.clauses.filter((clause) => clause !== distributedByButEnums && clause !== enumKeys),
    distributedByButFiles,
    incrementalView,
    schedule,
  ],
  globalSections: [
    ...greenplum7.globalSections,
    profiles,
    roleProfiles,
    tags,
    roleTags,
    storageServers,
    storageUserMappings,
  ],
  tablespaceClauses: [...greenplum7.tablespaceClauses, storageHandlers, tablespaceTags],
  release: release2,
};

/** Cloudberry Database 1, without dynamic tables: the same under another name. */
export const cloudberry1: Dialect = { ...cloudberry2, release: release1 };
