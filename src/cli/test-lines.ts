import stringWidth from 'string-width';
import { wrapText } from '../drawing/fit-text.ts';
import { visibleText } from '../drawing/visible-text.ts';
import type { TestResult, TestRun } from '../testing/test-result.ts';
import type { Style } from './style.ts';

const INDENT = '  ';

/** A run as lines of text: what failed with what was so and why, and which rules no test fired. */
export function testLines(run: TestRun, { columns, style }: { readonly columns: number; readonly style: Style }): string[] {
  const wrapped = (text: string, depth: number, mark = ''): string[] => {
    const indent = INDENT.repeat(depth);
    const hanging = indent + INDENT;
    return wrapText(visibleText(text), columns - hanging.length, stringWidth).map((line, place) => (place === 0 ? indent + mark : hanging) + line);
  };
  return [
    ...run.files.flatMap(({ path, problem, tests }) => [
      ...wrapped(path, 0),
      ...(problem === undefined ? [] : wrapped(problem, 1, `${style.red('✗')} `)),
      ...tests.flatMap((test) => linesOfTest(test, wrapped, style)),
      '',
    ]),
    summary(run),
    ...(run.coverage === undefined ? [] : ['', ...coverageLines(run.coverage, wrapped)]),
  ];
}

type Wrap = (text: string, depth: number, mark?: string) => string[];

function linesOfTest({ name, status, problem, expectations }: TestResult, wrapped: Wrap, style: Style): string[] {
  if (status === 'passed') return wrapped(name, 1, '✓ ');
  const failed = expectations.filter(({ passed }) => !passed);
  return [
    ...wrapped(name, 1, `${style.red('✗')} `),
    ...(problem === undefined ? [] : wrapped(problem, 2)),
    ...failed.flatMap(({ text, file, line, column, actual, because }) => [
      ...wrapped(`${file}:${String(line)}:${String(column)}: expected ${text}`, 2),
      ...wrapped(`but ${actual}`, 3),
      ...because.flatMap((reason) => wrapped(reason, 3)),
    ]),
  ];
}

function summary({ passed, failed, errors, files }: TestRun): string {
  const parts = [`${String(passed)} passed`, `${String(failed)} failed`, ...(errors === 0 ? [] : [`${String(errors)} not run`])];
  return `${parts.join(', ')} in ${String(files.length)} ${files.length === 1 ? 'file' : 'files'}`;
}

function coverageLines({ rules, fired, share, journeys }: NonNullable<TestRun['coverage']>, wrapped: Wrap): string[] {
  if (share === null) return ['No rule to cover.'];
  const unfired = journeys.flatMap((journey) => journey.rules.filter((rule) => rule.fired === 0).map((rule) => ({ journey, rule })));
  return [
    `${String(fired)} of ${String(rules)} rules fired (${percent(share)})${unfired.length === 0 ? '' : '; never:'}`,
    ...unfired.flatMap(({ journey, rule }) => wrapped(`${rule.file}:${String(rule.line)}: ${journey.journey}.${rule.stage}: enter ${rule.text}`, 1)),
  ];
}

/** Rounded down, so that only all of them are 100 %. */
const percent = (share: number): string => `${String(Math.floor(share * 1000) / 10)} %`;
