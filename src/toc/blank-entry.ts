import { noCatalogId } from '../model/catalog-id.ts';
import type { TocEntry } from './entry.ts';

/** What an entry is that has nothing but a name: those that no pg_dump has written begin with it. */
export const blankEntry: Omit<TocEntry, 'dumpId' | 'desc' | 'tag' | 'section'> = {
  catalogId: noCatalogId,
  namespace: null,
  tablespace: null,
  tableAccessMethod: null,
  relkind: null,
  owner: null,
  definition: null,
  dropStatement: null,
  copyStatement: null,
  withOids: false,
  dependencies: [],
  hasData: false,
};
