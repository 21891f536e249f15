import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JourneyResult } from '../../src/results/result.ts';
import { installedCommand } from '../support/installed-command.ts';

const bin = installedCommand();

const JOURNEY = `import "../catalog.journey"
source orders "../data/orders-*.csv" {
  timezone "Europe/Prague"
  contact column "buyer"
  time column "paid_at"
  event is performed purchase
  property value column "total"
  contacts "../data/people.csv"
}
source web "../data/web.csv" { contact column "who" time column "when" event column "what" { "looked" is visited } }
source same "../data/web.csv"
source none "../data/none-*.csv"
journey j {
  audience when contact.country == "CZ"
  stage a { enter when performed purchase where value > 10 }
}
journey seen { stage a { enter when visited any page } }
source tagged "../data/{spring,summer}.csv" { contact column "buyer" time column "paid_at" event is performed purchase contacts "../data/people*.csv" }
source lonely "../data/lonely.csv" { contact column "who" time column "when" event column "what" { "looked" is visited } contacts "../data/nobody-*.csv" }
`;

const TESTS = `import "../j.journey"
test "all files of a source" on orders in j { expect reached a == 1 contacts }
test "a pattern" on "../../data/orders-*.csv" in j { expect reached a == 1 contacts }
test "a source that names no file" on none in j { expect reached a == 1 contacts }
test "a pattern that no file fits" on "../../data/gone-*.csv" in j { expect reached a == 1 contacts }
`;

describe('sources on the command line', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-sources-'));
    mkdirSync(join(folder, 'journeys'));
    mkdirSync(join(folder, 'journeys/tests'));
    mkdirSync(join(folder, 'data'));
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, 'catalog.journey'), 'activity purchase { value number }\ncontact { country text }\n');
    writeFileSync(join(folder, 'journeys/j.journey'), JOURNEY);
    writeFileSync(join(folder, 'data/orders-1.csv'), 'buyer,paid_at,total\nann,2026-07-01 12:00,50\nbob,2026-07-01 12:00,5\n');
    writeFileSync(join(folder, 'data/orders-2.csv'), 'buyer,paid_at,total\neve,2026-07-02 12:00,50\n');
    for (const [name, buyer] of [
      ['spring', 'ann'],
      ['summer', 'fay'],
    ])
      writeFileSync(join(folder, `data/${name!}.csv`), `buyer,paid_at\n${buyer!},2026-07-01\n`);
    writeFileSync(join(folder, 'data/lonely.csv'), 'who,when,what\nann,2026-07-01,looked\n');
    writeFileSync(join(folder, 'data/people-more.csv'), 'contact,country\nfay,CZ\n');
    writeFileSync(join(folder, 'journeys/tests/t.journey'), TESTS);
    writeFileSync(join(folder, 'data/people.csv'), 'contact,country\nann,CZ\nbob,CZ\neve,DE\n');
    writeFileSync(join(folder, 'data/web.csv'), 'who,when,what\nann,2026-07-01,looked\n');
    writeFileSync(join(folder, 'data/plain.csv'), 'customer,date,action\nann,2026-07-01,visited\n');
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  const journey = (...args: string[]) => spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8' });
  const run = (...args: string[]) => journey('simulate', 'journeys/j.journey', ...args);
  const resultOf = (journey: string, ...args: string[]): JourneyResult => {
    const { status, stdout, stderr } = run('--journey', journey, '--format', 'json', ...args);
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as JourneyResult;
  };

  it('a source by its name: all its files, its columns, zone and contacts', () => {
    const { inputs, contacts, asOf } = resultOf('j', '--on', 'orders');
    assert.deepEqual(
      inputs.map(({ path, records }) => [path, records]),
      [
        ['data/orders-1.csv', 2],
        ['data/orders-2.csv', 1],
        ['data/people.csv', 3],
      ],
    );
    // Of the two who paid more than 10 one is from the Czech Republic.
    assert.equal(contacts.entered, 1);
    assert.equal(asOf, '2026-07-02T10:00:00.000Z');
  });

  it('a path that is a file of a source is read as the source says', () => {
    assert.equal(resultOf('j', '--on', 'data/orders-1.csv').contacts.entered, 1);
    assert.equal(resultOf('j', '--on', 'data/*-1.csv').contacts.entered, 1);
  });

  it('several sources together', () => {
    assert.equal(resultOf('seen', '--on', 'orders', 'web').contacts.entered, 1);
  });

  it("patterns with choices, and a pattern of contacts' files", () => {
    assert.deepEqual(
      resultOf('j', '--on', 'tagged').inputs.map(({ path, shape, records }) => [path, shape, records]),
      [
        ['data/spring.csv', 'source', 1],
        ['data/summer.csv', 'source', 1],
        ['data/people-more.csv', 'contacts', 1],
        ['data/people.csv', 'contacts', 3],
      ],
    );
  });

  it('journey trace reads all files of a source', () => {
    const { status, stdout, stderr } = journey('trace', 'journeys/j.journey', '--journey', 'j', '--on', 'orders', '--contact', 'eve', '--format', 'json');
    assert.equal(status, 0, stderr);
    const { keptOut, steps } = JSON.parse(stdout) as { keptOut?: string; steps: readonly unknown[] };
    // She bought according to the second file and is from Germany according to the contacts.
    assert.equal(keptOut, 'audience');
    assert.equal(steps.length, 1);
    const missing = journey('trace', 'journeys/j.journey', '--journey', 'j', '--on', 'none', '--contact', 'eve');
    assert.deepEqual([missing.status, missing.stdout], [3, '']);
    assert.match(missing.stderr, /none-\*\.csv: no file has a name like this, which is what the source "none" names/);
  });

  it('journey test reads all files of a source and of a pattern, and says which of them names no file', () => {
    const { status, stdout, stderr } = journey('test', 'journeys/tests/t.journey', '--format', 'json');
    assert.equal(status, 3, stderr);
    const { files } = JSON.parse(stdout) as { files: readonly { tests: readonly { status: string; problem?: string }[] }[] };
    assert.deepEqual(
      files.flatMap(({ tests }) => tests.map((test) => [test.status, test.problem])),
      [
        ['passed', undefined],
        ['passed', undefined],
        ['error', '../data/none-*.csv: no file has a name like this, which is what the source "none" names. Mend the pattern in the source.'],
        ['error', './../../data/gone-*.csv: no file has a name like this. Name a file, or mend the pattern.'],
      ],
    );
  });

  it('says how a table of no known shape was read', () => {
    const { status, stderr } = run('--journey', 'seen', '--on', 'data/plain.csv');
    assert.equal(status, 0);
    assert.match(stderr, /^data\/plain\.csv: read as a table of no known shape: the contact is "customer", the time "date", the event "action"/m);
  });

  const failures: readonly { readonly args: string[]; readonly status: number; readonly stderr: RegExp }[] = [
    {
      args: ['--on', 'data/web.csv'],
      status: 2,
      stderr: /data\/web\.csv: it is a file of the sources web and same\. Name one of them instead, as in `on web`\./,
    },
    { args: ['--on', 'none'], status: 3, stderr: /none-\*\.csv: no file has a name like this, which is what the source "none" names/ },
    { args: ['--on', 'lonely'], status: 3, stderr: /nobody-\*\.csv: no file has a name like this, which is what the source "lonely" names/ },
    { args: ['--on', 'data/plain.csv', '--as', 'sendgird'], status: 2, stderr: /sendgird[\s\S]*sendgrid/ },
    { args: ['--on', 'data/plain.csv', '--as', 'sendgrid'], status: 3, stderr: /no contact \("email"\), no time \("timestamp"\), no "event"/ },
  ];
  for (const { args, status, stderr } of failures) {
    it(`journey simulate ${args.join(' ')}`, () => {
      const result = run(...args);
      assert.match(result.stderr, stderr);
      assert.equal(result.status, status);
      assert.equal(result.stdout, '');
    });
  }
});
