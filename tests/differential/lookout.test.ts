import assert from 'node:assert/strict';
import { readActivities } from '../../src/activities/read-activities.ts';
import { TRUE } from '../../src/simulator/answer.ts';
import { ask } from '../../src/simulator/ask.ts';
import { compileJourney } from '../../src/simulator/compile.ts';
import { ContactHistory } from '../../src/simulator/contact-history.ts';
import { deadlineAt } from '../../src/simulator/lookout.ts';
import { LookoutOfOne } from '../../src/simulator/lookout-of-one.ts';
import { signalsOf } from '../../src/simulator/matching/signals.ts';
import { nextChange } from '../../src/simulator/next-change.ts';
import type { ProgramCondition } from '../../src/simulator/program.ts';
import type { Anchor, View } from '../../src/simulator/view.ts';
import { TimeZone } from '../../src/time/time-zone.ts';
import { generateRun } from './generate-run.ts';
import type { Histories } from './outcomes.ts';
import { jsonOfRecord } from './record-json.ts';

const SEEDS = 400;
const CONTACTS = 3;

/** The first moment, `from` or later, at which the answer is true: every record and every deadline is gone through. */
function firstTrue(condition: ProgramCondition, from: number, { history, ...view }: Omit<View, 'moment'>): number {
  for (let moment = from; moment < Infinity;) {
    const time = Math.floor(moment);
    const now: View = { ...view, history, moment: { time, late: moment !== time, high: history.firstAfter(time) } };
    if (ask(condition, now) === TRUE) return moment;
    const next = history.firstAfter(time);
    moment = Math.min(next < history.end ? history.times[next]! : Infinity, deadlineAt(nextChange(condition, now)));
  }
  return Infinity;
}

/** Standpoints of a contact: before its first pass, and in a stage that each of its records, or a deadline after it, let it into. */
function* standpoints(history: ContactHistory): Generator<{ readonly anchor: Anchor | undefined; readonly from: number }> {
  yield { anchor: undefined, from: history.known() };
  for (let place = history.start; place < history.end; place++) {
    const time = history.times[place]!;
    yield { anchor: { time, start: place + 1, excluded: [], used: [], reach: history.firstAfter(time), entry: place }, from: time };
    const start = history.firstAfter(time + 5);
    yield { anchor: { time: time + 5, start, excluded: [], used: [], reach: start, entry: -1 }, from: deadlineAt(time + 5) };
  }
}

async function tableOf({ records }: Histories) {
  const read = await readActivities([{ name: 'records.ndjson', chunks: [new TextEncoder().encode(records.map(jsonOfRecord).join('\n'))] }], {
    timezone: 'UTC',
    maxRejected: 0,
  });
  assert(read.ok);
  return read.loaded.table;
}

/** Looking ahead against going through every moment, for the conditions of journeys made by chance. */
describe('the lookout', () => {
  const seen = { conditions: 0, exact: 0, early: 0, never: 0 };

  for (let first = 1; first <= SEEDS; first += 50) {
    it(`finds when conditions are next true, seeds ${first} to ${first + 49}`, async () => {
      for (let seed = first; seed < first + 50; seed++) {
        const run = await generateRun(seed, CONTACTS);
        const [journey] = run?.model.journeys ?? [];
        if (!run || !journey) continue;
        const table = await tableOf(run.histories);
        // There moments have no exact numbers.
        if (table.time.some((time) => time > 2 ** 52)) continue;
        const [zone, utc] = [TimeZone.named(journey.timezone)!, TimeZone.named('UTC')!];
        const program = compileJourney(journey, run.model, table, signalsOf(table, run.model, zone), zone, utc);
        const history = new ContactHistory(table);
        const lookout = new LookoutOfOne(program, table, history);
        const rules = program.stages.flatMap(({ rulesOut }) => rulesOut);
        for (let contact = 0; contact < table.contacts.length; contact++) {
          history.read(contact, Infinity);
          const isTied = history.times.subarray(history.start + 1, history.end).some((time, index) => time === history.times[history.start + index]);
          for (const { anchor, from } of standpoints(history)) {
            const view = { history, anchor, origin: anchor, outside: anchor === undefined, earlierLinks: [], stageAnchors: [] };
            if (anchor) lookout.standIn(anchor, [], Infinity);
            else lookout.standOutside(undefined, Infinity);
            for (const { when, outlook } of anchor ? rules : program.rulesIn) {
              if (!when || !outlook) continue;
              const [found, wanted] = [lookout.nextTrue(outlook, from), firstTrue(when, from, view)];
              seen.conditions++;
              // Never too late; and exact where the records have one order.
              assert(
                isTied ? found <= wanted : found === wanted,
                `seed ${seed}, contact ${contact}, from ${from}: ${found}, not ${wanted}; ${JSON.stringify(when)}`,
              );
              seen[found === Infinity ? 'never' : found === wanted ? 'exact' : 'early']++;
            }
          }
        }
      }
    });
  }

  it('was asked for much that comes true and much that does not', () => {
    assert.ok(seen.conditions > 10_000 && seen.exact > 3000 && seen.never > 1000, JSON.stringify(seen));
  });
});
