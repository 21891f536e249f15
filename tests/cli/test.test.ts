import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import stringWidth from 'string-width';
import type { TestRun } from '../../src/testing/test-result.ts';
import { assertSchema } from '../support/schemas.ts';
import { installedCommand } from '../support/installed-command.ts';

const root = join(import.meta.dirname, '../..');
const bin = installedCommand();

const JOURNEY = `email x
journey j {
  stage a { enter when delivered x }
  stage b { enter when clicked x }
}
`;

const FILES: Readonly<Record<string, string>> = {
  'good/one.journey': `${JOURNEY}test "ann goes on" in j { contact ann { day 0 delivered x day 1 clicked x } expect ann in b on day 1 }\n`,
  'half/one.journey': `${JOURNEY}test "ann enters" in j { contact ann { day 0 delivered x } expect ann in a on day 1 }\n`,
  'bad/one.journey': `${JOURNEY}test "ann goes on" in j { contact ann { day 0 delivered x } expect ann in b on day 1 }\n`,
  'sample/one.journey': `${JOURNEY}source s "data/*.csv" { contact column "who" time column "when" event column "what" email column "mail" }
test "by path" on "data/all.csv" in j { expect reached b == 1 contacts }
test "by source" on s in j { expect reached a == 2 contacts expect reached b == 50% }
test "both" on s in j {
  contact ann { day 0 delivered x }
  expect ann in a on day 0
  expect reached a == 2 contacts
}
`,
  'sample/data/all.csv':
    'who,when,what,mail\ncleo@acme.example,2026-01-01T00:00Z,delivered,x\ncleo@acme.example,2026-01-02T00:00Z,clicked,x\ndan,2026-01-01T00:00Z,delivered,x\n',
  'no-sample/one.journey': `${JOURNEY}source s "none/*.csv" as journey
test "no file" on "none.csv" in j { expect reached b == 1 contacts }
test "no file of the source" on s in j { expect reached b == 1 contacts }
test "ann enters" in j { contact ann { day 0 delivered x } expect ann in a on day 1 }
`,
  'private/one.journey': `${JOURNEY}test "fails" on "all.csv" in j { expect reached b == 7 contacts expect click_rate of x > 99% }\n`,
  'private/all.csv':
    'contact,time,event,email\ncleo@acme.example,2026-01-01T00:00Z,delivered,x\ncleo@acme.example,2026-01-02T00:00Z,clicked,x\ndan@acme.example,2026-01-01T00:00Z,delivered,x\n',
  'broken/one.journey': `${JOURNEY}test "t" in j { contact ann { day 0 delivered x } expect ann in nowhere on day 1 }\n`,
  'broken/two.journey': 'import "one.journey"\ntest "t" in j { contact ann { day 0 delivered x } expect ann in a on day 1 }\n',
  'imported/base.journey': JOURNEY,
  'imported/tests/one.journey': 'import "../base.journey"\ntest "ann enters" in j { contact ann { day 0 delivered x } expect ann in a on day 1 }\n',
  'none/one.journey': JOURNEY,
};

describe('journey test', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-test-'));
    mkdirSync(join(folder, '.git'));
    cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  function journeyIn(cwd: string, status: number, ...args: string[]): { readonly stdout: string; readonly stderr: string } {
    const run = spawnSync(process.execPath, [bin, 'test', ...args], { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
    assert.equal(run.status, status, run.stdout + run.stderr);
    assert.doesNotMatch(run.stderr, /^\s+at /m, args.join(' '));
    return run;
  }

  const journey = (status: number, ...args: string[]): { readonly stdout: string; readonly stderr: string } => journeyIn(folder, status, ...args);

  it("runs the example's tests, which fire every rule of the example", () => {
    const { stdout } = journey(0, 'examples', '--min-coverage', '100%');
    assert.match(stdout, /^ {2}✓ a pricing click means interest$/m);
    assert.match(stdout, /^ {2}✓ the Q1 sample converts$/m);
    assert.match(stdout, /^7 of 7 rules fired \(100 %\)$/m);
  });

  it('without a path: every .journey file below the current folder', () => {
    const { stdout } = journeyIn(join(folder, 'good'), 0);
    assert.equal(stdout, 'one.journey\n  ✓ ann goes on\n\n1 passed, 0 failed in 1 file\n');
  });

  it('a failed expectation says what was expected, what was so and why, and exits with 1', () => {
    const { stdout } = journey(1, 'bad', 'good');
    assert.deepEqual(stdout.split('\n'), [
      'bad/one.journey',
      '  ✗ ann goes on',
      '    bad/one.journey:6:61: expected ann in b on day 1',
      '      but in a',
      '      ann entered a on day 0 at 00:00: `enter when delivered x`',
      '        (bad/one.journey:3).',
      '      b needs `clicked x`, which is undecided: 0 so far of at least 1.',
      '',
      'good/one.journey',
      '  ✓ ann goes on',
      '',
      '1 passed, 1 failed in 2 files',
      '',
    ]);
  });

  it('reads samples by path and by source, relative to the file that names them', () => {
    const { stdout } = journey(0, 'sample');
    assert.match(stdout, /^3 passed, 0 failed in 1 file$/m);
  });

  it('a sample that cannot be read: the other tests are run, the exit code is 3', () => {
    const { stdout } = journey(3, 'no-sample');
    assert.match(stdout, /✗ no file\n {4}no-sample\/none\.csv: cannot be read/);
    assert.match(stdout, /✗ no file of the source\n {4}none\/\*\.csv: no file has a name like this/);
    assert.match(stdout, /✓ ann enters/);
    assert.match(stdout, /^1 passed, 0 failed, 2 not run in 1 file$/m);
    // That a test failed is an answer, whatever could not be asked.
    journey(1, 'no-sample', 'bad');
  });

  it('files with errors, and those that import them: reported, their tests not run, exit code 1', () => {
    const { stdout, stderr } = journey(1, 'broken', 'good');
    assert.match(stderr, /^broken\/one\.journey:6:\d+: error: .*\[unknown-name\]$/m);
    const problems = stdout.replaceAll(/\s+/g, ' ').match(/Its tests were not run, since there are errors: broken\/one\.journey:6:\d+:/g);
    assert.equal(problems?.length, 2);
    assert.match(stdout, /^1 passed, 0 failed, 2 not run in 3 files$/m);
  });

  it('JSON obeys its schema', () => {
    for (const [path, status] of [
      ['good', 0],
      ['bad', 1],
      ['broken', 1],
      ['no-sample', 3],
      ['examples', 0],
    ] as const) {
      const run = JSON.parse(journey(status, path, '--format', 'json', '--coverage').stdout) as TestRun;
      assertSchema('test', run);
      assert.equal(run.schema, 1);
    }
  });

  it('coverage: of the journeys declared in the files, and of imported ones that a test replays', () => {
    const coverage = (path: string): (string | number | null)[] => {
      const run = JSON.parse(journey(0, path, '--format', 'json', '--coverage').stdout) as TestRun;
      assert(run.coverage);
      return [run.coverage.fired, run.coverage.rules, run.coverage.share, ...run.coverage.journeys.map(({ file }) => file)];
    };
    assert.deepEqual(coverage('half'), [1, 2, 0.5, 'half/one.journey']);
    assert.deepEqual(coverage('imported/tests'), [1, 2, 0.5, 'imported/base.journey']);
    assert.deepEqual(coverage('imported'), [1, 2, 0.5, 'imported/base.journey']);
  });

  it('--min-coverage: exactly as much is enough, less exits with 1', () => {
    assert.match(
      journey(0, 'half', '--min-coverage', '50').stdout,
      /1 of 2 rules fired \(50 %\); never:\n {2}half\/one\.journey:4: j\.b: enter when clicked x$/m,
    );
    assert.match(journey(1, 'half', '--min-coverage', '50.1').stderr, /^Fewer than 50\.1 % of the rules fired\.$/m);
    assert.match(journey(2, 'half', '--min-coverage', '101').stderr, /It is a percentage from 0 to 100\./);
    assert.doesNotMatch(journey(0, 'half').stdout, /rules fired/);
  });

  it('--format junit and tap, to a file with --out', () => {
    const out = join(folder, 'tests.xml');
    assert.equal(journey(1, 'bad', '--format', 'junit', '--out', out).stdout, '');
    assert.match(readFileSync(out, 'utf8'), /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="journey test" tests="1" failures="1" errors="0">/);
    assert.match(journey(0, 'good', '--format', 'tap').stdout, /^TAP version 14\n1\.\.1\nok 1 - good\/one\.journey: ann goes on\n$/);
  });

  it('says nothing of a contact of a sample, in any format', () => {
    for (const format of ['text', 'json', 'junit', 'tap']) {
      const { stdout, stderr } = journey(1, 'private', '--format', format, '--coverage');
      assert.match(stdout, /fails/);
      assert.doesNotMatch(stdout + stderr, /cleo|dan@|acme\.example/);
    }
  });

  it('text fits 80 columns', () => {
    for (const path of ['bad', 'broken', 'no-sample', 'private', 'half']) {
      const run = spawnSync(process.execPath, [bin, 'test', path, '--coverage'], { cwd: folder, encoding: 'utf8' });
      for (const line of run.stdout.split('\n')) assert(stringWidth(line) <= 80, line);
    }
  });

  it('where there is nothing to run it says so', () => {
    assert.match(journey(3, 'none').stderr, /^none: there is no test here\./);
    assert.match(journey(3, 'no-such-folder').stderr, /there is no such file or folder/);
    assert.match(journey(2, '--coverag').stderr, /Did you mean --coverage\?/);
    assert.match(journey(0, '--help').stdout, /journey test journeys\/ --min-coverage 80/);
  });
});
