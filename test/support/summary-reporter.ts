import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node';

/** Closes a run: what was skipped and why, then one plain line of counts. Runs after the default reporter. */
export default class SummaryReporter implements Reporter {
  #isFiltered = false;

  onInit(vitest: Vitest): void {
    // With -t everything else counts as skipped, for a reason its caller knows.
    this.#isFiltered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    // A file that does not load has no tests to fail, and an error outside any test belongs to none.
    const failedModules = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length;
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    for (const line of this.#isFiltered ? [] : skippedLines(skipped)) process.stdout.write(`${line}\n`);
    const failed = count('failed') + failedModules + unhandledErrors.length;
    process.stdout.write(`${count('passed')} passed, ${failed} failed, ${skipped.length} skipped\n`);
  }
}

/** One line a skipped suite, else one a test. */
function skippedLines(tests: readonly TestCase[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const test of tests) {
    const subject = skippedSubject(test);
    counts.set(subject, (counts.get(subject) ?? 0) + 1);
  }
  return [...counts].map(([subject, count]) => `skipped: ${subject}${count > 1 ? ` — ${count} tests` : ''}`);
}

function skippedSubject(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' && result.note ? ` (skipped: ${result.note})` : '';
  const suite = outermostSkipped(test.parent);
  return `${test.module.relativeModuleId}: ${suite?.fullName ?? test.fullName}${note}`;
}

function outermostSkipped(parent: TestSuite | TestModule): TestSuite | null {
  if (parent.type === 'module') return null;
  return outermostSkipped(parent.parent) ?? (parent.options.mode === 'skip' ? parent : null);
}
