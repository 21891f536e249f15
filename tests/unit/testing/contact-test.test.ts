import assert from 'node:assert/strict';
import { readActivities } from '../../../src/activities/read-activities.ts';
import type { LoadedActivities } from '../../../src/activities/activity-table.ts';
import type { JourneyTest } from '../../../src/model/journey-test.ts';
import type { Model } from '../../../src/model/model.ts';
import { Simulation } from '../../../src/simulator/simulation.ts';
import { atOnce } from '../../../src/simulator/steps.ts';
import { contactTest } from '../../../src/testing/contact-test.ts';
import { runTest } from '../../../src/testing/run-test.ts';
import { testText } from '../../../src/testing/test-text.ts';
import { generateRun } from '../../differential/generate-run.ts';
import { textOf } from '../../differential/phrase.ts';
import { readJourney } from '../../differential/read-journey.ts';
import { jsonOfRecord } from '../../differential/record-json.ts';
import { rewritesOfModel } from '../../differential/rewrites.ts';
import { textFile } from '../activities/support.ts';

const statusOf = (test: JourneyTest, model: Model): string => atOnce(runTest(test, model, undefined)).test.status;

/** In which stage a contact is from when on: all that can be expected of it at a moment. */
function movesOf(model: Model, loaded: LoadedActivities, contact: string, asOf: number): string {
  const made = atOnce(Simulation.named(model, model.journeys[0]!.name, loaded, { asOf }));
  assert.ok(made.ok);
  const way = made.simulation.wayOf(made.simulation.table.contacts.indexOf(contact));
  const moves = way?.passes.flatMap(({ visits, expired }) => [
    ...visits.map(({ stage, entered }) => ({ stage, time: entered })),
    ...(expired === undefined ? [] : [{ stage: -1, time: expired }]),
  ]);
  const lasting = moves?.filter(({ time }, place) => moves[place + 1]?.time !== time);
  return JSON.stringify(lasting?.filter(({ stage }, place) => lasting[place - 1]?.stage !== stage));
}

function movesOfAny(...args: Parameters<typeof movesOf>): string | undefined {
  try {
    return movesOf(...args);
  } catch {
    return undefined;
  }
}

describe('a test made of a contact', () => {
  it('passes as text, and fails where an edit of the journey changes its way', async function () {
    this.timeout(120_000);
    let made = 0;
    let asked = 0;
    let edits = 0;
    let found = 0;
    for (let seed = 1; made < 200; seed++) {
      const run = await generateRun(seed, 4);
      if (run === undefined) continue;
      const { model, histories } = run;
      const people = [...histories.attributes].map(([contact, fields]) => JSON.stringify({ contact, ...fields })).join('\n');
      const read = await readActivities([textFile('records.ndjson', histories.records.map(jsonOfRecord).join('\n'))], {
        timezone: 'UTC',
        maxRejected: 0,
        ...(people === '' ? {} : { contacts: [textFile('people.ndjson', people)] }),
      });
      assert.ok(read.ok);
      for (const contact of read.loaded.table.contacts) {
        const journey = model.journeys[0]!.name;
        const outcome = atOnce(contactTest(model, { journey, contact, name: 'someone' }, read.loaded, { asOf: histories.asOf }));
        asked++;
        if (!outcome.ok) {
          assert.match(outcome.problem.message, /^(?:A test cannot say record \d+ of|The contact goes another way|The data has no record of)/);
          if (outcome.problem.kind === 'unknown-name') asked--;
          continue;
        }
        made++;
        const text: string = `${textOf(run.journey)}\n${testText(outcome.test, model)}`;
        const again = await readJourney(text);
        assert.ok(again, text);
        assert.equal(statusOf(again.tests[0]!, again), 'passed', `seed ${String(seed)}\n${text}`);
        if (made % 8 !== 0 || model.journeys[0]!.reentry.kind === 'overlapping') continue;
        const before = movesOf(model, read.loaded, contact, histories.asOf);
        for (const [, edited] of rewritesOfModel(model)) {
          // Without a clause some journeys are none that the language allows.
          const after = movesOfAny(edited, read.loaded, contact, histories.asOf);
          if (after === undefined || after === before) continue;
          edits++;
          if (statusOf(outcome.test, edited) !== 'passed') found++;
        }
      }
    }
    assert.ok(made / asked > 0.85, `${String(made)} of ${String(asked)}`);
    assert.ok(edits > 50 && found / edits > 0.95, `${String(found)} of ${String(edits)}`);
  });
});
