import assert from 'node:assert/strict';
import type { NearMissesResult, TraceResult } from '../../../src/results/trace-result.ts';
import { nearMisses } from '../../../src/simulator/near-misses.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import { traceContact } from '../../../src/simulator/trace-contact.ts';
import { atOnce } from '../../../src/simulator/steps.ts';
import { modelOf } from '../../support/journeys.ts';
import { assertSchema } from '../../support/schemas.ts';
import { loadRecords } from '../../support/ways.ts';
import { ORIGIN, microseconds } from '../../support/worked-cases.ts';

const TEXT = `email x { link pricing "https://e.example/pricing" }
activity buy
journey j "J" {
  audience when not contact.country == "XX"
  expires after 60 days
  stage a { enter when delivered x }
  stage b {
    enter when clicked x.pricing within 14 days and not reported spam within 20 days
    enter from d when clicked any email
  }
  stage c { enter when performed buy at least 2 times within 7 days or in segment vip }
  side stage d { enter from a after 30 days }
}
contact { country text }
segment vip when submitted any form ever`;

const record = (contact: string, time: string, event: string, more: object = {}): string =>
  JSON.stringify({ contact, time: ORIGIN + microseconds(time), event, ...more });

const day = (number: number, time = '00:00:00.000'): string => `${new Date(ORIGIN / 1000 + number * 86_400_000).toISOString().slice(0, 10)}T${time}Z`;

async function traceOf(records: readonly string[], asOf: string, contact = 'ann'): Promise<TraceResult> {
  const outcome = atOnce(traceContact(await modelOf(TEXT), 'j', contact, await loadRecords(records.join('\n')), { asOf: ORIGIN + microseconds(asOf) }));
  assert(outcome.ok, outcome.ok ? '' : outcome.problem.message);
  assertSchema('trace', outcome.trace);
  return outcome.trace;
}

const stepsOf = ({ steps }: TraceResult): unknown[] =>
  steps.map((step) =>
    step.kind === 'record'
      ? [step.time, step.event, step.about]
      : step.kind === 'move'
        ? [step.time, step.from, step.to, step.rule.index, step.rule.line, step.by, step.secondsInStage]
        : [step.time, 'expired', step.stage],
  );

describe("a contact's trace", () => {
  const records = [
    record('ann', '0', 'delivered', { email: 'x', 'attr.country': 'DE' }),
    record('ann', '1d', 'opened', { email: 'x', machine: 'true' }),
    record('ann', '14d3h12m', 'clicked', { email: 'x', link: 'pricing' }),
    record('ann', '40d', 'clicked', { email: 'x' }),
    record('ann', '41d', 'buy'),
    record('ann', '50d', 'buy'),
  ];

  it('has every record in order, each move after what made it, with its rule', async () => {
    const trace = await traceOf(records, '50d');
    assert.deepEqual(stepsOf(trace), [
      [day(0), 'delivered', { email: 'x', 'attr.country': 'DE' }],
      [day(0), null, 'a', 0, 6, 'record', null],
      [day(1), 'opened', { email: 'x', machine: 'true' }],
      [day(14, '03:12:00.000'), 'clicked', { email: 'x', link: 'pricing' }],
      [day(30), 'a', 'd', 0, 12, 'deadline', 30 * 86_400],
      [day(40), 'clicked', { email: 'x' }],
      [day(40), 'd', 'b', 1, 9, 'record', 10 * 86_400],
      [day(41), 'buy', {}],
      [day(50), 'buy', {}],
    ]);
    assert.deepEqual([trace.stage, trace.contact, trace.asOf], ['b', 'ann', day(50)]);
  });

  it('says by how much a window was missed', async () => {
    const { nearMisses: misses } = await traceOf(records, '50d');
    assert.deepEqual(
      misses.map(({ stage, rule, text, time, withinSeconds, lateSeconds }) => [stage, rule.stage, rule.index, text, time, withinSeconds, lateSeconds]),
      [
        // 3 h 12 min after the 14 days from entering a.
        ['a', 'b', 0, 'clicked x.pricing within 14 days', day(14, '03:12:00.000'), 14 * 86_400, 3 * 3600 + 12 * 60],
        // In b since day 40; the second purchase is on day 50, the week was over on day 47.
        ['b', 'c', 0, 'performed buy at least 2 times within 7 days', day(50), 7 * 86_400, 3 * 86_400],
      ],
    );
  });

  it('says what each rule of the present stage waits for', async () => {
    const inA = await traceOf(records, '10d');
    assert.deepEqual(
      inA.waiting.map(({ rule, answer, notBefore, parts }) => [rule.stage, rule.index, answer, notBefore, parts]),
      [
        [
          'b',
          0,
          'undecided',
          undefined,
          [
            { text: 'clicked x.pricing within 14 days', answer: 'undecided', have: 0, need: 'at least 1', deadline: day(14) },
            { text: 'not reported spam within 20 days', answer: 'undecided', have: 0, need: 'at least 1', deadline: day(20) },
          ],
        ],
        ['d', 0, 'undecided', day(30), []],
      ],
    );
    const inB = await traceOf(records, '42d');
    assert.deepEqual(
      inB.waiting.map(({ rule, answer, parts }) => [rule.stage, answer, parts]),
      [
        [
          'c',
          'undecided',
          [
            { text: 'performed buy at least 2 times within 7 days', answer: 'undecided', have: 1, need: 'at least 2', deadline: day(47) },
            { text: 'in segment vip', answer: 'false' },
          ],
        ],
      ],
    );
  });

  it('says why a contact never entered, and what it expired in', async () => {
    const out = await traceOf([record('ann', '0', 'delivered', { email: 'x', 'attr.country': 'XX' })], '1d');
    assert.deepEqual([out.stage, out.keptOut, out.waiting.map(({ rule, answer }) => [rule.stage, answer])], [null, 'audience', [['a', 'true']]]);
    const gone = await traceOf([record('ann', '0', 'delivered', { email: 'x' }), record('ann', '1d', 'clicked', { email: 'x', link: 'pricing' })], '70d');
    assert.deepEqual(stepsOf(gone).at(-1), [day(60), 'expired', 'b']);
    assert.deepEqual([gone.stage, gone.waiting], [null, []]);
  });

  it('an unknown contact is said without its id', async () => {
    const outcome = atOnce(traceContact(await modelOf(TEXT), 'j', 'zoe@acme.example', await loadRecords(records.join('\n')), {}));
    assert(!outcome.ok);
    assert.match(outcome.problem.message, /^The data has no record of such a contact/);
    assert.doesNotMatch(outcome.problem.message, /zoe/);
  });
});

describe('near misses of a stage', () => {
  const text = `email x
journey j {
  stage a { enter when delivered x }
  stage b { enter when clicked x at least 2 times within 7 days }
}`;

  /** A contact for each time of its second click; the first is an hour after the delivery. */
  const contacts = (seconds: readonly (string | undefined)[]): string[] =>
    seconds.flatMap((second, index) => [
      record(`c${String(index)}`, '0', 'delivered', { email: 'x' }),
      record(`c${String(index)}`, '1h', 'clicked', { email: 'x' }),
      ...(second === undefined ? [] : [record(`c${String(index)}`, second, 'clicked', { email: 'x' })]),
    ]);

  async function missesOf(records: readonly string[], source = text): Promise<NearMissesResult> {
    const [model, loaded] = [await modelOf(source), await loadRecords(records.join('\n'))];
    const outcome = atOnce(nearMisses(model, 'j', 'a', loaded, {}));
    assert(outcome.ok, outcome.ok ? '' : outcome.problem.message);
    assertSchema('near-misses', outcome.result);
    const whole = simulate(model, 'j', loaded, {});
    assert(whole.ok);
    assert.equal(outcome.result.dropped, whole.result.stages[0]?.dropped);
    return outcome.result;
  }

  it('counts who was late and by how much, and replays with other windows', async () => {
    const { dropped, windows } = await missesOf(contacts(['7d', '7d1us', '7d12h', '8d', '8d1us', '10d12h', '14d', '20d', undefined]));
    assert.equal(dropped, 8);
    assert.equal(windows.length, 1);
    const [window] = windows;
    assert.deepEqual(
      [window?.rule.stage, window?.text, window?.withinSeconds, window?.missed, window?.missedByLess],
      // 7d1us and 7d12h by less than a day; 8d by exactly one.
      ['b', 'clicked x at least 2 times within 7 days', 7 * 86_400, 7, { seconds: 86_400, contacts: 2 }],
    );
    // The fourth of seven: 8d1us, which is 1 d and a microsecond late.
    assert.equal(window?.lateSeconds, 86_400.000001);
    // 8 days keep the three up to 8d, 11 days those up to 10d12h, 14 days those up to 14d: all ends included.
    assert.deepEqual(window.wider, [
      { withinSeconds: 8 * 86_400, kept: 3 },
      { withinSeconds: 11 * 86_400, kept: 5 },
      { withinSeconds: 14 * 86_400, kept: 6 },
    ]);
  });

  it('replays the whole journey, so that what else a rule asks for still counts', async () => {
    const records = [...contacts(['7d12h', '7d12h']), record('c0', '2h', 'unsubscribed')];
    const { windows } = await missesOf(records, text.replace('within 7 days }', 'within 7 days and not unsubscribed from all channels ever }'));
    assert.deepEqual([windows[0]?.missed, windows[0]?.wider[0]?.kept], [2, 1]);
  });

  it('a rule without such a window has nothing to say', async () => {
    const { dropped, windows } = await missesOf(contacts(['1d']), text.replace('at least 2 times within 7 days', 'at least 3 times'));
    assert.deepEqual([dropped, windows], [1, []]);
  });

  it('an unknown stage is said', async () => {
    const outcome = atOnce(nearMisses(await modelOf(text), 'j', 'z', await loadRecords(contacts(['1d']).join('\n')), {}));
    assert.deepEqual(outcome, { ok: false, problem: { kind: 'unknown-name', message: 'The file has no stage on the path called "z". It has "a", "b".' } });
  });
});
