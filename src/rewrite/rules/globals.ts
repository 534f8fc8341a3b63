import { quoteLiteral } from '../../ddl/quote.ts';
import { takeStorageOptions } from '../../sql/storage-options.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';
import { quicklzNote } from './storage.ts';

/** What Greenplum 6 limits a resource group by, and 7 calls otherwise; null: it has nothing like it. */
const groupLimits: Readonly<Record<string, string | null>> = {
  cpu_rate_limit: 'cpu_max_percent',
  memory_limit: null,
  memory_shared_quota: null,
  memory_spill_ratio: null,
  memory_auditor: null,
};

/** Resource groups of Greenplum 6. Memory in per cent of a host is no number of megabytes. */
export const resourceGroups: Rule = {
  name: 'resource-groups',
  descs: ['GLOBAL'],
  pattern: /RESOURCE\s+GROUP[^]*(?:cpu_rate_limit|memory_)/i,
  rewrite({ definition }, archive) {
    const text = definition ?? '';
    const rewriting = new Rewriting(text);
    const cursor = archive.cursorOf(text);
    if (cursor.take('alter', 'resource', 'group')) {
      cursor.takeName();
      cursor.take('set');
      const { start } = cursor;
      const limit = cursor.takeName() ?? '';
      if (!Object.hasOwn(groupLimits, limit)) return null;
      const word = groupLimits[limit] ?? null;
      if (word === null) return { leftOut: `the target limits no group by ${limit}` };
      rewriting.edits.replace({ start, end: cursor.end }, word);
      return rewriting.outcome;
    }
    if (!cursor.take('create', 'resource', 'group') || !cursor.skipTo('with') || !cursor.take('with')) return null;
    const clause = takeStorageOptions(cursor);
    if (clause === null) return null;
    const lost = clause.options.filter(({ name }) => groupLimits[name] === null).map(({ name }) => name);
    const kept = clause.options
      .filter(({ name }) => groupLimits[name] !== null)
      .map(
        (option) =>
          (groupLimits[option.name] ?? option.name) + text.slice(option.start + option.name.length, option.end),
      );
    rewriting.edits.replace(clause, `(${kept.join(', ')})`);
    if (lost.length > 0) rewriting.note(`not limited by ${lost.join(', ')}, which the target does not have`);
    return rewriting.outcome;
  },
};

/** CREATEEXTTABLE for gphdfs. */
export const gphdfsRights: Rule = {
  name: 'gphdfs-rights',
  descs: ['GLOBAL'],
  pattern: /CREATEEXTTABLE[^;]*gphdfs/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    while (cursor.skipTo('createexttable', 'nocreateexttable')) {
      const { start } = cursor;
      cursor.next();
      const clause = takeStorageOptions(cursor);
      if (clause?.options.some(({ name, value }) => name === 'protocol' && value === 'gphdfs') !== true) continue;
      rewriting.edits.remove({ start, end: cursor.end });
      rewriting.note('may make no external tables of gphdfs, which the target does not have');
    }
    return rewriting.outcome;
  },
};

/** gp_default_storage_options of a role or database: how tables are stored is default_table_access_method from 7 on. */
export const defaultStorage: Rule = {
  name: 'default-storage',
  descs: ['GLOBAL', 'DATABASE PROPERTIES', 'DATABASE'],
  pattern: /SET\s+gp_default_storage_options\s[^;]*(?:appendo|orientation|quicklz)/i,
  rewrite({ definition }, archive) {
    const text = definition ?? '';
    const rewriting = new Rewriting(text);
    for (const { span, cursor: walk } of archive.statementsOf(text)) {
      const cursor = walk();
      if (!cursor.skipTo('set') || !cursor.take('set', 'gp_default_storage_options')) continue;
      if (!cursor.take('to') && !cursor.take('=')) continue;
      const value = cursor.next();
      if (value?.kind !== 'string') continue;
      const zstd = value.value.replace(/\b(compresstype\s*=\s*)quicklz\b/i, '$1zstd');
      if (zstd !== value.value) rewriting.note(quicklzNote);
      const options = zstd
        .slice(1, -1)
        .split(',')
        .map((option) => option.trim().split('='));
      const said = (...names: readonly string[]): string | undefined =>
        options.find(([name = '']) => names.includes(name.toLowerCase()))?.[1]?.toLowerCase();
      const isAppendOptimized = said('appendonly', 'appendoptimized') === 'true';
      const kept = options.filter(([name = '']) => !/^(?:appendonly|appendoptimized|orientation)$/i.test(name));
      rewriting.edits.replace(value, quoteLiteral(kept.map((option) => option.join('=')).join(',')));
      if (!isAppendOptimized) continue;
      const method = said('orientation') === 'column' ? 'ao_column' : 'ao_row';
      const head = text.slice(span.start, text.lastIndexOf('gp_default_storage_options', value.start));
      rewriting.edits.insert(span.start, `${head}default_table_access_method TO '${method}';\n`);
    }
    return rewriting.outcome;
  },
};
