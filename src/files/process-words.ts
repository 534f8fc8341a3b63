import { readFileSync } from 'node:fs';

/**
 * The arguments or the environment that this process was started with, as Linux keeps them; elsewhere none. Node decodes
 * both as UTF-8 and loses the bytes that are none.
 */
export function processWords(list: 'cmdline' | 'environ'): readonly Uint8Array[] {
  try {
    const words = readFileSync(`/proc/self/${list}`, 'latin1').split('\0').slice(0, -1);
    return words.map((word) => Buffer.from(word, 'latin1'));
  } catch {
    return [];
  }
}
