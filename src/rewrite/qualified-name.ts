import type { ByteString } from '../model/text.ts';
import type { Rewritable } from './rewritable.ts';

/** Schema and name. */
export type QualifiedName = readonly [namespace: ByteString, name: ByteString];

/** What an entry's object is called. */
export const nameOf = ({ namespace, tag }: Pick<Rewritable, 'namespace' | 'tag'>): QualifiedName => [
  namespace ?? '',
  tag,
];

/** What a name without a schema means in scripts that set a search_path for each. */
export const resolved = (name: readonly ByteString[], namespace: ByteString | null): QualifiedName =>
  name.length > 1 ? [name.at(-2)!, name.at(-1)!] : [namespace ?? '', name[0] ?? ''];

/** For maps. */
export const keyOf = ([namespace, name]: QualifiedName): string => `${namespace}\0${name}`;
