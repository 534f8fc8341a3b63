import { noCatalogId } from '../../src/model/catalog-id.ts';
import type { TocEntry } from '../../src/toc/entry.ts';

/** An entry with nothing in it but what is given. */
export const entryOf = (given: Partial<TocEntry> & Pick<TocEntry, 'dumpId'>): TocEntry => ({
  catalogId: noCatalogId,
  desc: 'TABLE',
  tag: `entry ${given.dumpId}`,
  namespace: null,
  tablespace: null,
  tableAccessMethod: null,
  relkind: null,
  owner: null,
  section: 'pre-data',
  definition: 'SELECT 1;\n',
  dropStatement: null,
  copyStatement: null,
  withOids: false,
  dependencies: [],
  hasData: false,
  ...given,
});
