import { resolve } from 'node:path';
import type { TestChange } from '../diff/model-diff.ts';
import type { JourneyTest } from '../model/journey-test.ts';
import type { Model } from '../model/model.ts';
import type { TestResult } from '../testing/test-result.ts';
import { progressLine } from './progress.ts';
import { TestWorker } from './test-worker.ts';

/**
 * The tests that both versions have, each run in both, whose outcome is another one. `base`: the folder that the models' files are
 * relative to; `workerEntry`: the bundled entry of the worker.
 */
export async function testChanges(old: Model, now: Model, base: string, showsProgress: boolean, workerEntry: URL): Promise<TestChange[]> {
  const before = testsByName(old);
  const both = [...testsByName(now)].flatMap(([name, test]) => {
    const former = before.get(name);
    return former ? [{ former, test }] : [];
  });
  if (both.length === 0) return [];
  const line = progressLine(process.stderr, showsProgress);
  const worker = new TestWorker(workerEntry, line);
  const statusOf = async (test: JourneyTest, model: Model): Promise<TestResult['status']> => {
    // Files that are compared together may have tests of one name, so the worker gets this one alone.
    const { outcome } = await worker.run(test, { ...model, files: model.files.map((file) => resolve(base, file)), tests: [test] });
    return outcome.test.status;
  };
  const changes: TestChange[] = [];
  try {
    for (const { former, test } of both) {
      const statuses = { old: await statusOf(former, old), new: await statusOf(test, now) };
      if (statuses.old !== statuses.new) changes.push({ name: test.name, ...statuses, file: now.files[test.source.file] ?? '', line: test.source.line });
    }
  } finally {
    line.clear();
    await worker.stop();
  }
  return changes;
}

/** By name, and by which of that name it is. */
function testsByName({ tests }: Model): Map<string, JourneyTest> {
  const byName = Map.groupBy(tests, ({ name }) => name);
  return new Map([...byName].flatMap(([name, those]) => those.map((test, index) => [JSON.stringify([name, index]), test] as const)));
}
