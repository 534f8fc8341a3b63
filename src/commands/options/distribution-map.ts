import { readFile } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import { wishOf } from '../../rewrite/distribution/wishes.ts';
import type { Preferences } from '../../rewrite/preferences.ts';
import { storageOf } from '../../rewrite/storage/storage.ts';
import { fileName } from './definition.ts';

/** What tables are wished to be, each wish with its pattern; of several that fit a table the first counts. */
type Wishes = Pick<Preferences, 'wishes' | 'storageWishes'>;

interface Said {
  readonly pattern: string;
  readonly distribution?: string;
  readonly storage?: string;
}

/** Reads `sales.orders: by (customer_id)`, or `sales.*: { distribution: randomly, storage: "ao_column:zstd:5" }`. */
export async function readWishes(typed: string): Promise<Wishes> {
  const path = fileName(typed);
  // Loaded when asked for: hardly anybody does.
  const { isMap, isScalar, parseDocument } = await import('yaml');
  const document = parseDocument(await readFile(path, 'utf8'));
  const [error] = document.errors;
  if (error !== undefined) throw new UserError(`could not read distribution map "${path}"`, { detail: error.message });
  const { contents } = document;
  if (contents === null) return { wishes: [], storageWishes: [] };
  if (!isMap(contents)) throw invalid(path, 'it is no list of "pattern: distribution"');
  const textOf = (value: unknown): string | null =>
    isScalar(value) && typeof value.value === 'string' ? value.value : null;
  const said = contents.items.map(({ key, value }): Said => {
    const pattern = isScalar(key) ? String(key.value) : String(key);
    const distribution = textOf(value);
    if (distribution !== null) return { pattern, distribution };
    if (!isMap(value) || value.items.length === 0) throw invalid(path, `"${pattern}" has no distribution`);
    const parts = value.items.map((item): readonly [string, string] => {
      const [name, words] = [textOf(item.key), textOf(item.value)];
      if ((name !== 'distribution' && name !== 'storage') || words === null) {
        throw invalid(path, `"${pattern}" says neither "distribution" nor "storage" by "${String(item.key)}"`);
      }
      return [name, words];
    });
    return { pattern, ...Object.fromEntries(parts) };
  });
  return {
    wishes: said.flatMap(({ pattern, distribution }) =>
      distribution === undefined ? [] : [wishOf(pattern, distribution)],
    ),
    storageWishes: said.flatMap(({ pattern, storage }) =>
      storage === undefined ? [] : [{ pattern, storage: storageOf(storage) }],
    ),
  };
}

const invalid = (path: string, detail: string): UserError =>
  new UserError(`could not read distribution map "${path}"`, {
    detail,
    hint:
      'A line says: schema.table: by (column), or randomly, or replicated; or { distribution: …, storage: … }; ' +
      '* and ? stand for any characters.',
  });
