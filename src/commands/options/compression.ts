import { UserError } from '../../errors.ts';
import type { Compression, CompressionMethod } from '../../toc/entry.ts';

/** What -Z asks for, and what is to be said of it. */
export interface AskedCompression {
  readonly compression: Compression;
  readonly warning: string | undefined;
}

interface Levels {
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
}

/** null: the method knows no levels. */
const levelsOf: Readonly<Record<CompressionMethod, Levels | null>> = {
  none: null,
  gzip: { minimum: 1, maximum: 9, default: -1 },
  lz4: { minimum: 1, maximum: 12, default: 0 },
  zstd: { minimum: -131072, maximum: 22, default: 3 },
};

const isMethod = (name: string): name is CompressionMethod => Object.hasOwn(levelsOf, name);

/**
 * Reads `LEVEL`, `METHOD`, `METHOD:LEVEL` or `METHOD:option,option=value` (common/compression.c). Release 15 has levels
 * only, which mean the same.
 */
export function compressionArgument(typed: string): AskedCompression {
  const level = integerIn(typed);
  if (typed === '' || level === 0) return noCompression;
  if (level !== undefined) return specified('gzip', typed);
  const colon = typed.indexOf(':');
  const method = colon < 0 ? typed : typed.slice(0, colon);
  if (!isMethod(method)) throw new UserError(`unrecognized compression algorithm: "${method}"`);
  return specified(method, colon < 0 ? undefined : typed.slice(colon + 1));
}

const noCompression: AskedCompression = { compression: { method: 'none', level: null }, warning: undefined };

interface Details {
  readonly level?: number;
  readonly workers?: number;
  readonly longDistance?: boolean;
}

function specified(method: CompressionMethod, detail: string | undefined): AskedCompression {
  const details = detail === undefined ? {} : detailsIn(detail);
  checkDetails(method, details);
  const { level = null, longDistance = false, workers } = details;
  const isDefault = level === null || level === levelsOf[method]?.default || method === 'none';
  return {
    compression: { method, level: isDefault ? null : level, ...(longDistance ? { longDistance } : {}) },
    warning: workers === undefined ? undefined : 'compression option "workers" is not currently supported by pg_dump',
  };
}

function detailsIn(text: string): Details {
  const level = integerIn(text);
  if (level !== undefined) return { level };
  let details: Details = {};
  for (const [keyword, value] of pairsIn(text)) details = { ...details, ...detail(keyword, value) };
  return details;
}

/** `keyword` or `keyword=value` between commas; what follows the last value's comma must be there. */
const pairsIn = (text: string): readonly (readonly [keyword: string, value: string | undefined])[] =>
  text.split(',').map((item) => {
    const equals = item.indexOf('=');
    return equals < 0 ? [item, undefined] : [item.slice(0, equals), item.slice(equals + 1)];
  });

function detail(keyword: string, value: string | undefined): Details {
  switch (keyword) {
    case '':
      throw invalid('found empty string where a compression option was expected');
    case 'level':
      return { level: integerValue(keyword, value) };
    case 'workers':
      return { workers: integerValue(keyword, value) };
    case 'long':
      return { longDistance: booleanValue(keyword, value) };
    default:
      throw invalid(`unrecognized compression option: "${keyword}"`);
  }
}

function integerValue(keyword: string, value: string | undefined): number {
  if (value === undefined) throw invalid(`compression option "${keyword}" requires a value`);
  const number = integerIn(value);
  if (number === undefined) throw invalid(`value for compression option "${keyword}" must be an integer`);
  return number;
}

function booleanValue(keyword: string, value = 'yes'): boolean {
  if (/^(yes|on|1)$/i.test(value)) return true;
  if (/^(no|off|0)$/i.test(value)) return false;
  throw invalid(`value for compression option "${keyword}" must be a Boolean value`);
}

function checkDetails(method: CompressionMethod, { level, workers, longDistance }: Details): void {
  const levels = levelsOf[method];
  if (levels === null) {
    if (level !== undefined && level !== 0) {
      throw invalid(`compression algorithm "${method}" does not accept a compression level`);
    }
  } else if (level !== undefined && level !== levels.default && (level < levels.minimum || level > levels.maximum)) {
    const { minimum, maximum } = levels;
    throw invalid(
      `compression algorithm "${method}" expects a compression level between ${minimum} and ${maximum} ` +
        `(default at ${levels.default})`,
    );
  }
  if (method === 'zstd') return;
  if (workers !== undefined) throw invalid(`compression algorithm "${method}" does not accept a worker count`);
  if (longDistance !== undefined) {
    throw invalid(`compression algorithm "${method}" does not support long-distance mode`);
  }
}

const invalid = (what: string): UserError => new UserError(`invalid compression specification: ${what}`);

/** As C's strtol with nothing after the number. */
const integerIn = (text: string): number | undefined => (/^\s*[+-]?\d+$/.test(text) ? Number(text) : undefined);
