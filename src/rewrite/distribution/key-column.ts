import { keyType, type KeyType } from '../../placement/key-type.ts';
import type { ByteString } from '../../model/text.ts';
import type { ArchiveIndex } from '../archive-index.ts';

/** A column's type as its values are hashed, with what the archive tells of enums and domains. */
export function keyTypeOf(type: ByteString, namespace: ByteString | null, archive: ArchiveIndex): KeyType {
  const userType = (name: string): KeyType | undefined => {
    if (archive.types.isEnum(name, namespace)) return { kind: 'enum' };
    const base = archive.types.domainBase(name, namespace);
    return base === null ? undefined : { kind: 'domain', base: keyType(base, userType) };
  };
  return keyType(type, userType);
}
