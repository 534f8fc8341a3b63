import type { Section } from './entry.ts';

/**
 * Section in which each kind of entry usually stands. `none` stands with what it belongs to. Some move: a function or
 * materialized view in a dependency loop is postponed to post-data, STATISTICS DATA follows its relation.
 */
const sectionByDesc = {
  ENCODING: 'pre-data',
  STDSTRINGS: 'pre-data',
  SEARCHPATH: 'pre-data',
  DATABASE: 'pre-data',
  'DATABASE PROPERTIES': 'pre-data',
  SCHEMA: 'pre-data',
  EXTENSION: 'pre-data',
  COLLATION: 'pre-data',
  CONVERSION: 'pre-data',
  DOMAIN: 'pre-data',
  TYPE: 'pre-data',
  'SHELL TYPE': 'pre-data',
  CAST: 'pre-data',
  TRANSFORM: 'pre-data',
  'PROCEDURAL LANGUAGE': 'pre-data',
  FUNCTION: 'pre-data',
  PROCEDURE: 'pre-data',
  AGGREGATE: 'pre-data',
  'ACCESS METHOD': 'pre-data',
  OPERATOR: 'pre-data',
  'OPERATOR FAMILY': 'pre-data',
  'OPERATOR CLASS': 'pre-data',
  'TEXT SEARCH PARSER': 'pre-data',
  'TEXT SEARCH TEMPLATE': 'pre-data',
  'TEXT SEARCH DICTIONARY': 'pre-data',
  'TEXT SEARCH CONFIGURATION': 'pre-data',
  'FOREIGN DATA WRAPPER': 'pre-data',
  SERVER: 'pre-data',
  'USER MAPPING': 'pre-data',
  TABLE: 'pre-data',
  'EXTERNAL TABLE': 'pre-data',
  'FOREIGN TABLE': 'pre-data',
  VIEW: 'pre-data',
  'MATERIALIZED VIEW': 'pre-data',
  'DYNAMIC TABLE': 'pre-data',
  'DIRECTORY TABLE': 'pre-data',
  SEQUENCE: 'pre-data',
  'SEQUENCE OWNED BY': 'pre-data',
  'TABLE ATTACH': 'pre-data',
  'SUBPARTITION TEMPLATE': 'pre-data',
  DEFAULT: 'pre-data',
  PROTOCOL: 'pre-data',
  'BINARY UPGRADE': 'pre-data',
  BLOB: 'pre-data',
  pg_largeobject: 'pre-data',
  'BLOB METADATA': 'data',
  'TABLE DATA': 'data',
  'SEQUENCE SET': 'data',
  BLOBS: 'data',
  'BLOB COMMENTS': 'data',
  'STATISTICS DATA': 'data',
  CONSTRAINT: 'post-data',
  'CHECK CONSTRAINT': 'post-data',
  'FK CONSTRAINT': 'post-data',
  INDEX: 'post-data',
  'INDEX ATTACH': 'post-data',
  STATISTICS: 'post-data',
  RULE: 'post-data',
  TRIGGER: 'post-data',
  POLICY: 'post-data',
  'ROW SECURITY': 'post-data',
  'EVENT TRIGGER': 'post-data',
  PUBLICATION: 'post-data',
  'PUBLICATION TABLE': 'post-data',
  'PUBLICATION TABLES IN SCHEMA': 'post-data',
  SUBSCRIPTION: 'post-data',
  'SUBSCRIPTION TABLE': 'post-data',
  'MATERIALIZED VIEW DATA': 'post-data',
  'DYNAMIC TABLE DATA': 'post-data',
  TASK: 'post-data',
  TAG: 'post-data',
  'DEFAULT ACL': 'post-data',
  ACL: 'none',
  'ACL LANGUAGE': 'none',
  COMMENT: 'none',
  'SECURITY LABEL': 'none',
} satisfies Record<string, Section>;

/** pg_dump's words for kinds of entries. Archives may hold others: forks have kinds of their own. */
export type EntryDesc = keyof typeof sectionByDesc;

const sections: ReadonlyMap<string, Section> = new Map(Object.entries(sectionByDesc));

/** Whether pg_dump writes such entries. */
export const isUsual = (desc: string): boolean => sections.has(desc);

/** As pg_restore does, a kind nobody knows counts as pre-data. */
export const usualSection = (desc: string): Section => sections.get(desc) ?? 'pre-data';

/** Before 1.11 entries did not say their section; sequences were set before the data then (ReadToc). */
export const sectionBefore11 = (desc: string): Section => (desc === 'SEQUENCE SET' ? 'pre-data' : usualSection(desc));

/** The entry's payload is large objects, each with its OID, not one stream of bytes. */
export const holdsLargeObjects = ({ desc }: { readonly desc: string }): boolean => desc === 'BLOBS';
