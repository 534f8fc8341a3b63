import type { TocEntry } from '../toc/entry.ts';

/** What a rule is shown: an archive's entry, or as `GLOBAL` a statement that is about no database. */
export type Rewritable = Pick<
  TocEntry,
  | 'desc'
  | 'namespace'
  | 'tag'
  | 'definition'
  | 'dropStatement'
  | 'copyStatement'
  | 'owner'
  | 'withOids'
  | 'tableAccessMethod'
  | 'relkind'
>;
