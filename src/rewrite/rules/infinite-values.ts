import type { ByteString } from '../../model/text.ts';
import type { ArchiveIndex } from '../archive-index.ts';
import type { Rule } from '../rule.ts';

/** Rows that may have an infinity of a type that has none in the target, which refuses all rows of such a table. */
export const infiniteValues = (type: ByteString): Rule => ({
  name: `infinite-${type}`,
  descs: ['TABLE DATA'],
  pattern: /^/,
  rewrite({ namespace, tag }, archive) {
    if (!archive.infiniteTypes.includes(type)) return null;
    const text = archive.tableText([tag], namespace);
    const typeOf = ({ start, end }: { readonly start: number; readonly end: number }): ByteString =>
      text!.text.slice(start, end);
    if (text?.table.columns.some((column) => isOfType(typeOf(column.type), type, namespace, archive)) !== true) {
      return null;
    }
    return {
      changes: {},
      notes: [],
      condition: {
        subject: `type ${type}`,
        message: `has no infinity in the target; where a row has one, no rows of its table are loaded`,
      },
    };
  },
});

/** numeric(9,2) has no infinity anywhere, and interval(3) has one. */
function isOfType(said: ByteString, type: ByteString, namespace: ByteString | null, archive: ArchiveIndex): boolean {
  const one = said.replace(/(?:\[\d*\])+$/, '');
  const base = archive.types.domainBase(one, namespace);
  if (base !== null) return isOfType(base, type, namespace, archive);
  return type === 'numeric' ? one === type : new RegExp(`^${type}\\b`).test(one);
}
