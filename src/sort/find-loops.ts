import type { DumpId } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';

/**
 * Loops among the objects that the topological sort could not place, no two sharing a member: repairing one may have
 * repaired another it shares a member with, so those wait for the next round (findDependencyLoops in pg_dump_sort.c).
 * Each loop reads: first depends on second, …, last depends on first. `repair` is called as each is found.
 */
export function repairLoops(
  stuck: readonly DumpObject[],
  byDumpId: (id: DumpId) => DumpObject | undefined,
  repair: (loop: readonly DumpObject[]) => void,
): number {
  const processed = new Set<DumpId>();
  /** Object → start from which it is known not to be on a loop. */
  const failedFrom = new Map<DumpId, DumpId>();
  let found = 0;
  for (const start of stuck) {
    const loop = findLoop(start, byDumpId, processed, failedFrom);
    if (loop === null) {
      processed.add(start.dumpId);
      continue;
    }
    repair(loop);
    found++;
    for (const member of loop) processed.add(member.dumpId);
  }
  return found;
}

interface Step {
  readonly object: DumpObject;
  next: number;
}

/** Depth first without recursion: a chain of dependencies may be longer than the stack is deep. */
function findLoop(
  start: DumpObject,
  byDumpId: (id: DumpId) => DumpObject | undefined,
  processed: ReadonlySet<DumpId>,
  failedFrom: Map<DumpId, DumpId>,
): DumpObject[] | null {
  const path: Step[] = [];
  const onPath = new Set<DumpId>();
  const enter = (object: DumpObject): 'loop' | 'entered' | 'no' => {
    const id = object.dumpId;
    if (processed.has(id) || failedFrom.get(id) === start.dumpId || onPath.has(id)) return 'no';
    path.push({ object, next: 0 });
    onPath.add(id);
    return object.dependencies.includes(start.dumpId) ? 'loop' : 'entered';
  };
  if (enter(start) === 'loop') return path.map((step) => step.object);
  while (path.length > 0) {
    const step = path.at(-1)!;
    const dependency = step.object.dependencies[step.next++];
    if (dependency === undefined) {
      failedFrom.set(step.object.dumpId, start.dumpId);
      onPath.delete(step.object.dumpId);
      path.pop();
      continue;
    }
    const object = byDumpId(dependency);
    if (object !== undefined && enter(object) === 'loop') return path.map((each) => each.object);
  }
  return null;
}
