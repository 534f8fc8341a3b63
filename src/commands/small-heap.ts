import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** A program that only carries data needs a third of it. */
const smallHeap = 32 * 1024 * 1024;

/**
 * To V8 the memory of buffers is growth of the heap, which is collected when it has about doubled: while data stream by, a
 * small one is so ten times a second, for a fifth of all time. This lets it grow to four times its size as long as it is
 * small; then V8 knows best.
 */
export function letSmallHeapGrow(): void {
  setFlagsFromString('--heap-growing-percent=300');
  const observer = new PerformanceObserver(() => {
    if (getHeapStatistics().used_heap_size <= smallHeap) return;
    setFlagsFromString('--heap-growing-percent=0');
    observer.disconnect();
  });
  observer.observe({ entryTypes: ['gc'] });
}
