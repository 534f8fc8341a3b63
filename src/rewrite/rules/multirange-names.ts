import { optionOf, removeOptions, takeStorageOptions } from '../../sql/storage-options.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Range types say what their multirange is called. */
export const multirangeNames: Rule = {
  name: 'multirange-names',
  descs: ['TYPE'],
  pattern: /\smultirange_type_name\s*=/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('create', 'type') || !cursor.skipTo('(')) return null;
    const options = takeStorageOptions(cursor);
    if (options === null || optionOf(options, 'multirange_type_name') === undefined) return null;
    removeOptions(rewriting.edits, options, options, ({ name }) => name === 'multirange_type_name');
    rewriting.note('its multirange type is left out, since the target has none');
    return rewriting.outcome;
  },
};
