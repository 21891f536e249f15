import assert from 'node:assert/strict';
import { DOMParser } from '@xmldom/xmldom';
import stringWidth from 'string-width';
import { junitXml } from '../../../src/cli/junit-xml.ts';
import type { Style } from '../../../src/cli/style.ts';
import { tap } from '../../../src/cli/tap.ts';
import { testLines } from '../../../src/cli/test-lines.ts';
import type { ExpectationResult, TestResult, TestRun } from '../../../src/testing/test-result.ts';
import { testRun } from '../../../src/testing/test-run.ts';

/** Whatever a name could do to a format. */
const HOSTILE = `]]> <b a="x" c='y'> & &amp; # \\ \n1..9\nnot ok 1 - x \u0000\u001b[31m\u202E\uFFFF\uD800 --> <!-- 名前 ${'long '.repeat(30)}`;

const expectation = (passed: boolean): ExpectationResult => ({
  text: HOSTILE,
  file: HOSTILE,
  line: 7,
  column: 3,
  passed,
  actual: HOSTILE,
  because: passed ? [] : [HOSTILE, 'it went elsewhere'],
});

const test = (name: string, status: TestResult['status'], expectations: ExpectationResult[] = []): TestResult => ({
  name,
  file: 'a.journey',
  line: 5,
  column: 1,
  status,
  ...(status === 'error' ? { problem: HOSTILE } : {}),
  expectations,
});

const RUN: TestRun = testRun(
  [
    {
      path: 'a.journey',
      tests: [test('good', 'passed', [expectation(true)]), test(HOSTILE, 'failed', [expectation(true), expectation(false), expectation(false)])],
    },
    { path: HOSTILE, tests: [test('not run', 'error')] },
    { path: 'broken.journey', problem: HOSTILE, tests: [] },
  ],
  undefined,
);

describe('formats of journey test', () => {
  it('counts what passed, failed and was not run, a file whose tests were not run as one', () => {
    assert.deepEqual([RUN.passed, RUN.failed, RUN.errors], [1, 1, 2]);
  });

  it('JUnit: well-formed, with a suite a file and a case a test, whatever the names are', () => {
    const problems: string[] = [];
    const parser = new DOMParser({ onError: (level, message) => level === 'warning' || problems.push(message) });
    const document = parser.parseFromString(junitXml(RUN), 'text/xml');
    assert.deepEqual(problems, []);
    const root = document.documentElement;
    assert(root);
    assert.equal(root.tagName, 'testsuites');
    assert.deepEqual(
      ['tests', 'failures', 'errors'].map((name) => root.getAttribute(name)),
      ['4', '1', '2'],
    );
    const suites = [...root.getElementsByTagName('testsuite')];
    assert.deepEqual(
      suites.map((suite) => ['tests', 'failures', 'errors'].map((name) => suite.getAttribute(name))),
      [
        ['2', '1', '0'],
        ['1', '0', '1'],
        ['1', '0', '1'],
      ],
    );
    for (const suite of suites) {
      assert.equal(String(suite.getElementsByTagName('testcase').length), suite.getAttribute('tests'));
      assert.equal(String(suite.getElementsByTagName('failure').length), suite.getAttribute('failures'));
      assert.equal(String(suite.getElementsByTagName('error').length), suite.getAttribute('errors'));
    }
    const [good, bad] = root.getElementsByTagName('testcase');
    assert(good && bad);
    assert.deepEqual(
      ['name', 'classname', 'file', 'line'].map((name) => good.getAttribute(name)),
      ['good', 'a.journey', 'a.journey', '5'],
    );
    assert.equal(good.childNodes.length, 0);
    // What XML can hold of the name is there, the rest has become visible.
    assert(bad.getAttribute('name')?.startsWith(`]]> <b a="x" c='y'> & &amp; # \\ \uFFFD1..9`));
    const [failure] = bad.getElementsByTagName('failure');
    assert.match(failure?.getAttribute('message') ?? '', /\(and 1 more\)$/);
    assert.equal(failure?.textContent?.split('\n').length, 2 * 4);
  });

  it('TAP 14: a plan, a point a test, and diagnostics that are YAML', () => {
    const lines = tap(RUN).split('\n');
    assert.equal(lines.pop(), '');
    assert.deepEqual(lines.slice(0, 3), ['TAP version 14', '1..4', 'ok 1 - a.journey: good']);
    const points = lines.filter((line) => /^(?:not )?ok\b/.test(line));
    assert.deepEqual(
      points.map((line) => /^(?:not )?ok \d+/.exec(line)?.[0]),
      ['ok 1', 'not ok 2', 'not ok 3', 'not ok 4'],
    );
    // An unescaped # would begin a directive.
    for (const point of points) assert.doesNotMatch(point.replaceAll('\\\\', ''), /(?<!\\)#/);
    const rest = lines.slice(2).filter((line) => !points.includes(line));
    assert.deepEqual(
      rest.filter((line) => /^ {2}(?:---|\.\.\.)$/.test(line)),
      ['  ---', '  ...', '  ---', '  ...', '  ---', '  ...'],
    );
    for (const line of rest.filter((one) => !/^ {2}(?:---|\.\.\.)$/.test(one))) {
      const [, value = ''] = /^ {2}[a-z]+: (.*)$/.exec(line) ?? [];
      // JSON is YAML.
      assert.doesNotThrow(() => JSON.parse(value), line);
    }
  });

  it('text: fits the columns, and no control character gets through', () => {
    const plain: Style = { red: (text) => text, yellow: (text) => text, dim: (text) => text };
    for (const columns of [40, 80]) {
      const lines = testLines(RUN, { columns, style: plain });
      for (const line of lines) {
        assert(stringWidth(line) <= columns, line);
        // eslint-disable-next-line no-control-regex -- it is what must not be there
        assert.doesNotMatch(line, /[\u0000-\u001F\u202E]/);
      }
      assert(lines.includes('  ✓ good'));
      assert.equal(lines.at(-1), '1 passed, 1 failed, 2 not run in 3 files');
    }
  });

  it('text: coverage names each rule that never fired', () => {
    const rule = (stage: string, fired: number) => ({ stage, index: 0, text: 'when delivered x', file: 'a.journey', line: 9, fired });
    const plain: Style = { red: (text) => text, yellow: (text) => text, dim: (text) => text };
    const rules = [rule('a', 2), rule('b', 0), rule('c', 1)];
    const run = testRun([{ path: 'a.journey', tests: [test('good', 'passed')] }], [{ journey: 'j', label: 'J', file: 'a.journey', line: 3, rules }]);
    assert.deepEqual(testLines(run, { columns: 80, style: plain }).slice(-3), [
      '',
      '2 of 3 rules fired (66.6 %); never:',
      '  a.journey:9: j.b: enter when delivered x',
    ]);
  });
});
