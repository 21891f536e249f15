import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JourneyResult } from '../../src/results/result.ts';
import { installedCommand } from '../support/installed-command.ts';

const bin = installedCommand();
const examples = join(import.meta.dirname, '../../examples');

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('samples on the command line', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-sample-'));
    mkdirSync(join(folder, '.git'));
    cpSync(examples, folder, { recursive: true });
    writeFileSync(join(folder, 'broken.journey'), 'journey j {\n  stage a { enter when clicked nothing ever }\n}\n');
    writeFileSync(join(folder, 'visits.journey'), 'page p { url "https://acme.example/*" }\njourney j { stage a { enter when visited p } }\n');
    writeFileSync(join(folder, 'wrong.csv'), 'who,what\nann,clicked\n');
    const people = Array.from(
      { length: 30 },
      (_, place) => `canary${place}@canary.invalid,2026-01-0${1 + (place % 9)}T04:00:00Z,delivered,canary mail,Canary Name`,
    );
    writeFileSync(join(folder, 'people.csv'), `contact,time,event,email,name\n${people.join('\n')}\n`);
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  function journey(...args: string[]): Run {
    const run = spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' }, maxBuffer: 1 << 26 });
    assert.doesNotMatch(run.stderr, /^\s+at |canary/im, args.join(' '));
    return run;
  }

  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

  function rulesOf(file: string): readonly number[] {
    const { status, stdout, stderr } = journey('simulate', 'lead-nurturing.journey', '--on', file, '--format', 'json');
    assert.equal(status, 0, stderr);
    const result = JSON.parse(stdout) as JourneyResult;
    assert.equal(result.records.rejected, 0);
    return result.rules.map(({ fired }) => fired);
  }

  const cases: readonly { readonly args: string[]; readonly status: number; readonly stdout?: RegExp; readonly stderr?: RegExp }[] = [
    { args: ['sample', '--help'], status: 0, stdout: /--like <data\.\.\.>[\s\S]*Examples:\n {2}journey sample/ },
    { args: ['sample'], status: 2, stderr: /missing required argument 'file'/ },
    { args: ['sample', 'broken.journey'], status: 1, stdout: /^$/, stderr: /broken\.journey:2:32: error[\s\S]*No sample was made/ },
    { args: ['sample', 'catalog.journey'], status: 3, stdout: /^$/, stderr: /^catalog\.journey: the file declares no journey\.$/m },
    { args: ['sample', 'lead-nurturing.journey', '--journey', 'other'], status: 2, stderr: /there is no journey "other"\. It has lead_nurturing\./ },
    { args: ['sample', 'lead-nurturing.journey', '--seed', 'abc'], status: 2, stderr: /whole number/ },
    { args: ['sample', 'lead-nurturing.journey', '--contacts', '-1'], status: 2, stderr: /whole number/ },
    { args: ['sample', 'lead-nurturing.journey', '--shape', 'sendgird'], status: 2, stderr: /sendgrid/ },
    { args: ['sample', 'lead-nurturing.journey', '--format', 'parquet'], status: 2, stderr: /csv, ndjson, json/ },
    { args: ['sample', 'lead-nurturing.journey', '--like', 'wrong.csv'], status: 3, stdout: /^$/, stderr: /wrong\.csv.*contact.*time.*event/ },
    { args: ['sample', 'lead-nurturing.journey', '--out', 'no/such/folder.csv'], status: 3, stderr: /folder\.csv: the file cannot be written/ },
    {
      args: ['sample', 'visits.journey', '--shape', 'sendgrid', '--contacts', '5'],
      status: 0,
      stderr:
        /visits\.journey:2: a: enter when visited p: does not fire; the shape cannot say "visited"\.[\s\S]*The shape sendgrid cannot say "visited": \d+ records? (?:was|were) left out\./,
    },
    { args: ['shrink', '--help'], status: 0, stdout: /pseudonymise the result before it goes anywhere[\s\S]*Example:\n {2}journey shrink/ },
    { args: ['shrink', 'lead-nurturing.journey'], status: 2, stderr: /--on <data\.\.\.>/ },
    { args: ['shrink', 'broken.journey', '--on', 'samples/q1.csv'], status: 1, stdout: /^$/, stderr: /broken\.journey:2:32: error/ },
    { args: ['shrink', 'lead-nurturing.journey', '--on', 'none.csv'], status: 3, stdout: /^$/, stderr: /none\.csv/ },
    { args: ['shrink', 'lead-nurturing.journey', '--journey', 'other', '--on', 'samples/q1.csv'], status: 2, stderr: /there is no journey "other"/ },
    {
      args: ['shrink', 'lead-nurturing.journey', '--on', 'samples/q1.csv', '--shape', 'ga4'],
      status: 0,
      stderr: /cannot be seen in what was written[\s\S]*The shape ga4 cannot say/,
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

  it('sample, then simulate: every rule fires', () => {
    for (const [file, ...options] of [
      ['a.csv'],
      ['b.ndjson', '--shape', 'sendgrid', '--seed', '9'],
      ['c.json', '--shape', 'segment', '--format', 'json', '--contacts', '1'],
    ] as const) {
      const { status, stdout, stderr } = journey('sample', 'lead-nurturing.journey', ...options, '--out', file);
      assert.equal(status, 0, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, /7 of 7 rules fire, 7 of 7 are also missed by little\./);
      const rules = rulesOf(file);
      assert.equal(rules.length, 7);
      assert(
        rules.every((fired) => fired > 0),
        `${file}: ${rules.join()}`,
      );
    }
  });

  it('the same seed gives the same bytes, on standard output and in a file', () => {
    const { stdout } = journey('sample', 'lead-nurturing.journey', '--contacts', '50', '--seed', '3');
    journey('sample', 'lead-nurturing.journey', '--contacts', '50', '--seed', '3', '--out', 'same.csv');
    assert.equal(read('same.csv'), stdout);
    assert.notEqual(journey('sample', 'lead-nurturing.journey', '--contacts', '50', '--seed', '4').stdout, stdout);
  });

  it('--like takes hours and rates, and no text', () => {
    const { status, stdout } = journey('sample', 'lead-nurturing.journey', '--contacts', '100', '--like', 'people.csv');
    assert.equal(status, 0);
    assert.doesNotMatch(stdout, /canary/i);
    const visits = stdout.split('\n').filter((line) => line.includes(',visited,'));
    const atFour = visits.filter((line) => line.includes('T04:'));
    assert(atFour.length > 0.8 * visits.length, `${atFour.length} of ${visits.length}`);
  });

  it('shrink, then simulate: the same rules fire, in a few contacts with their records as they were', () => {
    const { status, stderr } = journey('shrink', 'lead-nurturing.journey', '--on', 'samples/q1.csv', '--out', 'smallest.csv');
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^(\d) contacts of 5,400, \d+ records of 76,815: 7 rules fire and 7 rules are reached and missed, as in all of the data\.$/m);
    assert.match(stderr, /^14 records of the data could not be read and are not in it;/m);
    assert.match(stderr, /^These are real contacts with their ids and texts\. Pseudonymise the file before you commit or send it\.$/m);
    assert(rulesOf('smallest.csv').every((fired) => fired > 0));
    const lines = read('smallest.csv').trimEnd().split('\n').slice(1);
    const contacts = new Set(lines.map((line) => line.split(',')[0]!));
    assert.equal(contacts.size, Number(/^\d/.exec(stderr)?.[0]));
    const original = new Set(
      read('samples/q1.csv')
        .split('\n')
        .map((line) => line.split(',').slice(0, 1).join()),
    );
    for (const contact of contacts) assert(original.has(contact), contact);
    // What was shrunk once is as small as it gets.
    assert.match(
      journey('shrink', 'lead-nurturing.journey', '--on', 'smallest.csv').stderr,
      new RegExp(`^${contacts.size} contacts of ${contacts.size},`, 'm'),
    );
  });
});
