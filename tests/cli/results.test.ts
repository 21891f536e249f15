import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import stringWidth from 'string-width';
import type { CampaignResult } from '../../src/results/campaign-result.ts';
import type { ExperimentResult } from '../../src/results/experiment-result.ts';
import type { BreakdownResult, JourneyResult } from '../../src/results/result.ts';
import type { NearMissesResult, TraceResult } from '../../src/results/trace-result.ts';
import { assertSchema } from '../support/schemas.ts';
import { installedCommand } from '../support/installed-command.ts';

const root = join(import.meta.dirname, '../..');
const bin = installedCommand();

describe('what simulate and trace print', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'journey-results-'));
    mkdirSync(join(folder, '.git'));
    cpSync(join(root, 'examples'), folder, { recursive: true });
    const records = [
      'contact,time,event,email,url',
      'ann@acme.example,2026-01-01T00:00Z,delivered,product_teaser,',
      'ann@acme.example,2026-01-02T00:00Z,clicked,product_teaser,https://acme.example/pricing?who=ann@acme.example',
      'ann@acme.example,2026-01-03T00:00Z,visited,,https://acme.example/compare/a?session=7',
    ];
    writeFileSync(join(folder, 'private.csv'), `${records.join('\n')}\n`);
    writeFileSync(
      join(folder, 'private.journey'),
      'import "catalog.journey"\njourney j { stage a { enter when delivered product_teaser } stage b { enter when clicked product_teaser } }\n',
    );
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  function journey(status: number, ...args: string[]): { readonly stdout: string; readonly stderr: string } {
    const run = spawnSync(process.execPath, [bin, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', JOURNEY_TEST_KEY: 'a key' },
    });
    assert.equal(run.status, status, run.stderr);
    assert.doesNotMatch(run.stderr, /^\s+at /m, args.join(' '));
    for (const line of args.includes('json') ? [] : run.stdout.split('\n')) assert(stringWidth(line) <= 80, line);
    return run;
  }

  const jsonOf = (...args: string[]): unknown => JSON.parse(journey(0, ...args, '--format', 'json').stdout);

  const EXAMPLE = ['lead-nurturing.journey', '--on', 'samples/q1.csv'];

  it('simulate --by has the whole and its groups, in JSON and below the funnel', () => {
    const breakdown = jsonOf('simulate', ...EXAMPLE, '--by', 'contact.country') as BreakdownResult;
    assertSchema('breakdown', breakdown);
    assert.deepEqual(breakdown.whole, jsonOf('simulate', ...EXAMPLE));
    const { stdout } = journey(0, 'simulate', ...EXAMPLE, '--by', 'contact.country');
    for (const { value, contacts, kind } of breakdown.groups.filter((group) => group.kind === 'value')) {
      const row = stdout.split('\n').find((line) => line.startsWith(`  ${value ?? kind} `));
      assert(row?.includes(` ${contacts.entered.toLocaleString('en')} `), stdout);
    }
  });

  it('simulate --without leaves out what is counted', () => {
    const [all, some] = [jsonOf('simulate', ...EXAMPLE), jsonOf('simulate', ...EXAMPLE, '--without', 'machine-opens,bot-clicks')] as JourneyResult[];
    assertSchema('simulate', some);
    assert(all && some && all.records.machineOpens > 0 && all.records.botClicks > 0);
    assert.equal(some.records.leftOut, all.records.machineOpens + all.records.botClicks);
    assert.equal(some.records.used, all.records.used - some.records.leftOut);
    assert.deepEqual([some.records.machineOpens, some.records.botClicks], [all.records.machineOpens, all.records.botClicks]);
    assert.match(journey(2, 'simulate', ...EXAMPLE, '--without', 'robots').stderr, /"robots" cannot be left out\. There is machine-opens and bot-clicks\./);
  });

  it('simulate shows every campaign and experiment of a file, or the one named', () => {
    const [campaign, experiment, ...more] = jsonOf('simulate', 'spring-push.journey', '--on', 'samples/q1.csv') as [CampaignResult, ExperimentResult];
    assert.deepEqual(more, []);
    assertSchema('campaign', campaign);
    assertSchema('experiment', experiment);
    assert.deepEqual([campaign.campaign, experiment.experiment], ['spring_push', 'teaser_subject']);
    assert.deepEqual(jsonOf('simulate', 'spring-push.journey', '--on', 'samples/q1.csv', '--campaign', 'spring_push'), campaign);
    const { stdout } = journey(0, 'simulate', 'spring-push.journey', '--on', 'samples/q1.csv');
    assert.match(stdout, /^Spring push · 2026-03-01 to 2026-04-15 \(UTC\)/);
    assert(stdout.includes(`Audience: ${String(campaign.audience.contacts)} contacts`));
    assert.match(stdout, /^Subject line · reached lead_nurturing\.interested within 14 d/m);
    assert.match(
      journey(2, 'simulate', 'spring-push.journey', '--on', 'samples/q1.csv', '--campaign', 'autumn').stderr,
      /no campaign "autumn"\. It has spring_push\./,
    );
    assert.match(journey(2, 'simulate', ...EXAMPLE, '--by', 'month', '--campaign', 'x').stderr, /'--by <what>' cannot be used with option '--campaign <name>'/);
  });

  it('trace shows a contact by a pseudonym, and nothing that tells who it is', () => {
    const TRACE = ['trace', 'private.journey', '--on', 'private.csv', '--contact', 'ann@acme.example'];
    const hidden = jsonOf(...TRACE, '--pseudonym-key-env', 'JOURNEY_TEST_KEY') as TraceResult;
    assertSchema('trace', hidden);
    assert.match(hidden.contact, /^contact-[0-9a-f]{12}$/);
    assert.doesNotMatch(JSON.stringify(hidden), /ann|session/);
    assert.deepEqual(
      hidden.steps.map((step) => (step.kind === 'record' ? step.about['url'] : step.kind)),
      [undefined, 'move', '(hidden)', 'move', 'https://acme.example/compare/a'],
    );
    assert.equal((jsonOf(...TRACE, '--pseudonym-key-env', 'JOURNEY_TEST_KEY') as TraceResult).contact, hidden.contact);
    assert.notEqual((jsonOf(...TRACE) as TraceResult).contact, hidden.contact);
    const shown = jsonOf(...TRACE, '--show-contacts') as TraceResult;
    assert.equal(shown.contact, 'ann@acme.example');
    assert.match(JSON.stringify(shown), /session=7/);
    assert.doesNotMatch(journey(0, ...TRACE).stdout, /ann|session/);
    assert.match(journey(0, ...TRACE).stdout, /▶ 2026-01-02 00:00:00 {2}a → b after 1 d/);
  });

  it('trace of a stage says what wider windows would keep', () => {
    const result = jsonOf('trace', ...EXAMPLE, '--stage', 'browsing') as NearMissesResult;
    assertSchema('near-misses', result);
    assert.equal(result.dropped, (jsonOf('simulate', ...EXAMPLE) as JourneyResult).stages[0]?.dropped);
    const [window] = result.windows;
    assert(window && window.missed > 0);
    assert(journey(0, 'trace', ...EXAMPLE, '--stage', 'browsing').stdout.includes(`15 d would keep ${String(window.wider[0]?.kept)}`));
  });

  it('wrong uses of trace are said in words', () => {
    assert.match(journey(2, 'trace', ...EXAMPLE).stderr, /^Name a contact with --contact, or a stage with --stage\.$/m);
    assert.match(journey(2, 'trace', ...EXAMPLE, '--contact', 'nobody@acme.example').stderr, /^The data has no record of such a contact/);
    assert.match(journey(2, 'trace', ...EXAMPLE, '--stage', 'nowhere').stderr, /no stage on the path called "nowhere".*"browsing"/);
    assert.match(journey(2, 'trace', ...EXAMPLE, '--contact', 'a', '--pseudonym-key-env', 'NO_SUCH_KEY').stderr, /"NO_SUCH_KEY" holds no key/);
  });
});
