import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readActivities } from '../../../src/activities/read-activities.ts';
import type { Model } from '../../../src/model/model.ts';
import { dateConflicts } from '../../../src/pseudonyms/date-conflicts.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import { generateRun } from '../../differential/generate-run.ts';
import { jsonOfRecord } from '../../differential/record-json.ts';
import { textFile } from '../activities/support.ts';
import { copyOf } from './support.ts';

const WEEK = 604_800_000;

/** The funnel of all journeys, with the moments moved back by so many weeks. */
async function funnelsOf(model: Model, name: string, text: string, contacts: string | undefined, weeks: number, asOf: number | undefined, timezone = 'UTC') {
  const people = contacts === undefined ? {} : { contacts: [textFile('people.ndjson', contacts)] };
  const read = await readActivities([textFile(name, text)], { timezone, maxRejected: 1, ...people });
  assert.ok(read.ok, read.ok ? '' : read.problem.message);
  return model.journeys.map((journey) => {
    const options = { without: [], ...(asOf === undefined ? {} : { asOf: asOf + weeks * WEEK * 1000 }) } as const;
    const outcome = simulate(model, journey.name, read.loaded, options);
    assert.ok(outcome.ok, outcome.ok ? '' : outcome.problem.message);
    const { asOf: end, inputs, rejected, days, warnings, ...same } = outcome.result;
    const back = (moment: string): string => `${new Date(Date.parse(moment) - weeks * WEEK).toISOString()} ${/\.\d{3}(\d*)/.exec(moment)?.[1] ?? ''}`;
    // A warning's message can show what of the data is nearest.
    const warned = warnings.map(({ code, stage }) => ({ code, stage }));
    return {
      ...same,
      warned,
      asOf: end === null ? null : back(end),
      rejected: rejected.length,
      inputs: inputs.length,
      days: journey.timezone === 'UTC' ? days.map((day) => ({ ...day, date: back(day.date) })) : [],
    };
  });
}

describe('a copy has the same funnel', () => {
  it('random journeys and histories', async function () {
    this.timeout(60_000);
    let compared = 0;
    let moved = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const run = await generateRun(seed, 30);
      if (run === undefined) continue;
      const { model, histories } = run;
      const weeks = dateConflicts(model).length > 0 ? 0 : ((seed * 7) % 209) - 104;
      if (weeks !== 0) moved++;
      const text = histories.records.map(jsonOfRecord).join('\n');
      const people = [...histories.attributes].map(([contact, fields]) => JSON.stringify({ contact, ...fields })).join('\n');
      const copy = await copyOf('records.ndjson', text, { model, weeks, size: 999 });
      assert.ok(copy.result.ok, copy.result.ok ? '' : copy.result.problem.message);
      const peopleCopy = people === '' ? undefined : (await copyOf('people.ndjson', people, { model, weeks, isOfContacts: true })).text;
      const { asOf } = histories;
      const before = await funnelsOf(model, 'records.ndjson', text, people === '' ? undefined : people, 0, asOf);
      const after = await funnelsOf(model, 'records.ndjson', copy.text, peopleCopy, weeks, asOf);
      assert.deepEqual(after, before, `seed ${String(seed)}, ${String(weeks)} weeks`);
      compared++;
    }
    assert.ok(compared >= 40 && moved >= 15, `${String(compared)} compared, ${String(moved)} of them moved`);
  });

  it("times of Prague's clocks, across both of their changes, are as far from each other as before", async () => {
    const text = readFileSync(join(import.meta.dirname, '../../../examples/samples/q1-prague.csv'), 'utf8') + OF_AUTUMN;
    const timesOf = async (file: string): Promise<{ readonly times: readonly number[]; readonly changes: number }> => {
      const read = await readActivities([textFile('q1.csv', file)], { timezone: 'Europe/Prague', maxRejected: 1 });
      assert.ok(read.ok, read.ok ? '' : read.problem.message);
      return { times: [...read.loaded.table.time].sort((a, b) => a - b), changes: read.loaded.clockChanges };
    };
    const before = await timesOf(text);
    assert.ok(before.changes >= 16, 'the file has times that a change skips or doubles');
    for (const weeks of [4, -20, -31]) {
      const copy = await copyOf('q1.csv', text, { weeks, zone: 'Europe/Prague' });
      assert.ok(copy.result.ok);
      const { times, changes } = await timesOf(copy.text);
      assert.deepEqual(
        times,
        before.times.map((time) => time + weeks * WEEK * 1000),
      );
      assert.equal(changes, 0, 'each time has its offset now');
    }
  });
});

const OF_AUTUMN =
  'c1;2026-10-25 02:30:00;webinar_registration;pricing;1\nc1;2026-10-25 03:30:00;webinar_registration;pricing;1\nc1;2026-10-25;webinar_registration;x;1\n';
