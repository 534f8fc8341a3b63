import { shown } from '../../model/text.ts';
import type { Classified } from '../../script/classify.ts';
import type { ByteString } from '../../model/text.ts';
import { objectTypeOf, type ReadSlice } from '../entries/read-slice.ts';
import { qualified } from '../names.ts';
import type { Findings } from './findings.ts';
import { haveReference, isSatellite, isSubject, subjectOf } from './subject.ts';

type SectionName = 'global' | 'pre-data' | 'post-data';

const places: Readonly<Record<SectionName, ReadonlySet<string>>> = {
  global:
    words(`SESSION GUCS;DATABASE;DATABASE METADATA;DATABASE GUC;RESOURCE QUEUE;RESOURCE GROUP;ROLE;ROLE GUCS;ROLE GRANT;
    TABLESPACE;STORAGE SERVER;STORAGE USER MAPPING`),
  // Constraints stood there until 2019.
  'pre-data':
    words(`SCHEMA;EXTENSION;COLLATION;TYPE;DOMAIN;FUNCTION;LANGUAGE;AGGREGATE;CAST;TRANSFORM;PROTOCOL;TABLE;FOREIGN TABLE;
    VIEW;MATERIALIZED VIEW;SEQUENCE;SEQUENCE OWNER;EXCHANGE PARTITION;OPERATOR;OPERATOR CLASS;OPERATOR FAMILY;ACCESS METHOD;
    CONVERSION;TEXT SEARCH PARSER;TEXT SEARCH TEMPLATE;TEXT SEARCH DICTIONARY;TEXT SEARCH CONFIGURATION;FOREIGN DATA WRAPPER;
    FOREIGN SERVER;USER MAPPING;CONSTRAINT`),
  'post-data': words('CONSTRAINT;INDEX;RULE;TRIGGER;EVENT TRIGGER;POLICY;DEFAULT PRIVILEGES;STATISTICS;VIEW'),
};

const ofServer = words(
  'RESOURCE QUEUE;RESOURCE GROUP;ROLE;ROLE GUCS;ROLE GRANT;TABLESPACE;STORAGE SERVER;STORAGE USER MAPPING',
);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/;\s*/));
}

/** What a CREATE may make that is called otherwise in an archive. */
const descs: Readonly<Record<string, readonly string[]>> = {
  TABLE: ['TABLE', 'EXTERNAL TABLE', 'TABLE ATTACH', 'SUBPARTITION TEMPLATE'],
  FUNCTION: ['FUNCTION', 'PROCEDURE'],
  TYPE: ['TYPE', 'SHELL TYPE', 'TYPE STORAGE OPTIONS'],
  LANGUAGE: ['PROCEDURAL LANGUAGE'],
  'FOREIGN SERVER': ['SERVER'],
  'SEQUENCE OWNER': ['SEQUENCE OWNED BY'],
  'DATABASE GUC': ['DATABASE PROPERTIES'],
  CONSTRAINT: ['CONSTRAINT', 'CHECK CONSTRAINT', 'FK CONSTRAINT'],
  POLICY: ['POLICY', 'ROW SECURITY'],
  INDEX: ['INDEX', 'INDEX ATTACH'],
  'DEFAULT PRIVILEGES': ['DEFAULT ACL'],
  EXTENSION: ['EXTENSION', 'SCHEMA'],
  'EXCHANGE PARTITION': [],
  'DATABASE METADATA': [],
};

/** Each part of metadata.sql is what the table of contents says it is: type, schema and name, and for which table. */
export class SliceCheck {
  readonly #findings: Findings;
  readonly #file: string;
  /** Functions that the set makes: others are of extensions, and have rights alone. */
  readonly #functions = new Set<ByteString>();

  constructor(file: string, findings: Findings) {
    this.#file = file;
    this.#findings = findings;
  }

  look(read: ReadSlice, section: SectionName): void {
    const { slice, statements, said } = read;
    const type = objectTypeOf(slice);
    const known = Object.values(places).some((types) => types.has(type) || types.has(slice.objectType));
    if (!known) return this.#findings.warning('it has objects of types that are not known', this.#where(read, 0));
    if (!places[section].has(type) && !places[section].has(slice.objectType)) {
      this.#findings.error(`${this.#where(read, 0)} is among what belongs to ${section}`);
    }
    if (slice.reference !== '' && slice.objectType === type && !haveReference.has(type)) {
      this.#findings.error(`${this.#where(read, 0)} cannot belong to ${shown(slice.reference)}`);
    }
    for (const [i, statement] of statements.entries()) {
      const { start } = statement.span;
      if (!isEnded(read, i)) {
        this.#findings.error(`${this.#where(read, start)}: its statement has no end`);
        return;
      }
      const what = said[i]!;
      if (what.kind === 'object' && what.desc === type && type === 'FUNCTION') this.#functions.add(qualified(slice));
      const fault = faultOf(read, i) ?? this.#otherObject(read, i);
      if (fault !== null) this.#findings.error(`${this.#where(read, start)}: ${fault}`);
    }
  }

  #otherObject({ slice, said }: ReadSlice, i: number): string | null {
    const what = said[i]!;
    const subject = subjectOf(what);
    if (subject === null) return null;
    // Partitions of a table in another schema are put there with it.
    if (what.kind === 'detail' && / SET SCHEMA /.test(slice.text)) return null;
    // gpbackup repeats the rights to functions of extensions that it has written before.
    if (
      what.kind === 'object' &&
      what.desc === 'ACL' &&
      !this.#functions.has(qualified(slice)) &&
      subject.desc === 'FUNCTION'
    ) {
      return null;
    }
    const table = what.kind === 'object' ? what.about?.[0] : undefined;
    if (isSubject(slice, subject, table) !== false) return null;
    const name = subject.namespace === null ? subject.tag : `${subject.namespace}.${subject.tag}`;
    return `its statement is about ${subject.desc} ${shown(name)}`;
  }

  #where({ slice }: ReadSlice, start: number): string {
    const name = qualified(slice);
    return `file "${this.#file}", byte ${slice.at + start}: ${slice.objectType}${name === '' ? '' : ` ${shown(name)}`}`;
  }
}

/** By a semicolon, with no quote that stays open. */
function isEnded({ slice: { text }, statements }: ReadSlice, i: number): boolean {
  const { span, after } = statements[i]!;
  return after > span.end && text[after - 1] === ';';
}

/** A part is one CREATE with what completes it, or one thing that is said of an object. */
function faultOf({ slice, said }: ReadSlice, i: number): string | null {
  const what = said[i]!;
  const type = objectTypeOf(slice);
  if (what.kind === 'global' && !ofServer.has(type)) return 'its statement is about no database';
  if (what.kind === 'object' && !isSatellite(what.desc)) {
    const fits = descs[slice.objectType] ?? descs[type] ?? [type];
    if (!fits.includes(what.desc)) return `its statement is one of ${what.desc}`;
  }
  if (i === 0) return said.length > 1 && standsAlone(what) ? 'it goes on behind its statement' : null;
  const first = said[0]!;
  const isRight = (each: Classified): boolean => each.kind === 'object' && each.desc === 'ACL';
  if (standsAlone(what) || isRight(what) !== isRight(first)) return 'it has statements of several parts';
  return null;
}

const standsAlone = (said: Classified): boolean =>
  said.kind === 'owner' || (said.kind === 'object' && (said.desc === 'COMMENT' || said.desc === 'SECURITY LABEL'));
