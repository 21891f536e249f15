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
`;

describe('sources on the command line', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-sources-'));
    mkdirSync(join(folder, 'journeys'));
    mkdirSync(join(folder, 'data'));
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, 'catalog.journey'), 'activity purchase { value number }\ncontact { country text }\n');
    writeFileSync(join(folder, 'journeys/j.journey'), JOURNEY);
    writeFileSync(join(folder, 'data/orders-1.csv'), 'buyer,paid_at,total\nann,2026-07-01 12:00,50\nbob,2026-07-01 12:00,5\n');
    writeFileSync(join(folder, 'data/orders-2.csv'), 'buyer,paid_at,total\neve,2026-07-02 12:00,50\n');
    writeFileSync(join(folder, 'data/people.csv'), 'contact,country\nann,CZ\nbob,CZ\neve,DE\n');
    writeFileSync(join(folder, 'data/web.csv'), 'who,when,what\nann,2026-07-01,looked\n');
    writeFileSync(join(folder, 'data/plain.csv'), 'customer,date,action\nann,2026-07-01,visited\n');
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  const run = (...args: string[]) => spawnSync(process.execPath, [bin, 'simulate', 'journeys/j.journey', ...args], { cwd: folder, encoding: 'utf8' });
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

  it('says how a table of no known shape was read', () => {
    const { status, stderr } = run('--journey', 'seen', '--on', 'data/plain.csv');
    assert.equal(status, 0);
    assert.match(stderr, /^data\/plain\.csv: read as a table of no known shape: the contact is "customer", the time "date", the event "action"/m);
  });

  const failures: readonly { readonly args: string[]; readonly status: number; readonly stderr: RegExp }[] = [
    { args: ['--on', 'data/web.csv'], status: 2, stderr: /data\/web\.csv: it is a file of the sources web and same\. Say which with --on web\./ },
    { args: ['--on', 'none'], status: 3, stderr: /none-\*\.csv: no file has a name like this, which is what the source "none" names/ },
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
