import type { DumpObject } from '../model/dump-object.ts';
import { repairLoop, type LoopContext } from './loops.ts';
import { repairLoops } from './find-loops.ts';
import { sortByTypeAndName } from './priorities.ts';
import { sortTopologically } from './topological.ts';

/** The order of the dump: by type and name, then so that nothing comes before what it needs. Loops are repaired. */
export function sortObjects(objects: readonly DumpObject[], context: LoopContext): readonly DumpObject[] {
  const byName = sortByTypeAndName(objects);
  for (;;) {
    const result = sortTopologically(byName);
    if ('sorted' in result) return result.sorted;
    const repaired = repairLoops(result.stuck, context.byDumpId, (loop) => repairLoop(loop, context));
    if (repaired === 0) throw new Error('could not identify dependency loop');
  }
}
