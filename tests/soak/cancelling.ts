import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Model } from '../../src/model/model.ts';
import { quantile } from '../../src/results/statistics.ts';
import type { ReadOptions } from '../../src/worker/protocol.ts';
import type { Progress, WorkerTask } from '../../src/worker/worker-client.ts';
import type { WorkerClient } from '../../src/worker/worker-client.ts';
import { startWorkerThread } from '../../src/worker/worker-client-node.ts';
import { writeActivityData } from '../bench/activity-data.ts';
import { Random } from '../differential/random.ts';
import { modelOf } from '../support/journeys.ts';
import type { Check, SoakPart } from './soak-part.ts';
import type { Tally } from './tally.ts';

const ENTRY = new URL('../../src/worker/main-node.ts', import.meta.url);
const READ: ReadOptions = { timezone: 'UTC', maxRejected: 0.1 };
const RECORDS_OF_SMALL = 1_000;

/** Everything that can be asked of a sample, in the words of the benchmark's records. `days`: what an edit changes. */
const text = (days: number): string => `
activity signup
activity purchase { value number }
email offer "Offer" { id "offer_00" }
email news "News" { id "newsletter_01" }
segment keen when clicked any email at least 2 times in last 30 days
journey funnel {
  stage known { enter when performed signup }
  stage interested { enter when opened any email at least 2 times or clicked any email within ${String(days)} days }
  stage customer { enter when performed purchase where value >= 20 within 90 days }
  side stage quiet { enter from known when not clicked any email for 14 days }
}
campaign spring {
  objective "Sell"
  journey funnel
  audience when in segment keen
  runs 2026-02-01 to 2026-03-31
  via email
  send offer on day 10 when opened any email ever
  send news 3 days after offer when not clicked offer within 3 days
  kpi reached customer >= 5% of known
}
experiment subject {
  variants offer, news
  measure reached funnel.customer within 30 days
}
test "sample" on "records.csv" in funnel {
  expect reached customer > 0 contacts
  expect median time from known to customer > 1 day
  expect open_rate of offer > 0%
}
`;

/** What a worker is doing when it is cancelled, each begun on a sample that is loaded and, but for the first look, looked at. */
const WORK: Readonly<Record<string, (client: WorkerClient, models: Models, onProgress: (progress: Progress) => void) => WorkerTask<unknown>>> = {
  'first look': (client, { first }, onProgress) => client.evaluate('s', first, {}, onProgress),
  evaluation: (client, { edited }, onProgress) => client.evaluate('s', edited, {}, onProgress),
  'near misses': (client, { first }) => client.ask('s', first, { kind: 'near-misses', journey: 'funnel', stage: 'interested' }, {}),
  breakdown: (client, { first }) => client.ask('s', first, { kind: 'breakdown', journey: 'funnel', by: 'segment keen' }, {}),
  campaign: (client, { first }) => client.ask('s', first, { kind: 'campaign', campaign: 'spring' }, {}),
  experiment: (client, { first }) => client.ask('s', first, { kind: 'experiment', experiment: 'subject' }, {}),
  // A first look as well: of a contact alone there is little to do.
  trace: (client, { first }) => client.ask('s', first, { kind: 'trace', journey: 'funnel', contact: 'contact-000001' }, { without: ['bot-clicks'] }),
  test: (client, { first }) => client.test(first, 'sample', 's'),
};

const READING = 'reading';

/** In turn: reading, where most moments lie, and the others. */
const KINDS = Object.keys(WORK).flatMap((kind) => [READING, kind]);

interface Models {
  readonly first: Model;
  readonly edited: Model;
}

interface Prepared {
  readonly models: Models;
  readonly path: string;
  readonly small: string;
  /** Milliseconds that each kind of work takes when nobody cancels it. */
  readonly takes: ReadonlyMap<string, number>;
  /** The result of the edited model on the whole file, and of the first model on the small one. */
  readonly result: unknown;
  readonly smallResult: unknown;
}

const evaluated = async (client: WorkerClient, sample: string, model: Model): Promise<unknown> => {
  const seen: string[] = [];
  const done = await client.evaluate(sample, model, {}, ({ phase }) => seen.push(phase)).done;
  assert.ok(done.ok, 'an evaluation has a result');
  assert.ok(!seen.includes('read'), 'an evaluation reads nothing');
  return done.value;
};

/** Makes the file, and runs everything once undisturbed: what takes how long, and what the right results are. */
async function prepare(records: number): Promise<Prepared> {
  const folder = mkdtempSync(join(tmpdir(), 'journey-cancelling-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const [path, small] = [join(folder, 'records.csv'), join(folder, 'small.csv')];
  writeActivityData(RECORDS_OF_SMALL, small);
  writeActivityData(records, path);
  const models = { first: await modelOf(text(60)), edited: await modelOf(text(45)) };
  const client = startWorkerThread(ENTRY);
  try {
    const takes = new Map<string, number>();
    const began = performance.now();
    await loaded(client, 's', path);
    takes.set(READING, performance.now() - began);
    for (const [kind, work] of Object.entries(WORK)) {
      const start = performance.now();
      const done = (await work(client, models, () => undefined).done) as {
        readonly ok: boolean;
        readonly value?: { readonly test?: { readonly status: string } };
      };
      assert.ok(done.ok, kind);
      if (kind === 'test') assert.equal(done.value?.test?.status, 'passed');
      takes.set(kind, performance.now() - start);
    }
    await loaded(client, 'small', small);
    return { models, path, small, takes, result: await evaluated(client, 's', models.edited), smallResult: await evaluated(client, 'small', models.first) };
  } finally {
    await client.stop();
  }
}

async function loaded(client: WorkerClient, sample: string, path: string): Promise<void> {
  const done = await client.load(sample, { files: [{ name: 'records.csv', path }] }, READ).done;
  assert.ok(done.ok, 'the file is read');
}

/** In milliseconds: by the clock, and of the processor, since the machine may be busy. */
interface Waited {
  readonly clock: number;
  readonly processor: number;
}

/** Cancels some work at a moment and asks for something that takes no time: how long it waits; undefined where the work was done before. */
async function freeAfter(client: WorkerClient, task: WorkerTask<unknown>, told: readonly Progress[], delay: number): Promise<Waited | undefined> {
  await wait(delay);
  task.cancel();
  const [asked, used] = [performance.now(), process.cpuUsage()];
  await client.release('nothing');
  const { user, system } = process.cpuUsage(used);
  const took = { clock: performance.now() - asked, processor: (user + system) / 1000 };
  const done = (await task.done) as { readonly ok: boolean; readonly cancelled?: true };
  if (done.ok) return undefined;
  assert.equal(done.cancelled, true);
  const before = told.length;
  await wait(5);
  assert.equal(told.length, before, 'what is cancelled says nothing more');
  return took;
}

async function cancelReading(share: number, { models, path, small, takes, smallResult }: Prepared, client: WorkerClient): Promise<Waited | undefined> {
  await loaded(client, 'small', small);
  const told: Progress[] = [];
  const task = client.load('s', { files: [{ name: 'records.csv', path }] }, READ, (progress) => told.push(progress));
  const took = await freeAfter(client, task, told, share * (takes.get(READING) ?? 0));
  // The other sample is still there, and of this one nothing.
  assert.deepEqual(await evaluated(client, 'small', models.first), smallResult);
  if (took !== undefined) await assert.rejects(client.evaluate('s', models.first).done, { name: 'WorkerFault', message: 'The sample is not loaded.' });
  return took;
}

async function cancelWork(kind: string, share: number, { models, path, takes, result }: Prepared, client: WorkerClient): Promise<Waited | undefined> {
  await loaded(client, 's', path);
  // Nothing can be read a second time.
  if (kind !== 'first look') await evaluated(client, 's', models.first);
  const told: Progress[] = [];
  const task = WORK[kind]!(client, models, (progress) => told.push(progress));
  const took = await freeAfter(client, task, told, share * (takes.get(kind) ?? 0));
  assert.deepEqual(await evaluated(client, 's', models.edited), result);
  return took;
}

async function check(seed: number, tally: Tally, prepared: Prepared): Promise<void> {
  const random = new Random(seed);
  const kind = KINDS[seed % KINDS.length]!;
  const client = startWorkerThread(ENTRY);
  try {
    const share = random.next();
    const took = kind === READING ? await cancelReading(share, prepared, client) : await cancelWork(kind, share, prepared, client);
    if (took === undefined) tally.count('cancelled too late');
    else {
      tally.time(kind, took.clock);
      tally.time(PROCESSOR, took.processor);
    }
    tally.pass();
  } finally {
    await client.stop();
  }
}

const starting = (records: number) => async (): Promise<Check> => {
  const prepared = await prepare(records);
  return (seed, tally) => check(seed, tally, prepared);
};

/** Of all kinds together. */
const PROCESSOR = 'of the processor';

const shown = (times: readonly number[]): string =>
  `${String(times.length)} cancelled, free after at most ${Math.max(...times).toFixed(0)} ms, 95 % of them ${(quantile(Float64Array.from(times).sort(), 0.95) ?? NaN).toFixed(0)} ms`;

export const cancelling: SoakPart = {
  name: 'cancelling',
  says: 'a worker that is cancelled at a random moment is free, keeps its samples, and what comes next has the right result without a second reading',
  unit: 'cancellations of work on 10 million records',
  whole: 50,
  sample: 16,
  isLarge: true,
  start: starting(10_000_000),
  startSmall: starting(200_000),
  doubts: ({ times }) => (Object.keys(times).length > 0 ? [] : ['all of them came too late']),
  tell: ({ times, counts }) => {
    const { [PROCESSOR]: processor = [], ...kinds } = times;
    const all = Object.values(kinds).flat();
    return [
      ...Object.entries(kinds).map(([kind, own]) => `${kind}: ${shown(own)}`),
      ...(all.length === 0 ? [] : [`all: ${shown(all)}; ${String(all.filter((time) => time > 250).length)} after more than 250 ms`]),
      ...(all.length === 0
        ? []
        : [`all, in processor time: ${shown(processor)}; ${String(processor.filter((time) => time > 250).length)} after more than 250 ms`]),
      `cancelled too late: ${String(counts['cancelled too late'] ?? 0)}`,
    ];
  },
};
