import { visibleText } from '../drawing/visible-text.ts';
import type { ExpectationResult, TestResult, TestRun } from '../testing/test-result.ts';

/** A run as TAP, version 14: a test point a test, and one for each file whose tests were not run. */
export function tap({ files }: TestRun): string {
  const points = files.flatMap(({ path, problem, tests }) => [
    ...(problem === undefined ? [] : [{ passed: false, description: path, block: blockOf({ message: problem, severity: 'fail' }) }]),
    ...tests.map((test) => ({ passed: test.status === 'passed', description: `${path}: ${test.name}`, block: blockOfTest(test) })),
  ]);
  const lines = points.flatMap(({ passed, description, block }, place) => [
    `${passed ? 'ok' : 'not ok'} ${String(place + 1)} - ${escaped(description)}`,
    ...block,
  ]);
  return `${['TAP version 14', `1..${String(points.length)}`, ...lines].join('\n')}\n`;
}

function blockOfTest({ problem, file, line, expectations }: TestResult): string[] {
  const at = `${file}:${String(line)}`;
  if (problem !== undefined) return blockOf({ message: problem, severity: 'fail', at });
  const failed = expectations.filter(({ passed }) => !passed);
  const [first] = failed;
  if (!first) return [];
  return blockOf({ message: `expected ${first.text}, but ${first.actual}`, severity: 'fail', at: placeOf(first), expectations: failed.map(ofExpectation) });
}

const ofExpectation = (expectation: ExpectationResult): unknown => ({
  at: placeOf(expectation),
  expected: expectation.text,
  actual: expectation.actual,
  because: expectation.because,
});

const placeOf = ({ file, line, column }: ExpectationResult): string => `${file}:${String(line)}:${String(column)}`;

/** YAML, each value of which is JSON, which YAML is a superset of. */
function blockOf(values: Readonly<Record<string, unknown>>): string[] {
  return ['  ---', ...Object.entries(values).map(([name, value]) => `  ${name}: ${visibleJson(value)}`), '  ...'];
}

const visibleJson = (value: unknown): string => JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? visibleText(one) : one));

/** `#` would begin a directive. */
const escaped = (text: string): string => visibleText(text).replace(/[\\#]/g, '\\$&');
