import type { KeyType } from './key-type.ts';
import { arrayOf } from './types/array.ts';
import { binary } from './types/binary.ts';
import { complex } from './types/complex.ts';
import { datetime } from './types/datetime.ts';
import { floats } from './types/floats.ts';
import { integers } from './types/integers.ts';
import { intervals } from './types/interval.ts';
import { jsonb } from './types/jsonb.ts';
import { network } from './types/network.ts';
import { numeric } from './types/numeric.ts';
import { rangeOf } from './types/range.ts';
import { strings } from './types/strings.ts';
import { system } from './types/system.ts';
import { isUnpredictable, unpredictable, type Unpredictable, type ValueHash } from './value-hash.ts';

const baseTypes: Readonly<Record<string, ValueHash>> = {
  ...integers,
  ...floats,
  numeric,
  ...strings,
  ...binary,
  ...datetime,
  ...intervals,
  ...network,
  ...system,
  complex,
  jsonb,
};

const hashedByOid = 'its values are hashed by OIDs, which the server chooses and their text does not tell';

/** Types that a table can be distributed by although nothing in their text tells how. */
const untold: Readonly<Record<string, string>> = {
  regproc: hashedByOid,
  regprocedure: hashedByOid,
  regoper: hashedByOid,
  regoperator: hashedByOid,
  regclass: hashedByOid,
  regtype: hashedByOid,
  aclitem: hashedByOid,
  money: 'its text is written as the locale wants it',
  abstime: 'its text is written in the time zone of a session',
  tinterval: 'its text is written in the time zone of a session',
};

/** The hash functions of a type, or why there is none to be had. */
export function hashOfType(type: KeyType): ValueHash | Unpredictable {
  switch (type.kind) {
    case 'base':
      return (
        baseTypes[type.name] ?? unpredictable(untold[type.name] ?? `no hash function of type ${type.name} is known`)
      );
    case 'domain':
      return hashOfType(type.base);
    case 'enum':
      return unpredictable(hashedByOid);
    case 'array':
      return container(arrayOf, type.element);
    case 'range':
      return container(rangeOf, type.subtype);
  }
}

function container(of: (contents: ValueHash) => ValueHash, contents: KeyType): ValueHash | Unpredictable {
  const hash = hashOfType(contents);
  return isUnpredictable(hash) ? hash : of(hash);
}
