import type { ByteString } from '../model/text.ts';
import type { ObjectName } from './object-name.ts';

/** Kinds of which no two objects of a schema have one name. */
const families: Readonly<Record<string, string>> = {
  TABLE: 'relation',
  'FOREIGN TABLE': 'relation',
  'EXTERNAL TABLE': 'relation',
  'DYNAMIC TABLE': 'relation',
  'DIRECTORY TABLE': 'relation',
  VIEW: 'relation',
  'MATERIALIZED VIEW': 'relation',
  SEQUENCE: 'relation',
  INDEX: 'relation',
  TYPE: 'type',
  'SHELL TYPE': 'type',
  DOMAIN: 'type',
  FUNCTION: 'routine',
  PROCEDURE: 'routine',
  AGGREGATE: 'routine',
  CONSTRAINT: 'constraint',
  'FK CONSTRAINT': 'constraint',
  'CHECK CONSTRAINT': 'constraint',
  LANGUAGE: 'PROCEDURAL LANGUAGE',
};

/** An object for maps, whatever kind of its family a statement takes it for. */
export const objectKey = ({ desc, namespace, tag }: ObjectName): string =>
  `${families[desc] ?? desc}\0${namespace ?? ''}\0${tag}`;

/** What makes an object, and is not about one. */
export const isObject = ({ desc }: { readonly desc: string }): boolean => desc in families || otherObjects.has(desc);

const otherObjects = new Set([
  ...['SCHEMA', 'EXTENSION', 'COLLATION', 'CONVERSION', 'CAST', 'TRANSFORM', 'PROCEDURAL LANGUAGE', 'ACCESS METHOD'],
  ...['OPERATOR', 'OPERATOR CLASS', 'OPERATOR FAMILY', 'TEXT SEARCH PARSER', 'TEXT SEARCH DICTIONARY', 'PROTOCOL'],
  ...['TEXT SEARCH TEMPLATE', 'TEXT SEARCH CONFIGURATION', 'FOREIGN DATA WRAPPER', 'SERVER', 'USER MAPPING', 'RULE'],
  ...['TRIGGER', 'POLICY', 'EVENT TRIGGER', 'PUBLICATION', 'SUBSCRIPTION', 'STATISTICS', 'DATABASE', 'BLOB', 'TASK'],
]);

/** The name of a routine without its arguments. */
export const bareName = (tag: ByteString): ByteString => /^[^(]*/.exec(tag)![0];
