import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** External tables are foreign tables from Greenplum 7 on, and COMMENT wants them called so. */
export const externalTableComments: Rule = {
  name: 'external-table-comments',
  descs: ['COMMENT', 'SECURITY LABEL'],
  pattern: /\sON TABLE\s/,
  rewrite({ namespace, definition }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.skipTo('on') || !cursor.take('on')) return null;
    const { start } = cursor;
    if (!cursor.take('table')) return null;
    const name = cursor.takeQualifiedName();
    if (name === null || archive.table(name, namespace)?.desc !== 'EXTERNAL TABLE') return null;
    const rewriting = new Rewriting(definition ?? '');
    rewriting.edits.insert(start, 'FOREIGN ');
    return rewriting.outcome;
  },
};

/** gphdfs, gone since Greenplum 6. */
export const gphdfs: Rule = {
  name: 'gphdfs',
  descs: ['EXTERNAL TABLE'],
  pattern: /'gphdfs:/i,
  rewrite: () => ({ leftOut: 'the target has no protocol gphdfs; PXF reads such files' }),
};

/** `LOG ERRORS INTO table`, gone since Greenplum 5: what is logged is kept by the server. */
export const errorTables: Rule = {
  name: 'error-tables',
  descs: ['EXTERNAL TABLE'],
  pattern: /\bLOG\s+ERRORS\s+INTO\b/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    while (cursor.skipTo('into')) {
      const { start } = cursor;
      cursor.next();
      if (cursor.takeQualifiedName() === null) continue;
      rewriting.edits.remove({ start, end: cursor.end });
      rewriting.note('rows with errors are logged by the server, not in a table: see gp_read_error_log()');
    }
    return rewriting.outcome;
  },
};
