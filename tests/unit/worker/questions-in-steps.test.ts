import assert from 'node:assert/strict';
import type { LoadedActivities } from '../../../src/activities/activity-table.ts';
import type { Model } from '../../../src/model/model.ts';
import { runTest } from '../../../src/testing/run-test.ts';
import { answerQuestion } from '../../../src/worker/answer-question.ts';
import type { Question } from '../../../src/worker/protocol.ts';
import { modelOf } from '../../support/journeys.ts';
import { loadRecords } from '../../support/ways.ts';

const TEXT = `email x
email y
segment opener when opened any email ever
journey j {
  stage a { enter when delivered x }
  stage b { enter when clicked x within 1 day }
}
campaign push { journey j runs 2026-01-01 to 2026-01-31 send y on day 3 when opened x ever kpi reached b >= 1% of a }
experiment subject { variants x, y measure reached j.b }
test "sample" on "a.csv" in j { expect median time from a to b < 1 day expect open_rate of x > 0% }
`;

const CONTACTS = 10_000;
/** Whatever a step is, it may not be all of the contacts, nor a large part of them. */
const MOST_A_STEP = CONTACTS / 4;

/** Half of the contacts click in time, the others a day too late. */
const RECORDS = Array.from({ length: CONTACTS }, (_, contact) => {
  const clicked = contact % 2 === 0 ? '2026-01-01T12:00:00Z' : '2026-01-03T12:00:00Z';
  return [
    ['2026-01-01T00:00:00Z', 'delivered'],
    ['2026-01-01T01:00:00Z', 'opened'],
    [clicked, 'clicked'],
  ]
    .map(([time, event]) => `${JSON.stringify({ contact: `c${String(contact)}`, time, event, email: 'x' })}\n`)
    .join('');
}).join('');

describe('what is asked of a sample is worked on in steps, between which it can be cancelled', () => {
  let model: Model;
  let loaded: LoadedActivities;

  before(async () => {
    model = await modelOf(TEXT);
    loaded = await loadRecords(RECORDS);
  });

  const questions: readonly Question[] = [
    { kind: 'breakdown', journey: 'j', by: 'segment opener' },
    { kind: 'campaign', campaign: 'push' },
    { kind: 'experiment', experiment: 'subject' },
    { kind: 'near-misses', journey: 'j', stage: 'a' },
  ];
  for (const question of questions) {
    it(question.kind, () => {
      const steps = [...answerQuestion(question, model, loaded, {})];
      const progress = [0, ...steps, CONTACTS];
      assert(
        progress.slice(1).every((done, index) => done - progress[index]! <= MOST_A_STEP),
        steps.join(' '),
      );
    });
  }

  it('the first look of a trace, a step a pattern', () => {
    const steps = [...answerQuestion({ kind: 'trace', journey: 'j', contact: 'c1' }, model, { ...loaded, table: { ...loaded.table } }, {})];
    assert(steps.length >= 2, 'the journey asks for two patterns');
  });

  it('a test on a sample, a step or more for each expectation', () => {
    const [test] = model.tests;
    assert(test);
    const steps = [...runTest(test, model, loaded)];
    // The median of the times replays the contacts once more.
    assert(steps.filter((done) => done > 0 && done < CONTACTS).length >= CONTACTS / MOST_A_STEP, steps.join(' '));
  });
});
