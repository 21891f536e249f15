import assert from 'node:assert/strict';
import type { ActivityRecord } from '../../../src/activities/activity-record.ts';
import { writeRecords } from '../../../src/activities/formats/write-records.ts';
import { ShapeWriter } from '../../../src/activities/shapes/shape-writer.ts';
import type { Model } from '../../../src/model/model.ts';
import { learnTraffic } from '../../../src/synthesis/learn-traffic.ts';
import { makeSample } from '../../../src/synthesis/make-sample.ts';
import { tableOfRecords } from '../../../src/synthesis/table-of-records.ts';
import type { Traffic } from '../../../src/synthesis/traffic.ts';
import { USUAL_TRAFFIC } from '../../../src/synthesis/traffic.ts';
import { modelOf } from '../../support/journeys.ts';

const HOUR = 3_600_000_000;
const START = Date.UTC(2026, 0, 5) * 1000;

/** One contact's records, at 3 in the morning: a mail, opened by nine of ten, half of the opens after 64 to 127 seconds. */
function history(place: number): readonly Omit<ActivityRecord, 'id'>[] {
  const contact = `canary-person-${place}@canary.invalid`;
  const time = START + (place % 20) * 24 * HOUR + 3 * HOUR;
  const texts = { email: 'canary mail', campaign: 'canary campaign' };
  const properties = { name: `Canary Name ${place % 3}`, comment: 'canary comment', 'attr.city': 'Canary City', 'attr.phone': `canary-${place}` };
  return [
    { contact, time, event: 'delivered', texts, properties },
    ...(place % 10 === 0 ? [] : [{ contact, time: time + (place % 2 === 0 ? 100 : 2000) * 1_000_000, event: 'opened', texts, properties } as const]),
    ...(place % 4 === 0
      ? [
          {
            contact,
            time: time + 200_000_000,
            event: 'clicked',
            texts: { ...texts, url: `https://canary.invalid/?who=canary${place}`, link: 'canary link' },
            properties,
          } as const,
        ]
      : []),
    ...(place < 5 ? [{ contact, time: time + 300_000_000, event: 'submitted', texts: { form: 'canary form', page: 'canary page' }, properties } as const] : []),
    ...(place % 2 === 0
      ? [{ contact, time: time + 400_000_000, event: 'performed', texts: { activity: 'canary_activity', channel: 'canary channel' }, properties } as const]
      : []),
  ];
}

const tableOf = (contacts: number): ReturnType<typeof tableOfRecords>['table'] =>
  tableOfRecords(
    Array.from({ length: contacts }, (_, place) => history(place).map((record, number) => ({ ...record, id: `canary-id-${place}-${number}` }))).flat(),
  ).table;

describe('traffic learnt from data', () => {
  let model: Model;

  before(async () => {
    model = await modelOf(
      'email x form f activity buy { value number } journey j { stage a { enter when delivered x } stage b { enter when clicked x within 3 days } }',
    );
  });

  function text(traffic: Traffic): string {
    const writer = ShapeWriter.named('journey')!;
    const { records } = makeSample({ journeys: model.journeys, model, contacts: 500, seed: 1, traffic, unsayable: () => undefined, isAddress: false });
    return writeRecords(
      records.map((record) => writer.fieldsOf(record)),
      writer.shape,
      'csv',
    );
  }

  it('is rates, hours and gaps', () => {
    const { opened, clicked, submissions, activities, hours, answerDelays } = learnTraffic(tableOf(200));
    assert.equal(opened, 180 / 200);
    assert.equal(clicked, 50 / 200);
    assert.equal(activities, 100 / 200);
    // Five contacts are too few to learn from.
    assert.equal(submissions, USUAL_TRAFFIC.submissions);
    assert.deepEqual(
      hours.map((weight) => weight > 0),
      Array.from({ length: 24 }, (_, hour) => hour === 3),
    );
    // 100 s and 200 s are in 2^6 to 2^8, 2000 s in 2^10 to 2^11.
    assert.deepEqual(
      answerDelays.flatMap((weight, place) => (weight > 0 ? [place] : [])),
      [6, 7, 10],
    );
  });

  it('of fewer than ten contacts is what is usual', () => {
    assert.deepEqual(learnTraffic(tableOf(9)), USUAL_TRAFFIC);
  });

  it('makes a sample like the data', () => {
    const lines = text(learnTraffic(tableOf(200))).split('\n');
    const count = (event: string): number => lines.filter((line) => line.includes(`,${event},`)).length;
    assert(count('opened') > 0.75 * count('delivered'), `${count('opened')} of ${count('delivered')}`);
    const usual = text(USUAL_TRAFFIC).split('\n');
    const visits = usual.filter((line) => line.includes(',visited,'));
    const atThree = (some: readonly string[]): number => some.filter((line) => /T03:/.test(line)).length;
    assert(atThree(visits) < 0.1 * visits.length);
    const learnt = lines.filter((line) => line.includes(',visited,'));
    assert(atThree(learnt) > 0.9 * learnt.length, `${atThree(learnt)} of ${learnt.length}`);
  });

  it('has no word of the data, neither in itself nor in the sample', () => {
    const traffic = learnTraffic(tableOf(200));
    for (const value of Object.values(traffic).flat()) assert.equal(typeof value, 'number');
    assert.doesNotMatch(text(traffic), /canary/i);
  });
});
