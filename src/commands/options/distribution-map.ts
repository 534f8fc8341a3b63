import { readFile } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import { wishOf, type Wish } from '../../rewrite/distribution/wishes.ts';
import { fileName } from './definition.ts';

/** Reads `sales.orders: by (customer_id)`, one for each pattern; of several that fit a table the first counts. */
export async function readWishes(typed: string): Promise<readonly Wish[]> {
  const path = fileName(typed);
  // Loaded when asked for: hardly anybody does.
  const { isMap, isScalar, parseDocument } = await import('yaml');
  const document = parseDocument(await readFile(path, 'utf8'));
  const [error] = document.errors;
  if (error !== undefined) throw new UserError(`could not read distribution map "${path}"`, { detail: error.message });
  const { contents } = document;
  if (contents === null) return [];
  if (!isMap(contents)) throw invalid(path, 'it is no list of "pattern: distribution"');
  return contents.items.map(({ key, value }) => {
    if (!isScalar(key) || !isScalar(value) || typeof value.value !== 'string') {
      throw invalid(path, `"${String(key)}" has no distribution`);
    }
    return wishOf(String(key.value), value.value);
  });
}

const invalid = (path: string, detail: string): UserError =>
  new UserError(`could not read distribution map "${path}"`, {
    detail,
    hint: 'A line says: schema.table: by (column), or randomly, or replicated; * and ? stand for any characters.',
  });
