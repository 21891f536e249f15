import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedCommand } from '../support/installed-command.ts';

const root = join(import.meta.dirname, '../..');
const bin = installedCommand();

const DATA = [
  'contact,time,event,email,link,url,attr.country,topic,seats',
  'mia@example.invalid,2026-03-01T10:00:00Z,delivered,product_teaser,,,DE,,',
  'mia@example.invalid,2026-03-01T11:00:00Z,visited,,,https://acme.example/private?who=mia%40example.invalid,,,',
  'mia@example.invalid,2026-03-02T09:30:15Z,clicked,product_teaser,pricing,https://acme.example/pricing?who=mia%40example.invalid,,,',
  'mia@example.invalid,2026-03-04T08:00:00Z,webinar_registration,,,,,pricing,3',
  'bob@example.invalid,2026-03-20T10:00:00Z,consented,,,,,,',
].join('\n');

describe('journey trace --as-test', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-as-test-'));
    mkdirSync(join(folder, '.git'));
    mkdirSync(join(folder, 'tests'));
    cpSync(join(root, 'examples'), folder, { recursive: true });
    writeFileSync(join(folder, 'data.csv'), DATA);
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  function journey(...args: string[]) {
    const run = spawnSync(process.execPath, [bin, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', TEST_KEY: 'a key for tests' },
    });
    assert.doesNotMatch(run.stderr + run.stdout, /^\s+at .*:\d+:\d+\)?$|example\.invalid|private/m, args.join(' '));
    return run;
  }

  const TRACE = ['trace', 'lead-nurturing.journey', '--on', 'data.csv', '--contact', 'mia@example.invalid', '--pseudonym-key-env', 'TEST_KEY'];

  it('writes a test that passes, is laid out, and fails once the journey is another', () => {
    const made = journey(...TRACE, '--as-test', 'a click, then the webinar', '--out', 'tests/mia.journey');
    assert.equal(made.status, 0, made.stderr);
    const text = readFileSync(join(folder, 'tests', 'mia.journey'), 'utf8');
    const name = /contact (contact_[0-9a-f]{12}) \{/.exec(text)?.[1] ?? '';
    assert.equal(
      text,
      `import "../lead-nurturing.journey"
import "../catalog.journey"

test "a click, then the webinar" in lead_nurturing {
  contact ${name} {
    day 0 at 10:00 set country "DE"
    day 0 at 10:00 delivered product_teaser
    day 1 at 09:30:15 clicked product_teaser.pricing
    day 3 at 08:00 performed webinar_registration with topic "pricing", seats 3
  }
  expect ${name} in browsing on day 0 at 10:00
  expect ${name} in browsing on day 1 at 09:30:14
  expect ${name} in interested on day 1 at 09:30:15
  expect ${name} in interested on day 3 at 07:59:59
  expect ${name} in engaged on day 3 at 08:00
  expect ${name} in engaged on day 19 at 10:00
  expect ${name} not reached customer
  expect ${name} not reached dormant
}
`,
    );
    assert.equal(journey('fmt', '--check', 'tests/mia.journey').status, 0);
    assert.match(journey('check', '--max-warnings', '0', 'tests/mia.journey').stdout, /^0 errors and 0 warnings/m);
    assert.equal(journey('test', 'tests/mia.journey').status, 0);
    const file = join(folder, 'lead-nurturing.journey');
    const before = readFileSync(file, 'utf8');
    const after = before.replace('seats >= 2', 'seats >= 4');
    assert.notEqual(after, before);
    writeFileSync(file, after);
    assert.equal(journey('test', 'tests/mia.journey').status, 1);
    writeFileSync(file, before);
  });

  it('goes to standard output, to be put beside the journey, with a title of its own', () => {
    const { status, stdout } = journey(...TRACE, '--as-test');
    assert.equal(status, 0);
    assert.match(
      stdout,
      /^import "lead-nurturing\.journey"\nimport "catalog\.journey"\n\ntest "contact_[0-9a-f]{12}: browsing, interested, engaged" in lead_nurturing \{$/m,
    );
  });

  it('says what is wrong', () => {
    const unknown = journey('trace', 'lead-nurturing.journey', '--on', 'data.csv', '--contact', 'nobody', '--as-test', '--out', 'none.journey');
    assert.equal(unknown.status, 2);
    assert.match(unknown.stderr, /no record of such a contact/);
    assert.ok(!existsSync(join(folder, 'none.journey')));
    assert.equal(journey('trace', 'lead-nurturing.journey', '--on', 'data.csv', '--as-test').status, 2);
    const both = journey(...TRACE, '--as-test', '--show-contacts');
    assert.equal(both.status, 2);
    assert.match(both.stderr, /cannot be used with/);
  });
});
