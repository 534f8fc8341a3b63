import { classify, type Classified } from '../../script/classify.ts';
import { statementsOf, type Statement } from '../../sql/statements.ts';
import type { MetadataSlice } from '../metadata-slices.ts';

/** A part of metadata.sql with its statements, and what each of them is. */
export interface ReadSlice {
  readonly slice: MetadataSlice;
  readonly statements: readonly Statement[];
  readonly said: readonly Classified[];
}

export function readSlice(slice: MetadataSlice): ReadSlice {
  const statements = statementsOf(slice.text);
  return { slice, statements, said: statements.map((statement) => classify(statement.cursor(), null)) };
}

/** What gpbackup says of an object apart from its CREATE has a type of its own since 2021. */
export const objectTypeOf = ({ objectType }: MetadataSlice): string => objectType.replace(/ METADATA$/, '');
