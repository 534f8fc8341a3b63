import { removeOptions, takeStorageOptions } from '../../sql/storage-options.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** What a clause of options says that the target does not know; what it loses by that, if anything, is noted. */
export const withoutOptions = (
  name: string,
  desc: string,
  unknown: readonly string[],
  noteOn?: (option: string) => string,
): Rule => ({
  name,
  descs: [desc],
  pattern: new RegExp(`\\b(?:${unknown.join('|')})\\s*=`, 'i'),
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('create') || !cursor.skipTo('(')) return null;
    const options = takeStorageOptions(cursor);
    if (options === null) return null;
    removeOptions(rewriting.edits, options, options, (option) => {
      if (!unknown.includes(option.name)) return false;
      if (noteOn !== undefined) rewriting.note(noteOn(option.name));
      return true;
    });
    return rewriting.outcome;
  },
});

/** Subscripts of types are the server's own before PostgreSQL 14. */
export const subscripts = withoutOptions('subscripts', 'TYPE', ['subscript']);

/** Range types say what their multirange is called. */
export const multirangeNames = withoutOptions(
  'multirange-names',
  'TYPE',
  ['multirange_type_name'],
  () => 'its multirange type is left out, since the target has none',
);
