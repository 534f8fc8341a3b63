import type { TokenCursor } from '../../sql/token-cursor.ts';
import type { ArchiveIndex } from '../archive-index.ts';
import { Rewriting } from '../rewriting.ts';
import { withoutChecks } from '../without-checks.ts';
import { quoteIdent } from '../../ddl/quote.ts';
import type { Rule } from '../rule.ts';

/** Functions that came with PostgreSQL 13 and 14, which views and the like can call. */
export const functionsSince13: ReadonlySet<string> = new Set(
  `bit_count bit_xor date_bin gcd gen_random_uuid jsonb_path_exists_tz jsonb_path_match_tz jsonb_path_query_array_tz
  jsonb_path_query_first_tz jsonb_path_query_tz jsonb_set_lax lcm min_scale multirange normalize pg_column_compression
  pg_current_snapshot pg_current_xact_id pg_current_xact_id_if_assigned pg_snapshot_xip pg_snapshot_xmax pg_snapshot_xmin
  pg_visible_in_snapshot pg_xact_status range_agg range_intersect_agg string_to_table to_regcollation trim_array trim_scale
  unistr int4multirange int8multirange nummultirange datemultirange tsmultirange tstzmultirange`.split(/\s+/),
);

/** And with 15 to 18. */
export const functionsSince15: ReadonlySet<string> = new Set(
  `any_value array_reverse array_sample array_shuffle array_sort casefold crc32 crc32c date_add date_subtract erf erfc gamma
  has_largeobject_privilege has_parameter_privilege icu_unicode_version json_array json_arrayagg json_exists json_objectagg
  json_query json_scalar json_serialize json_table json_value jsonb_populate_record_valid lgamma pg_basetype pg_get_acl
  pg_input_error_info pg_input_is_valid random_normal regexp_count regexp_instr regexp_like regexp_substr to_bin to_oct
  to_regtypemod unicode_assigned unicode_version uuid_extract_timestamp uuid_extract_version uuidv4 uuidv7
  xmltext`.split(/\s+/),
);

/** Words of a query or condition that mean something new. */
export type Phrase = readonly string[];

export const phrasesSince13: readonly Phrase[] = [
  ['with', 'ties'],
  ['normalized'],
  ['search', 'depth', 'first'],
  ['search', 'breadth', 'first'],
  ['group', 'by', 'distinct'],
];
export const phrasesSince15: readonly Phrase[] = [['is', 'json'], ['at', 'local'], ['system_user']];

/** What can be a call of one of them. */
const callOf = (functions: ReadonlySet<string>): string => `\\b(?:${[...functions].join('|')})\\s*\\(`;

const wordOf = (functions: ReadonlySet<string>, phrases: readonly Phrase[]): string =>
  `${callOf(functions)}|\\b(?:${phrases.map((words) => words.at(-1)!).join('|')})\\b`;

const descs = [
  ...['VIEW', 'MATERIALIZED VIEW', 'RULE', 'POLICY', 'TRIGGER', 'INDEX', 'CONSTRAINT', 'CHECK CONSTRAINT', 'DEFAULT'],
  ...['DOMAIN', 'STATISTICS'],
];

/** Queries and conditions that the target cannot read, or that call what it does not have. */
export const newerExpressions = (name: string, functions: ReadonlySet<string>, phrases: readonly Phrase[]): Rule => ({
  name,
  descs,
  pattern: new RegExp(wordOf(functions, phrases), 'i'),
  rewrite({ definition }, archive) {
    const reason = reasonAgainst(archive.cursorOf(definition ?? ''), functions, phrases);
    return reason === null ? null : { leftOut: reason };
  },
});

/** Checks of a table that the target cannot read. */
export const newerChecks = (name: string, functions: ReadonlySet<string>, phrases: readonly Phrase[]): Rule => ({
  name,
  descs: ['TABLE', 'FOREIGN TABLE'],
  pattern: new RegExp(`\\sCHECK\\s[^]*(?:${wordOf(functions, phrases)})`, 'i'),
  rewrite: (entry, archive) => withoutChecks(entry, archive, (check) => reasonAgainst(check, functions, phrases)),
});

function reasonAgainst(cursor: TokenCursor, functions: ReadonlySet<string>, phrases: readonly Phrase[]): string | null {
  for (; cursor.token !== null; cursor.next()) {
    const phrase = phrases.find((words) => cursor.sees(...words));
    if (phrase !== undefined) return `the target has no ${phrase.join(' ').toUpperCase()}`;
    const called = calledHere(cursor, functions);
    if (called !== null) return `it calls ${called}(), which the target does not have`;
  }
  return null;
}

/** A function of pg_catalog that is called here. The server writes all others with their schemas. */
function calledHere(cursor: TokenCursor, functions: ReadonlySet<string>): string | null {
  const ahead = cursor.fork();
  if (ahead.sees('.')) {
    // What stands behind is of another schema.
    cursor.next();
    return null;
  }
  ahead.take('pg_catalog', '.');
  const name = ahead.takeName();
  return name !== null && functions.has(name) && ahead.sees('(') ? name : null;
}

/** Defaults and generated columns of a table that call such. */
export const newerDefaults = (name: string, functions: ReadonlySet<string>): Rule => ({
  name,
  descs: ['TABLE'],
  pattern: new RegExp(`\\s(?:DEFAULT|GENERATED)\\s[^]*${callOf(functions)}`, 'i'),
  rewrite(entry, archive) {
    const text = archive.read(entry);
    if (text === null) return null;
    const rewriting = new Rewriting(text.text);
    for (const { name: column, start, end } of text.table.columns) {
      const item = archive.cursorOf(text.text.slice(start, end));
      if (!item.skipTo('default', 'generated')) continue;
      const from = start + item.start;
      const isDefault = item.take('default');
      if (!isDefault) item.next();
      const expression = item.fork();
      while (item.token !== null && !constraints.some((word) => item.sees(word))) item.skip();
      const to = start + item.end;
      const called = callsIn(expression, to - start, functions);
      if (called === null) continue;
      const uuid = called === 'gen_random_uuid' || called === 'uuidv4' ? uuidFunction(archive) : null;
      if (!isDefault) {
        // With NOT NULL and whatever else the values would have to fulfil.
        rewriting.edits.remove({ start: from, end });
        rewriting.note(`${column} is not generated and has no values, since the target has no function ${called}()`);
      } else if (uuid === null) {
        rewriting.edits.remove({ start: from, end: to });
        rewriting.note(`${column} has no default, since the target has no function ${called}()`);
      } else {
        rewriting.edits.replace({ start: from, end: to }, `DEFAULT ${uuid}`);
        rewriting.note(`the default of ${column} is ${uuid}, since the target has no function ${called}()`);
      }
    }
    return rewriting.outcome;
  },
});

const constraints = ['not', 'null', 'constraint', 'check', 'collate', 'generated', 'encoding'];

function callsIn(cursor: TokenCursor, before: number, functions: ReadonlySet<string>): string | null {
  for (; cursor.token !== null && cursor.start < before; cursor.next()) {
    const called = calledHere(cursor, functions);
    if (called !== null) return called;
  }
  return null;
}

/** pgcrypto's, where the archive has that; else what comes near it. */
function uuidFunction(archive: ArchiveIndex): string {
  const schema = archive.schemaOfExtension('pgcrypto');
  return schema === undefined
    ? '(md5(random()::text || clock_timestamp()::text))::uuid'
    : `${quoteIdent(schema)}.gen_random_uuid()`;
}
