import { UserError } from '../../errors.ts';
import type { ArchiveIndex } from '../archive-index.ts';
import { wantsStorage, type Preferences } from '../preferences.ts';
import type { Rewritable } from '../rewritable.ts';
import type { Rule } from '../rule.ts';
import { clusteredAppendOptimized } from '../rules/clustered-indexes.ts';
import type { StorageWords } from './storage.ts';
import { storageRule } from './storage-rule.ts';
import { WantedStorage } from './wanted-storage.ts';

/** Rules for how a user wants tables stored; behind those of the target, and none where nobody wants anything. */
export function storageRules(
  entries: readonly Rewritable[],
  archive: ArchiveIndex,
  { storage: words }: { readonly storage: StorageWords | null },
  preferences: Preferences,
): readonly Rule[] {
  if (!wantsStorage(preferences)) return [];
  if (words === null) {
    throw new UserError('PostgreSQL has one way to store tables, which cannot be chosen', {
      hint: 'Say --target=greenplum7 or another engine that has several, or leave --storage out.',
    });
  }
  const { storage, storageWishes } = preferences;
  const all = [storage, ...storageWishes.map((wish) => wish.storage)];
  if (!words.quicklz && all.some((each) => each?.compression?.type === 'quicklz')) {
    throw new UserError('the target has no quicklz', { hint: 'Say zstd or zlib.' });
  }
  const wanted = new WantedStorage(entries, archive, words, preferences);
  return [storageRule(wanted, words), ...(words.accessMethods ? [] : [clusteredAppendOptimized])];
}
