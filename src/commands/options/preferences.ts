import { UserError } from '../../errors.ts';
import { foreignKeyChoices } from '../../rewrite/preferences.ts';
import { largeObjectTableOf } from '../../rewrite/large-objects/large-object-table.ts';
import { storageOf } from '../../rewrite/storage/storage.ts';
import type { Option } from './definition.ts';
import { spreadOptions } from './engine.ts';
import { mappingOptions } from './mapping.ts';
import type { EngineGiven } from './engine.ts';

const foreignKeysOption: Option<EngineGiven> = {
  long: 'foreign-keys',
  own: true,
  argumentName: 'WHAT',
  group: 'target',
  help: 'what becomes of them: keep (the default, though\nGreenplum does not enforce them) or drop',
  argument: 'required',
  apply(value, { preferences }) {
    const foreignKeys = foreignKeyChoices.find((each) => each === value);
    if (foreignKeys !== undefined) return { preferences: { ...preferences, foreignKeys } };
    throw new UserError(`invalid value "${value}" for option --foreign-keys`, {
      hint: `It is one of ${foreignKeyChoices.join(', ')}.`,
    });
  },
};

const storageOption: Option<EngineGiven> = {
  long: 'storage',
  own: true,
  argumentName: 'METHOD',
  group: 'target',
  help: 'store tables as heap, ao_row or ao_column, the latter\ntwo compressed with :METHOD or :METHOD:LEVEL behind',
  argument: 'required',
  apply: (value, { preferences }) => ({ preferences: { ...preferences, storage: storageOf(value) } }),
};

const largeObjectsOption: Option<EngineGiven> = {
  long: 'store-large-objects',
  own: true,
  argumentName: 'WHAT',
  group: 'target',
  help: 'what becomes of large objects where Greenplum has\nnone: skip (the default), table or table:schema.name',
  argument: 'required',
  apply: (value, { preferences }) => ({
    preferences: { ...preferences, largeObjectTable: largeObjectTableOf(value) },
  }),
};

/** What a user may want of an archive that is said otherwise. */
export const preferenceOptions: readonly Option<EngineGiven>[] = [
  ...spreadOptions,
  storageOption,
  foreignKeysOption,
  largeObjectsOption,
  ...mappingOptions,
];
