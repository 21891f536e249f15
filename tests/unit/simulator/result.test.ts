import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedActivities } from '../../../src/activities/activity-table.ts';
import { readActivities } from '../../../src/activities/read-activities.ts';
import type { Model } from '../../../src/model/model.ts';
import type { JourneyResult } from '../../../src/results/result.ts';
import { finishParts, simulate, simulatePart } from '../../../src/simulator/simulate.ts';
import { atOnce } from '../../../src/simulator/steps.ts';
import { checkIdentities } from '../../support/identities.ts';
import { modelOf } from '../../support/journeys.ts';
import { assertSchema } from '../../support/schemas.ts';
import { loadRecords } from '../../support/ways.ts';
import { ORIGIN, microseconds } from '../../support/worked-cases.ts';

const root = join(import.meta.dirname, '../../..');

function resultOf(model: Model, loaded: LoadedActivities, asOf?: string): JourneyResult {
  const outcome = simulate(model, model.journeys[0]?.name ?? '', loaded, asOf === undefined ? {} : { asOf: ORIGIN + microseconds(asOf) });
  assert(outcome.ok, outcome.ok ? '' : outcome.problem.message);
  assertSchema('simulate', outcome.result);
  return outcome.result;
}

const HOUR = 3600;

describe('results', () => {
  // Four contacts: ann goes through; bea clicks and stays; cid stays in a and stalls; dan goes dormant; eve never enters.
  const text = `email x
activity buy
journey j "The journey" {
  stage a "A" { enter when delivered x stalls after 5 days }
  stage b "B" { enter when clicked x kpi 50% of a within 2 days kpi 3 contacts }
  stage c "C" { enter when performed buy }
  side stage d "D" { enter from any when unsubscribed from all channels }
}`;
  const records = [
    ['ann', '0', 'delivered', 'x'],
    ['ann', '1d', 'clicked', 'x'],
    ['ann', '1d6h', 'buy', ''],
    ['bea', '0', 'delivered', 'x'],
    ['bea', '3d', 'clicked', 'x'],
    ['cid', '0', 'delivered', 'x'],
    ['dan', '0', 'delivered', 'x'],
    ['dan', '2d', 'unsubscribed', ''],
    ['eve', '8d', 'opened', 'x'],
  ].map(([contact, time, event, email]) => JSON.stringify({ contact, time: ORIGIN + microseconds(time ?? '0'), event, email }));

  it('counts, rates and times by arithmetic', async () => {
    const result = resultOf(await modelOf(text), await loadRecords(records.join('\n')));
    checkIdentities(result);
    assert.equal(result.asOf, '2026-01-09T00:00:00.000Z');
    assert.deepEqual(result.contacts, { seen: 5, entered: 4, keptOutByAudience: 0, withoutConsent: 0, passes: 4, expired: 0, reachedGoal: 1 });
    const [a, b, c, d] = result.stages;
    assert(a && b && c && d);
    assert.deepEqual(
      [a, b, c, d].map((stage) => [stage.entered, stage.reached, stage.advanced, stage.left, stage.current, stage.stalled, stage.dropped]),
      [
        // cid is in a for 8 d > 5 d.
        [4, 4, 2, 1, 1, 1, 2],
        [2, 2, 1, 0, 1, 0, 1],
        [1, 1, 0, 0, 1, 0, null],
        [1, null, 0, 0, 1, 0, null],
      ],
    );
    assert.deepEqual([a.rateFromPrevious, b.rateFromPrevious, c.rateFromPrevious, d.rateFromPrevious], [null, 2 / 4, 1 / 2, null]);
    assert.deepEqual([b.rateFromStart, c.rateFromStart], [2 / 4, 1 / 4]);
    // From a to b: 1 d and 3 d; mean and median 2 d, p10 = 1 d + 0.1 × 2 d, p90 = 1 d + 0.9 × 2 d.
    assert.deepEqual(b.secondsFromPrevious, { n: 2, mean: 48 * HOUR, p10: 28.8 * HOUR, p25: 36 * HOUR, p50: 48 * HOUR, p75: 60 * HOUR, p90: 67.2 * HOUR });
    // Leaving a: events at 1 d and 3 d, cid and dan censored at 8 d. Survival 3/4, then 2/4: the median is 3 d.
    assert.equal(a.medianWithCensoring, 72 * HOUR);
    // Of b: ann after 6 h, bea censored after 5 d. Survival 1/2 at 6 h.
    assert.equal(b.medianWithCensoring, 6 * HOUR);
    // Of the 4 in a for at least 2 d, ann was in b within 2 d.
    assert.deepEqual(b.kpis, [
      { target: 0.5, unit: 'share', of: 'a', withinSeconds: 48 * HOUR, actual: 1 / 4, met: false },
      { target: 3, unit: 'contacts', actual: 2, met: false },
    ]);
    assert.deepEqual(result.transitions, [
      { from: null, to: 'a', contacts: 4, moves: 4, p50Seconds: 0 },
      { from: 'a', to: 'b', contacts: 2, moves: 2, p50Seconds: 48 * HOUR },
      { from: 'a', to: 'd', contacts: 1, moves: 1, p50Seconds: 48 * HOUR },
      { from: 'b', to: 'c', contacts: 1, moves: 1, p50Seconds: 6 * HOUR },
    ]);
    assert.deepEqual(
      result.rules.map(({ stage, text: rule, line, fired, matchedRecords, matchedContacts }) => [stage, rule, line, fired, matchedRecords, matchedContacts]),
      [
        ['a', 'when delivered x', 4, 4, 4, 4],
        ['b', 'when clicked x', 5, 2, 2, 2],
        ['c', 'when performed buy', 6, 1, 1, 1],
        ['d', 'from any when unsubscribed from all channels', 7, 1, 1, 1],
      ],
    );
    assert.deepEqual(result.days, [
      { date: '2026-01-01', entered: { a: 4 } },
      // ann: b after 1 d, c 6 h later.
      { date: '2026-01-02', entered: { b: 1, c: 1 } },
      { date: '2026-01-03', entered: { d: 1 } },
      { date: '2026-01-04', entered: { b: 1 } },
    ]);
  });

  it('as of an earlier moment what is later has not happened, and is counted', async () => {
    const result = resultOf(await modelOf(text), await loadRecords(records.join('\n')), '2d');
    checkIdentities(result);
    // At 2 d and before: 4 deliveries, one click, one purchase, one unsubscribe.
    assert.deepEqual([result.records.read, result.records.used, result.records.afterAsOf], [9, 7, 2]);
    assert.deepEqual(result.contacts.seen, 4);
    assert.deepEqual(
      result.stages.map(({ entered }) => entered),
      [4, 1, 1, 1],
    );
  });

  it('nothing enters: rates over 0 are null, not 0 or NaN', async () => {
    const result = resultOf(await modelOf(text), await loadRecords('{"contact":"eve","time":1767225600,"event":"opened","email":"x"}'));
    checkIdentities(result);
    assert.deepEqual(
      result.stages.map(({ entered, rateFromPrevious, rateFromStart, rateInterval }) => [entered, rateFromPrevious, rateFromStart, rateInterval]),
      [
        [0, null, null, null],
        [0, null, null, null],
        [0, null, null, null],
        [0, null, null, null],
      ],
    );
    assert.deepEqual(
      result.warnings.map(({ code, stage }) => [code, stage]),
      [
        ['delivered-from-sent', undefined],
        ...['a', 'b', 'c', 'd'].map((stage) => ['no-match', stage]),
        ...['a', 'b', 'c'].map((stage) => ['empty-stage', stage]),
        ['opened-without-delivery', undefined],
      ],
    );
  });
});

describe('the shipped example', () => {
  const sample = join(root, 'examples/samples/q1.csv');
  const journeyText = (): string =>
    `${readFileSync(join(root, 'examples/catalog.journey'), 'utf8')}\n${readFileSync(join(root, 'examples/lead-nurturing.journey'), 'utf8').replace(/^import .*$/m, '')}`;

  async function read(lines: readonly string[]): Promise<LoadedActivities> {
    const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
    const outcome = await readActivities([{ name: 'q1.csv', chunks: [bytes] }], { timezone: 'UTC', maxRejected: 0.1 });
    assert(outcome.ok);
    return outcome.loaded;
  }

  it('20 shuffles of the sample give the same bytes, rejected records apart', async function () {
    this.timeout(120_000);
    const model = await modelOf(journeyText());
    // No cell of the sample has a line break, so lines are records.
    const [header = '', ...lines] = readFileSync(sample, 'utf8').trimEnd().split('\n');
    const withoutLines = (result: JourneyResult): string => JSON.stringify({ ...result, rejected: [] });
    const expected = resultOf(model, await read([header, ...lines]));
    checkIdentities(expected);
    assert(expected.contacts.entered > 1000);
    let seed = 20_260_101;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (let shuffle = 0; shuffle < 20; shuffle++) {
      for (let index = lines.length - 1; index > 0; index--) {
        const other = Math.floor(random() * (index + 1));
        [lines[index], lines[other]] = [lines[other] ?? '', lines[index] ?? ''];
      }
      assert.equal(withoutLines(resultOf(model, await read([header, ...lines]))), withoutLines(expected));
    }
  });

  it('parts of the contacts, in any order, make the same bytes', async () => {
    const model = await modelOf(journeyText());
    const loaded = await read(readFileSync(sample, 'utf8').trimEnd().split('\n'));
    const expected = JSON.stringify(resultOf(model, loaded));
    const contacts = loaded.table.contacts.length;
    for (const bounds of [
      [0, contacts],
      [0, 1, contacts],
      [0, 0, 17, 2000, 2001, contacts],
      [0, 1000, 2000, 3000, 4000, contacts],
    ]) {
      const parts = bounds.slice(1).map((to, index) => {
        const part = atOnce(simulatePart(model, 'lead_nurturing', loaded, { from: bounds[index] ?? 0, to }, {}));
        assert(part.ok);
        return part;
      });
      assert.equal(JSON.stringify(finishParts(parts)), expected);
      assert.equal(JSON.stringify(finishParts(parts.toReversed())), expected);
    }
  });

  it('1 day instead of 14 changes the numbers', async () => {
    const loaded = await read(readFileSync(sample, 'utf8').trimEnd().split('\n'));
    const reached = async (text: string): Promise<number> => resultOf(await modelOf(text), loaded).stages[1]?.reached ?? 0;
    const [before, after] = [
      await reached(journeyText()),
      await reached(journeyText().replace('within 14 days\n    enter from dormant', 'within 1 day\n    enter from dormant')),
    ];
    assert(after < before / 1.2, `${String(before)} → ${String(after)}`);
  });
});
