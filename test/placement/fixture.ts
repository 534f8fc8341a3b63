import { join } from 'node:path';
import type { ClusterVariable } from '../support/live-cluster.ts';
import { repository } from '../support/repository.ts';

/** Lines of a case's name, its operator classes, its keys' values and the segment, recorded by live.test.ts. */
export const fixture = (variable: ClusterVariable): string =>
  join(repository, 'fixtures', 'placement', `${variable.toLowerCase()}.copy.gz`);
