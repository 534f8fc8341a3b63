import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

const leftOut = (name: string, descs: readonly string[], pattern: RegExp, reason: string): Rule => ({
  name,
  descs,
  pattern,
  rewrite: () => ({ leftOut: reason }),
});

/** What PostgreSQL has nothing like. */
export const greenplumObjects: readonly Rule[] = [
  leftOut('external-tables', ['EXTERNAL TABLE'], /^/, 'PostgreSQL has no external tables'),
  leftOut(
    'external-foreign-tables',
    ['FOREIGN TABLE'],
    /\sSERVER\s+gp_exttable_server\b/,
    'PostgreSQL has no external tables',
  ),
  leftOut('protocols', ['PROTOCOL'], /^/, 'PostgreSQL has no protocols of external tables'),
  leftOut('type-encodings', ['TYPE STORAGE OPTIONS'], /^/, 'PostgreSQL compresses no columns by their type'),
  leftOut('templates', ['SUBPARTITION TEMPLATE'], /^/, 'PostgreSQL has no subpartition templates'),
  leftOut(
    'extensions',
    ['EXTENSION'],
    /^CREATE EXTENSION (?:IF NOT EXISTS )?"?(?:gp_\w+|gpcc\w*|pxf\w*|diskquota|gpss|pg_hint_plan_gp)\b/,
    "the extension is Greenplum's own",
  ),
];

/** `REPSAFE = true` of an aggregate. */
export const withoutRepsafe: Rule = {
  name: 'without-repsafe',
  descs: ['AGGREGATE'],
  pattern: /\bREPSAFE\b/i,
  rewrite({ definition }) {
    const rewriting = new Rewriting(definition ?? '');
    const match = /,\s*REPSAFE = (?:true|false)/i.exec(definition ?? '');
    if (match !== null) rewriting.edits.replace({ start: match.index, end: match.index + match[0].length }, '');
    return rewriting.outcome;
  },
};

/** mpp_execute and num_segments, which say to Greenplum where a foreign table is read. */
export const withoutPlaces: Rule = {
  name: 'without-places',
  descs: ['FOREIGN TABLE', 'SERVER', 'FOREIGN DATA WRAPPER'],
  pattern: /\b(?:mpp_execute|num_segments)\s+'/i,
  rewrite({ definition }, archive) {
    const text = definition ?? '';
    const rewriting = new Rewriting(text);
    const cursor = archive.cursorOf(text);
    while (cursor.skipTo('options')) {
      const { start } = cursor;
      cursor.next();
      const list = cursor.takeList();
      if (list === null) continue;
      const kept = list.items.filter((item) => !item.sees('mpp_execute') && !item.sees('num_segments'));
      if (kept.length === list.items.length) continue;
      const words = kept.map((item) => `\n    ${item.textOf(item.rest)}`).join(',');
      if (kept.length === 0) rewriting.edits.remove({ start, end: cursor.end });
      else rewriting.edits.replace(list, `(${words}\n)`);
    }
    return rewriting.outcome;
  },
};

/** Functions in C of Greenplum's own libraries. */
export const greenplumLibraries: Rule = leftOut(
  'greenplum-libraries',
  ['FUNCTION'],
  /\sAS '\$libdir\/(?:gp|pxf|gphd)\w*(?:\.so)?'/,
  "its library is Greenplum's own",
);

/** What only Greenplum's tables and queries have. */
const ownWords = new Set(['gp_segment_id', 'gp_dist_random', 'gp_execution_segment', 'scatter']);

/** Views of segments, which are told apart by words of their own. */
export const greenplumQueries: Rule = {
  name: 'greenplum-queries',
  descs: ['VIEW', 'MATERIALIZED VIEW', 'RULE', 'POLICY'],
  pattern: /\b(?:gp_segment_id|gp_dist_random|gp_execution_segment|SCATTER)\b/,
  rewrite({ definition }, archive) {
    const used = archive.tokensOf(definition ?? '').find(({ kind, value }) => kind === 'word' && ownWords.has(value));
    return used === undefined ? null : { leftOut: `it asks for ${used.value}, which only Greenplum has` };
  },
};

/** MEDIAN, which Greenplum writes for an ordinary ordered-set aggregate. */
export const medians: Rule = {
  name: 'medians',
  descs: ['VIEW', 'MATERIALIZED VIEW'],
  pattern: /\bMEDIAN\(/,
  rewrite({ definition }, archive) {
    const text = definition ?? '';
    const rewriting = new Rewriting(text);
    const tokens = archive.tokensOf(text);
    tokens.forEach((token, i) => {
      if (token.value !== 'median' || tokens[i + 1]?.value !== '(' || tokens[i - 1]?.value === '.') return;
      const cursor = archive.cursorOf(text.slice(token.end));
      const list = cursor.takeList();
      if (list === null) return;
      const argument = text.slice(token.end + list.start + 1, token.end + list.end - 1);
      const span = { start: token.start, end: token.end + list.end };
      rewriting.edits.replace(span, `percentile_cont(0.5) WITHIN GROUP (ORDER BY ${argument})`);
    });
    return rewriting.outcome;
  },
};
