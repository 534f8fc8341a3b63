import { UserError } from '../../errors.ts';
import { toByteString, type ByteString } from '../../model/text.ts';

/** What a user renames while an archive is carried: names by their new ones. */
export interface Mapping {
  readonly schemas: ReadonlyMap<ByteString, ByteString>;
  /** Roles: owners, and who has rights. */
  readonly owners: ReadonlyMap<ByteString, ByteString>;
  readonly tablespaces: ReadonlyMap<ByteString, ByteString>;
  readonly databases: ReadonlyMap<ByteString, ByteString>;
}

export type MappedSort = keyof Mapping;

export const noMapping: Mapping = {
  schemas: new Map(),
  owners: new Map(),
  tablespaces: new Map(),
  databases: new Map(),
};

export const mapsAnything = (mapping: Mapping): boolean => Object.values(mapping).some((names) => names.size > 0);

/** Adds `a=b`, as it is typed. */
export function withMapped(mapping: Mapping, sort: MappedSort, typed: string, option: string): Mapping {
  const sign = typed.indexOf('=');
  const [from, to] = [typed.slice(0, sign), typed.slice(sign + 1)];
  if (sign < 0 || from === '' || to === '') {
    throw new UserError(`invalid value "${typed}" for option ${option}`, { hint: `Say ${option}=old=new.` });
  }
  return withName(mapping, sort, from, to);
}

export function withName(mapping: Mapping, sort: MappedSort, from: string, to: string): Mapping {
  const [name, mapped] = [toByteString(from), toByteString(to)];
  const known = mapping[sort].get(name);
  if (known !== undefined && known !== mapped) throw new UserError(`"${from}" of ${sort} is mapped twice`);
  return { ...mapping, [sort]: new Map([...mapping[sort], [name, mapped]]) };
}
