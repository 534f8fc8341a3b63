import { shown, type ByteString } from '../../model/text.ts';
import type { ClassicBound, ClassicPartitioning } from '../../sql/classic-partitions.ts';
import { tokensOf } from '../../sql/lexer.ts';
import { stringOf } from '../../sql/string-constant.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Of these the server itself goes on to the next value (parse_partition_gp.c), */
const steppedByServer = /^(?:smallint|integer|bigint|int[248]?|date|time(?:stamp)?\b.*|interval\b.*)$/i;

/** unless a number of digits is said: then it wants to be told. */
const ofSomeDigits = /^(?:time(?:stamp(?:tz)?|tz)?|interval\b.*)\s*\((\d)\)/i;

/**
 * Greenplum 7 has ranges that begin with their START and end before their END. Where a type has a value next to each,
 * the server takes that; for the others we do.
 */
export const partitionBounds: Rule = {
  name: 'partition-bounds',
  descs: ['TABLE'],
  pattern: /\b(?:EXCLUSIVE|INCLUSIVE)\b/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    const partitioning = text?.table.partitioning ?? null;
    if (text === null || partitioning === null) return null;
    const rewriting = new Rewriting(text.text);
    for (const { bound, column } of boundsOf(partitioning)) {
      const definition = text.table.columns.find(({ name }) => name === column);
      if (definition === undefined) continue;
      const type = text.text.slice(definition.type.start, definition.type.end);
      const value = text.text.slice(bound.value.start, bound.value.end);
      const next = nextValue(value, type);
      if (next === null) continue;
      rewriting.edits.replace(bound.value, next.literal);
      rewriting.edits.remove(bound.word!);
      const said = bound.isInclusive ? `END (${shown(value)}) INCLUSIVE` : `START (${shown(value)}) EXCLUSIVE`;
      rewriting.note(
        `${said} is said as the bound ${next.word} behind it, since the target has no such bound for the type`,
      );
    }
    return rewriting.outcome;
  },
};

/** Those that are not as Greenplum 7 has all of them. */
function boundsOf({ levels, parts }: ClassicPartitioning): { bound: ClassicBound; column: ByteString }[] {
  const found: { bound: ClassicBound; column: ByteString }[] = [];
  const visit = (level: number, { partitions }: ClassicPartitioning['parts']): void => {
    const column = levels[level]?.columns[0];
    for (const { from, to, parts: inner } of partitions) {
      if (column !== undefined && from !== null && !from.isInclusive) found.push({ bound: from, column });
      if (column !== undefined && to !== null && to.isInclusive) found.push({ bound: to, column });
      if (inner !== null) visit(level + 1, inner);
    }
  };
  visit(0, parts);
  return found;
}

/** A literal for the first value behind another, and how far that is. null: it cannot be told. */
function nextValue(value: ByteString, type: ByteString): { literal: ByteString; word: string } | null {
  const digits = ofSomeDigits.exec(type)?.[1];
  if (digits !== undefined) {
    const second = Number(digits) === 0 ? '1' : `0.${'1'.padStart(Number(digits), '0')}`;
    return { literal: `${value} + '${second}'::interval`, word: `${second} s` };
  }
  if (steppedByServer.test(type)) return null;
  const constant = constantOf(value);
  if (constant === null) return null;
  const numeric = /^(?:numeric|decimal)(?:\s*\(\s*\d+\s*(?:,\s*(\d+)\s*)?\))?$/i.exec(type);
  if (numeric !== null) {
    const hasScale = type.includes('(');
    return afterDecimal(constant, hasScale ? Number(numeric[1] ?? 0) : 30);
  }
  if (/^(?:double precision|float8)$/i.test(type)) return afterFloat(constant, nextDouble);
  if (/^(?:real|float4)$/i.test(type)) return afterFloat(constant, nextSingle);
  return afterText(constant, type);
}

/** null: the next text is too long for the type. */
function afterText(constant: ByteString, type: ByteString): { literal: ByteString; word: string } | null {
  const match = /^(text|character varying|varchar|character|char|bpchar)(?:\s*\(\s*(\d+)\s*\))?$/i.exec(type);
  if (match === null) return null;
  const text = /^(?:text|.*var.*)$/i.test(match[1]!) ? constant : constant.replace(/ +$/, '');
  // Characters of UTF-8: of those that are several bytes, the first counts.
  const length = text.replaceAll(/[\x80-\xbf]/g, '').length;
  if (match[2] !== undefined && length >= Number(match[2])) return null;
  return { literal: `E'${text.replace(/[\\']/g, '\\$&')}\\001'`, word: 'one character U+0001' };
}

/** What stands in `'x'::text`, `E'a\\b'`, `1.5` or `(-2)::numeric`; null: an expression. */
function constantOf(value: ByteString): ByteString | null {
  const tokens = tokensOf(value).filter(({ value: part }) => part !== '(' && part !== ')');
  const isNegative = tokens[0]?.value === '-';
  const [constant, cast] = isNegative ? tokens.slice(1) : tokens;
  if (constant === undefined || (cast !== undefined && cast.value !== '::')) return null;
  const sign = isNegative ? '-' : '';
  if (constant.kind === 'number') return sign + constant.value;
  // Servers whose standard_conforming_strings is off write E'' where there is a backslash.
  const string = constant.kind === 'string' ? stringOf(constant.value) : null;
  return string === null ? null : sign + string;
}

function afterDecimal(constant: ByteString, scale: number): { literal: ByteString; word: string } | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(constant);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const places = Math.max(scale, fraction.length);
  const scaled = BigInt(`${whole}${fraction.padEnd(places, '0')}` || '0') * (sign === '-' ? -1n : 1n);
  const step = 10n ** BigInt(places - scale);
  const next = scaled + step;
  const digits = (next < 0n ? -next : next).toString().padStart(places + 1, '0');
  const point = digits.length - places;
  const literal = `${next < 0n ? '-' : ''}${digits.slice(0, point)}${places === 0 ? '' : `.${digits.slice(point)}`}`;
  return { literal, word: scale === 0 ? '1' : `1e-${scale}` };
}

function afterFloat(
  constant: ByteString,
  next: (value: number) => number,
): { literal: ByteString; word: string } | null {
  const value = Number(constant);
  if (constant.trim() === '' || !Number.isFinite(value)) return null;
  return { literal: `'${next(value)}'`, word: 'the next value' };
}

/** The least double above a finite one. */
function nextDouble(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

/** The least single above one. */
function nextSingle(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  if (view.getFloat32(0) === 0) view.setInt32(0, 1);
  else view.setInt32(0, view.getInt32(0) + (value > 0 ? 1 : -1));
  return view.getFloat32(0);
}
