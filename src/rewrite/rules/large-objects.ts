import type { Rule } from '../rule.ts';

/** Large objects, which no Greenplum has, with all that is said of them. */
export const largeObjects: Rule = {
  name: 'large-objects',
  descs: ['BLOB', 'BLOB METADATA', 'BLOBS', 'BLOB COMMENTS', 'ACL', 'COMMENT', 'SECURITY LABEL'],
  pattern: /^/,
  together: (count) =>
    `${count === 0 ? 'large objects' : count === 1 ? '1 large object' : `${count} large objects`} left out: ` +
    'the target has none, and columns that hold their numbers refer to nothing',
  rewrite({ desc, tag, definition }) {
    if (desc === 'BLOB METADATA') return { leftOut, count: definition?.match(/\d+/g)?.length ?? 0 };
    if (desc === 'BLOB') return { leftOut };
    // What has the bytes, comments and rights: the objects have been counted.
    return desc.startsWith('BLOB') || /^LARGE OBJECTS? \d/.test(tag) ? { leftOut, count: 0 } : null;
  },
};

const leftOut = 'the target has no large objects';
