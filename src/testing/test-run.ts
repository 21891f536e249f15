import { ruleCoverage } from './rule-coverage.ts';
import type { FiredRules, TestResult, TestRun } from './test-result.ts';
import { TEST_SCHEMA } from './test-result.ts';

/** The document of a run. `journeys`: what {@link ruleCoverage} adds up, where coverage is wanted. */
export function testRun(files: TestRun['files'], journeys: readonly FiredRules[] | undefined): TestRun {
  const counted = (status: TestResult['status']): number => files.reduce((sum, { tests }) => sum + tests.filter((test) => test.status === status).length, 0);
  return {
    schema: TEST_SCHEMA,
    passed: counted('passed'),
    failed: counted('failed'),
    errors: counted('error') + files.filter(({ problem }) => problem !== undefined).length,
    files,
    ...(journeys === undefined ? {} : { coverage: ruleCoverage(journeys) }),
  };
}
