import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import stringWidth from 'string-width';
import type { JourneyResult } from '../../src/results/result.ts';
import { installedCommand } from '../support/installed-command.ts';

const root = join(import.meta.dirname, '../..');
const bin = installedCommand();

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the command line', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-cli-'));
    mkdirSync(join(folder, '.git'));
    cpSync(join(root, 'examples'), folder, { recursive: true });
    writeFileSync(join(folder, 'broken.journey'), 'journey j {\n  stage a { enter when clicked nothing ever }\n}\n');
    writeFileSync(join(folder, 'two.journey'), 'journey one { stage a { enter when been active } }\njourney two { stage a { enter when been active } }\n');
    writeFileSync(join(folder, 'empty.csv'), '');
    writeFileSync(join(folder, 'wrong.csv'), 'who,what\nann,clicked\n');
    writeFileSync(join(folder, 'bad.csv'), 'contact,time,event\nann@example.invalid,31/02/2026,clicked\nbob@example.invalid,2026-01-01,clicked\n');
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  function journey(...args: string[]): Run {
    const run = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
    // No mistake of a user shows a stack trace or an address of the data.
    assert.doesNotMatch(run.stderr, /^\s+at |example\.invalid/m, args.join(' '));
    assert.doesNotMatch(run.stdout, /example\.invalid/, args.join(' '));
    return run;
  }

  const cases: readonly { readonly args: string[]; readonly status: number; readonly stdout?: RegExp; readonly stderr?: RegExp }[] = [
    { args: ['--version'], status: 0, stdout: /^\d+\.\d+\.\d+$/m },
    { args: ['--help'], status: 0, stdout: /check .*\n[\s\S]*simulate .*\n[\s\S]*lsp / },
    { args: ['simulate', '--help'], status: 0, stdout: /Examples:\n {2}journey simulate/ },
    { args: ['simulte'], status: 2, stderr: /unknown command 'simulte'[\s\S]*simulate/ },
    { args: ['check', '--formt', 'json'], status: 2, stderr: /unknown option '--formt'[\s\S]*--format/ },
    { args: ['check', 'lead-nurturing.journey'], status: 0, stdout: /^0 errors and 0 warnings in 2 files$/m },
    { args: ['check'], status: 1, stdout: /^broken\.journey:2:32: error: There is no email `nothing` .*\[unknown-name\]\n1 error and 0 warnings in 7 files$/m },
    // The journey's audience, expiry, re-entry, `delivered`, three windows and counts, way back, KPI, two filters and side stage.
    {
      args: ['check', 'lead-nurturing.journey', '--profile', 'xperience', '--max-warnings', '0'],
      status: 1,
      stdout: /\[xperience-window\]\n[\s\S]*^0 errors and 12 warnings in 2 files$/m,
    },
    { args: ['check', 'lead-nurturing.journey', '--profile', 'kentico'], status: 2, stderr: /auto, xperience, none/ },
    { args: ['check', 'nowhere'], status: 3, stderr: /^nowhere: there is no such file or folder\.$/m },
    { args: ['check', 'samples'], status: 3, stderr: /^samples: there is no \.journey file here\.$/m },
    { args: ['simulate', 'lead-nurturing.journey'], status: 2, stderr: /--on <data\.\.\.>/ },
    { args: ['simulate', 'broken.journey', '--on', 'samples/q1.csv'], status: 1, stdout: /^$/, stderr: /broken\.journey:2:32: error/ },
    { args: ['simulate', 'catalog.journey', '--on', 'samples/q1.csv'], status: 3, stderr: /declares no journey/ },
    { args: ['simulate', 'two.journey', '--journey', 'three', '--on', 'samples/q1.csv'], status: 2, stderr: /no journey "three".*one, two/ },
    { args: ['simulate', 'lead-nurturing.journey', '--on', 'none.csv'], status: 3, stderr: /none\.csv/ },
    { args: ['simulate', 'lead-nurturing.journey', '--on', 'empty.csv'], status: 3, stdout: /^$/, stderr: /empty\.csv/ },
    { args: ['simulate', 'lead-nurturing.journey', '--on', 'wrong.csv'], status: 3, stdout: /^$/, stderr: /wrong\.csv.*contact.*time.*event/ },
    { args: ['simulate', 'lead-nurturing.journey', '--on', 'bad.csv'], status: 3, stdout: /^$/, stderr: /1 of 2 records|50 %/ },
    { args: ['simulate', 'lead-nurturing.journey', '--on', 'bad.csv', '--max-rejected', '50%'], status: 0, stdout: /1 record rejected/ },
    { args: ['simulate', 'lead-nurturing.journey', '--on', 'bad.csv', '--max-rejected', 'half'], status: 2, stderr: /percentage/ },
    { args: ['simulate', 'lead-nurturing.journey', '--on', 'samples/q1.csv', '--as-of', 'yesterday'], status: 2, stderr: /date-time with an offset/ },
    { args: ['simulate', 'lead-nurturing.journey', '--on', 'samples/q1.csv', '--timezone', 'Prague'], status: 3, stderr: /"Prague"/ },
    {
      args: ['simulate', 'lead-nurturing.journey', '--on', 'samples/q1.csv', '--out', 'no/such/folder.txt'],
      status: 3,
      stderr: /folder\.txt: the file cannot be written/,
    },
  ];
  for (const { args, status, stdout, stderr } of cases) {
    it(`journey ${args.join(' ')}`, () => {
      const run = journey(...args);
      assert.equal(run.status, status, run.stderr);
      if (stdout) assert.match(run.stdout, stdout);
      if (stderr) assert.match(run.stderr, stderr);
    });
  }

  it('check --format json has lines and columns from 1 and paths from the root', () => {
    const run = journey('check', '--format', 'json', 'broken.journey');
    const [diagnostic, ...others] = JSON.parse(run.stdout) as Record<string, unknown>[];
    assert.deepEqual(others, []);
    assert.deepEqual(
      { ...diagnostic, message: '' },
      { path: 'broken.journey', line: 2, column: 32, endLine: 2, endColumn: 39, code: 'unknown-name', severity: 'error', message: '' },
    );
  });

  it('simulate prints a table of at most 80 columns with the numbers of the JSON', () => {
    const table = journey('simulate', 'lead-nurturing.journey', '--on', 'samples/q1.csv').stdout;
    const result = JSON.parse(journey('simulate', 'lead-nurturing.journey', '--on', 'samples/q1.csv', '--format', 'json').stdout) as JourneyResult;
    for (const line of table.split('\n')) assert(stringWidth(line) <= 80, line);
    for (const stage of result.stages) {
      const row = table.split('\n').find((line) => line.includes(` ${stage.label} `));
      assert(row, stage.label);
      assert(row.includes((stage.reached ?? stage.entered).toLocaleString('en')), row);
      assert(row.includes(stage.current.toLocaleString('en')), row);
    }
    assert.equal(result.journey, 'lead_nurturing');
    assert(result.contacts.seen >= 5000);
  });

  it('an array where a file has several journeys, one object for one of them', () => {
    const all = JSON.parse(journey('simulate', 'two.journey', '--on', 'samples/q1.csv', '--format', 'json').stdout) as JourneyResult[];
    assert.deepEqual(
      all.map((result) => result.journey),
      ['one', 'two'],
    );
    const one = JSON.parse(journey('simulate', 'two.journey', '--journey', 'two', '--on', 'samples/q1.csv', '--format', 'json').stdout) as JourneyResult;
    assert.deepEqual(one, all[1]);
  });

  it('--out writes the same bytes to a file', () => {
    const printed = journey('simulate', 'two.journey', '--journey', 'one', '--on', 'samples/q1.csv', '--format', 'json').stdout;
    const run = journey('simulate', 'two.journey', '--journey', 'one', '--on', 'samples/q1.csv', '--format', 'json', '--out', 'result.json');
    assert.deepEqual([run.status, run.stdout], [0, '']);
    assert.equal(readFileSync(join(folder, 'result.json'), 'utf8'), printed);
  });

  it('changing 14 days to 1 day changes the printed numbers', () => {
    const text = readFileSync(join(folder, 'lead-nurturing.journey'), 'utf8');
    const before = journey('simulate', 'lead-nurturing.journey', '--on', 'samples/q1.csv').stdout;
    writeFileSync(join(folder, 'edited.journey'), text.replace('within 14 days', 'within 1 day'));
    const after = journey('simulate', 'edited.journey', '--on', 'samples/q1.csv').stdout;
    const row = (table: string): string | undefined => table.split('\n').find((line) => line.includes(' Interested '));
    assert(row(before));
    assert.notEqual(row(after), row(before));
  });

  it('an import may not leave the root', () => {
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'deep/a.journey'), 'import "../catalog.journey"\n');
    assert.equal(journey('check', 'deep').status, 0);
    const run = journey('check', 'deep', '--root', 'deep');
    assert.equal(run.status, 1);
    assert.match(run.stdout, /\[import-outside-workspace\]/);
  });
});
