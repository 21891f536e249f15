import { visibleText } from '../drawing/visible-text.ts';
import type { ExpectationResult, TestResult, TestRun } from '../testing/test-result.ts';

/** A run as JUnit's XML: a suite a file, a case a test. A file whose tests were not run is a case that is an error. */
export function junitXml({ passed, failed, errors, files }: TestRun): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'journey test', tests: passed + failed + errors, failures: failed, errors })}>`,
    ...files.flatMap(suiteLines),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function suiteLines({ path, problem, tests }: TestRun['files'][number]): string[] {
  const notRun = problem === undefined ? 0 : 1;
  const counted = (status: TestResult['status']): number => tests.filter((test) => test.status === status).length;
  return [
    `  <testsuite${attributes({ name: path, tests: tests.length + notRun, failures: counted('failed'), errors: counted('error') + notRun })}>`,
    ...(problem === undefined ? [] : caseLines(path, path, 1, [errorLine(problem)])),
    ...tests.flatMap((test) => caseLines(test.name, path, test.line, outcomeLines(test))),
    '  </testsuite>',
  ];
}

function caseLines(name: string, path: string, line: number, outcome: readonly string[]): string[] {
  const start = `    <testcase${attributes({ name, classname: path, file: path, line })}`;
  return outcome.length === 0 ? [`${start}/>`] : [`${start}>`, ...outcome, '    </testcase>'];
}

function outcomeLines({ problem, expectations }: TestResult): string[] {
  if (problem !== undefined) return [errorLine(problem)];
  const failed = expectations.filter(({ passed }) => !passed);
  const [first] = failed;
  if (!first) return [];
  const more = failed.length === 1 ? '' : ` (and ${String(failed.length - 1)} more)`;
  const detail = failed.flatMap(detailLines).map(escaped).join('\n');
  return [`      <failure${attributes({ message: `expected ${first.text}, but ${first.actual}${more}`, type: 'expectation' })}>${detail}</failure>`];
}

const detailLines = ({ text, file, line, column, actual, because }: ExpectationResult): string[] => [
  `${file}:${String(line)}:${String(column)}: expected ${text}`,
  `  but ${actual}`,
  ...because.map((reason) => `  ${reason}`),
];

const errorLine = (problem: string): string => `      <error${attributes({ message: problem, type: 'not-run' })}/>`;

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** What is left are characters that XML may hold: control characters have become visible. */
const escaped = (text: string): string => visibleText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
