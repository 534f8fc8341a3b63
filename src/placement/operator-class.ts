import type { KeyType } from './key-type.ts';
import { unpredictable, type Unpredictable, type ValueHash } from './value-hash.ts';

/** Of one key column: the hash of its value, and of the columns before it where the class is a legacy one. */
export interface ColumnHash {
  readonly isLegacy: boolean;
  readonly next: (text: Uint8Array, hash: number) => number;
}

/** The server's own classes that have their type's default hash function: those of pg_opclass but the cdbhash_* ones. */
const ofDefaultHash = new RegExp(
  '^(?:array|bit|bool|bpchar|bytea|char|cid|cidr|complex|date|enum|float4|float8|inet|int2|int4|int8|interval|jsonb|' +
    'macaddr|macaddr8|name|numeric|oid|oidvector|pg_lsn|range|text|tid|time|timestamp|timestamptz|timetz|uuid|varbit|' +
    'varchar|xid|bpchar_pattern|text_pattern|varchar_pattern)_ops$',
);

const legacy = /^cdbhash_\w+_ops$/;

/** The function that an operator class, named as DDL names it, calls. null: the type's default class. */
export function columnHash(value: ValueHash, operatorClass: string | null): ColumnHash | Unpredictable {
  const name = operatorClass?.replace(/^pg_catalog\./, '') ?? null;
  if (name !== null && legacy.test(name)) {
    if (value.legacyHash === null) return unpredictable(`what ${name} hashes does not stand in a value's text`);
    return { isLegacy: true, next: value.legacyHash };
  }
  if (name === null || ofDefaultHash.test(name)) return { isLegacy: false, next: (text) => value.hash(text) };
  return unpredictable(`the hash function of operator class ${name} is not known`);
}

/** What the legacy class is called where not after its type. */
const legacyNamedAfter: Readonly<Record<string, string>> = {
  varchar: 'text',
  character: 'bpchar',
  cidr: 'inet',
  varbit: 'bit',
  money: 'cash',
};

/** Types that Greenplum 5 could distribute by, which are those that have a legacy class that gp_use_legacy_hashops takes. */
const ofGreenplum5 =
  /^(?:int[248]|float[48]|numeric|char|bpchar|text|bytea|name|oid|tid|timestamp|timestamptz|date|time|timetz|interval|inet|macaddr|bit|bool|oidvector|cash|uuid|complex)$/;

/** The class that a key without one gets where gp_use_legacy_hashops is on; null: the type's default one. */
export function legacyOperatorClass(type: KeyType): string | null {
  switch (type.kind) {
    case 'domain':
      return legacyOperatorClass(type.base);
    case 'enum':
      return 'cdbhash_enum_ops';
    case 'base': {
      const name = legacyNamedAfter[type.name] ?? type.name;
      return ofGreenplum5.test(name) ? `cdbhash_${name}_ops` : null;
    }
    default:
      return null;
  }
}
