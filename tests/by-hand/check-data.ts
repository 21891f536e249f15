/**
 * Checks the simulator and the shapes against what nobody here wrote: `npm run check-data -- DIR`. DIR holds `sales_funnel/`
 * with `user_events.csv` and `expected.json` (the author's published funnel, and counts recomputed by other programs), and
 * `webhooks/` with payloads of e-mail services and the event that django-anymail makes of each.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelOf } from '../support/journeys.ts';
import { readActivities } from '../../src/activities/read-activities.ts';
import type { LoadedActivities } from '../../src/activities/activity-table.ts';
import { EVENTS } from '../../src/activities/activity-table.ts';
import type { JourneyResult } from '../../src/results/result.ts';
import { simulate } from '../../src/simulator/simulate.ts';

interface Expected {
  readonly published: { readonly all_data_unique_users_per_type: Record<string, number> };
  readonly funnels: Record<
    string,
    { readonly stages: readonly { readonly name: string; readonly types: readonly string[] }[]; readonly results: readonly ExpectedRun[] }
  >;
  readonly conditions: Record<string, unknown>;
}

interface ExpectedRun {
  readonly start: string;
  readonly window_seconds: number | null;
  readonly reached: readonly number[];
  readonly from_previous: readonly ({ readonly n: number; readonly median_s: number; readonly mean_s: number } | null)[];
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Name the folder: npm run check-data -- DIR');
  process.exit(2);
}

let passed = 0;
let failed = 0;

function check(what: string, actual: unknown, expected: unknown): void {
  const same = JSON.stringify(actual) === JSON.stringify(expected);
  if (same) passed++;
  else failed++;
  console.log(`${same ? 'same     ' : 'DIFFERENT'} ${what}: ${JSON.stringify(actual)}${same ? '' : ` instead of ${JSON.stringify(expected)}`}`);
}

/** Read through a source, as a user would write one; times are UTC. */
const SOURCE = `source events "user_events.csv" {
  contact column "user_id"
  time column "event_date"
  event column "event_type"
  id column "event_id"
}`;

async function load(from: string, since: string): Promise<LoadedActivities> {
  const [header = '', ...lines] = readFileSync(join(from, 'sales_funnel/user_events.csv'), 'utf8').trimEnd().split('\n');
  const time = header.trim().split(',').indexOf('event_date');
  const kept = lines.filter((line) => (line.split(',')[time] ?? '') >= since);
  const bytes = new TextEncoder().encode([header, ...kept].join('\n'));
  const [source] = (await modelOf(SOURCE)).sources;
  if (source === undefined) throw new Error('the source was not lowered');
  const read = await readActivities([{ name: 'user_events.csv', chunks: [bytes], source }], { timezone: 'UTC', maxRejected: 0 });
  if (!read.ok) throw new Error(read.problem.message);
  return read.loaded;
}

async function run(journey: string, loaded: LoadedActivities, asOf?: number): Promise<JourneyResult> {
  const activities = ['page_view', 'add_to_cart', 'checkout_start', 'payment_info'].map((name) => `activity ${name} { traffic_source text }`).join('\n');
  const model = await modelOf(`${activities}\nactivity purchase { amount number traffic_source text }\n${journey}`);
  const outcome = simulate(model, 'j', loaded, asOf === undefined ? {} : { asOf });
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.result;
}

const expected = JSON.parse(readFileSync(join(folder, 'sales_funnel/expected.json'), 'utf8')) as Expected;
const everything = await load(folder, '');

for (const [type, count] of Object.entries(expected.published.all_data_unique_users_per_type)) {
  const result = await run(`journey j { stage a { enter when performed ${type} } }`, everything);
  check(`people with ${type} (published)`, result.contacts.entered, count);
}

for (const [name, { stages, results }] of Object.entries(expected.funnels)) {
  const loaded = name === 'all' ? everything : await load(folder, name.replace('since_', ''));
  for (const one of results) {
    const window = one.window_seconds === null ? '' : ` within ${String(one.window_seconds)} seconds of ${stages[0]?.name ?? ''}`;
    const clauses = stages.map((stage, index) => `stage ${stage.name} { enter when performed ${stage.types[0] ?? ''}${index === 0 ? '' : window} }`);
    const reentry = one.start === 'best' ? 'reentry overlapping' : '';
    const result = await run(`journey j { ${reentry} ${clauses.join(' ')} }`, loaded);
    const what = `${name}, ${one.start}, window ${String(one.window_seconds)}`;
    check(
      `${what}: reached`,
      result.stages.map(({ reached }) => reached),
      one.reached,
    );
    check(
      `${what}: n, median and mean of the times from the stage before`,
      result.stages.map(({ secondsFromPrevious: times }) => times && [times.n, times.p50, times.mean?.toFixed(6)]),
      one.from_previous.map((times) => times && [times.n, times.median_s, times.mean_s.toFixed(6)]),
    );
  }
}

const rich = await run('journey j { stage a { enter when performed purchase where (traffic_source == "email" and amount > 150) } }', everything);
check('email source, purchase amount > 150', rich.contacts.entered, expected.conditions['email source, purchase amount > 150']);

const absence =
  'stage cart { enter when performed add_to_cart } stage bought { enter when performed purchase within 15 minutes } side stage gone { enter from cart when not performed purchase within 15 minutes }';
// At the last record one cart is younger than 15 minutes, so still open; the author's count takes it as absent.
const dayAfter = Math.max(...everything.table.time) + 86_400_000_000;
const gone = await run(`journey j { ${absence} }`, everything, dayAfter);
check(
  'first add_to_cart, no purchase within 15 min',
  { with_after_event: gone.stages[0]?.entered, absent: gone.stages[2]?.entered, present: gone.stages[1]?.entered },
  expected.conditions['first add_to_cart, no purchase within 15 min'],
);

interface Payload {
  readonly test: string;
  readonly payload: unknown;
  readonly expected_normalised: {
    readonly event_type: string;
    readonly timestamp?: string;
    readonly recipient?: string;
    readonly click_url?: string;
  };
}

/** What anymail's kinds are here. The others are left out on purpose. */
const EVENT_OF_KIND: Readonly<Record<string, string>> = {
  sent: 'sent',
  delivered: 'delivered',
  bounced: 'bounced',
  opened: 'opened',
  clicked: 'clicked',
  complained: 'spam_reported',
  unsubscribed: 'unsubscribed',
  subscribed: 'subscribed',
};

/** Files of shapes that we have, under the names of these. */
const WEBHOOKS: Readonly<Record<string, string>> = {
  sendgrid: 'sendgrid',
  mailgun: 'mailgun',
  amazon_ses: 'ses',
  postmark: 'postmark',
  brevo: 'brevo',
  mandrill: 'mandrill',
};

for (const [file, shape] of Object.entries(WEBHOOKS)) {
  for (const { test, payload, expected_normalised: theirs } of JSON.parse(readFileSync(join(folder, `webhooks/${file}.json`), 'utf8')) as Payload[]) {
    const bytes = new TextEncoder().encode(JSON.stringify(payload, null, 1));
    // Beside a record of our own, so that a file of nothing but records that are left out can be read.
    const beside = new TextEncoder().encode('contact,time,event\nzz,2030-01-01,visited\n');
    const read = await readActivities(
      [
        { name: 'payload.json', chunks: [bytes] },
        { name: 'beside.csv', chunks: [beside] },
      ],
      { timezone: 'UTC', maxRejected: 1 },
    );
    const what = `${file}, ${test}`;
    if (!read.ok) {
      check(what, read.problem.message, theirs.event_type);
      continue;
    }
    const { table, inputs, ignored, rejected } = read.loaded;
    check(`${what}: shape`, inputs[0]?.shape, shape);
    const ours = ignored[0] === undefined ? (rejected[0]?.reason ?? EVENTS[table.event[0] ?? 0]) : 'left out';
    check(`${what}: event`, ours, EVENT_OF_KIND[theirs.event_type] ?? 'left out');
    if (ours === 'left out' || rejected.length > 0) continue;
    if (theirs.recipient !== undefined) check(`${what}: contact`, table.contacts[0], theirs.recipient);
    if (theirs.click_url !== undefined) check(`${what}: url`, table.url.dictionary[table.url.codes[0] ?? 0], theirs.click_url);
    if (theirs.timestamp !== undefined) check(`${what}: time`, microseconds(table.time[0] ?? 0), theirs.timestamp);
  }
}

/** `2016-04-27T20:28:50.396393Z`. */
function microseconds(time: number): string {
  const seconds = Math.floor(time / 1e6);
  return new Date(seconds * 1000).toISOString().replace('.000Z', `.${String(time - seconds * 1e6).padStart(6, '0')}Z`);
}

console.log(`\n${String(passed)} passed, ${String(failed)} failed`);
process.exitCode = failed === 0 ? 0 : 1;
