import assert from 'node:assert/strict';
import type { ActivityRecord } from '../../../src/activities/activity-record.ts';
import type { Model } from '../../../src/model/model.ts';
import type { ShrunkTable } from '../../../src/synthesis/shrink-table.ts';
import { shrinkTable } from '../../../src/synthesis/shrink-table.ts';
import { atOnce } from '../../../src/simulator/steps.ts';
import type { Showing } from '../../../src/synthesis/smallest-contacts.ts';
import { smallestContacts } from '../../../src/synthesis/smallest-contacts.ts';
import { tableOfRecords } from '../../../src/synthesis/table-of-records.ts';
import { EVENTS } from '../../../src/activities/activity-table.ts';
import { generateRun } from '../../differential/generate-run.ts';
import { Random } from '../../differential/random.ts';
import type { ReferenceRecord } from '../../reference/reference-record.ts';
import { modelOf } from '../../support/journeys.ts';

function shrunkOf(records: readonly ActivityRecord[], model: Model): ShrunkTable {
  const outcome = atOnce(shrinkTable(tableOfRecords(records), model, model.journeys, {}));
  assert(outcome.ok);
  return outcome.shrunk;
}

/** The numbers of contacts of all subsets, the smaller subsets first. */
function* subsets(size: number): Generator<readonly number[]> {
  const all = Array.from({ length: 2 ** size }, (_, bits) => Array.from({ length: size }, (__, place) => place).filter((place) => (bits >> place) % 2 === 1));
  yield* all.sort((a, b) => a.length - b.length);
}

function shownBy(chosen: readonly number[], all: readonly Showing[]): ReadonlySet<string> {
  const end = Math.max(-Infinity, ...chosen.map((place) => all[place]!.latest));
  return new Set(chosen.flatMap((place) => [...all[place]!.shows].filter(([, time]) => time <= end).map(([thing]) => thing)));
}

describe('the fewest contacts', () => {
  const random = new Random(7);
  for (let round = 0; round < 300; round++) {
    it(`of random ones, by trying all: ${round}`, () => {
      const size = random.between(1, 9);
      const things = random.between(1, 7);
      const all: Showing[] = Array.from({ length: size }, () => {
        const latest = random.between(0, 9);
        const shows = new Map<string, number>();
        // Half of it is shown by a record, the rest comes later, up to when the last of all ends.
        for (let thing = 0; thing < things; thing++)
          if (random.chance(0.35)) shows.set(`t${thing}`, random.chance(0.6) ? random.between(0, latest) : random.between(latest, 12));
        return { shows, latest };
      });
      const end = Math.max(...all.map(({ latest }) => latest));
      const possible = all.map(({ shows, latest }) => ({ latest, shows: new Map([...shows].filter(([, time]) => time <= end)) }));
      const wanted = shownBy([...all.keys()], all).size;
      const smallest = [...subsets(size)].find((chosen) => shownBy(chosen, all).size === wanted)!;
      const { chosen, isSmallest } = smallestContacts(possible);
      assert(isSmallest);
      assert.equal(shownBy(chosen, all).size, wanted);
      assert.equal(chosen.length, smallest.length);
    });
  }
});

const OWN = ['activity', 'email', 'link', 'url', 'channel', 'form', 'page', 'campaign'] as const;

function activityRecord(record: ReferenceRecord, id: number): ActivityRecord {
  const isKnown = (EVENTS as readonly string[]).includes(record.event);
  const texts = Object.fromEntries(OWN.flatMap((field) => (record[field] === undefined ? [] : [[field, record[field]]])));
  return {
    contact: record.contact,
    time: record.time,
    event: isKnown ? (record.event as ActivityRecord['event']) : 'performed',
    texts: isKnown ? texts : { ...texts, activity: record.event },
    ...(record.bounce === undefined ? {} : { bounce: record.bounce }),
    ...(record.machine === true ? { machine: true } : {}),
    properties: record.properties ?? {},
    id: String(id),
  };
}

describe('a shrunk table', () => {
  it('shows the same as all of the data, and no smaller one does: every subset of the contacts of random journeys', async () => {
    let [journeys, smaller] = [0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const run = await generateRun(seed, 6);
      if (!run) continue;
      const { model } = run;
      const records = run.histories.records.map(activityRecord);
      const contacts = [...new Set(records.map(({ contact }) => contact))];
      const shown = (some: readonly ActivityRecord[]): string => [...shrunkOf(some, model).shows].sort().join();
      const whole = shown(records);
      const shrunk = shrunkOf(records, model);
      assert(shrunk.isSmallest);
      assert.equal(shown(shrunk.records), whole, `seed ${seed}`);
      const smallest = [...subsets(contacts.length)].find(
        (chosen) => chosen.length > 0 && shown(records.filter(({ contact }) => chosen.includes(contacts.indexOf(contact)))) === whole,
      )!;
      assert.equal(shrunk.contacts, smallest.length, `seed ${seed}`);
      journeys++;
      if (shrunk.contacts < contacts.length) smaller++;
    }
    assert(journeys > 40 && smaller > 20, `${journeys} ${smaller}`);
  }).timeout(60_000);

  const record = (contact: string, day: number, event: ActivityRecord['event'], texts: ActivityRecord['texts'] = { email: 'x' }): ActivityRecord => ({
    contact,
    time: Date.UTC(2026, 0, 1 + day) * 1000,
    event,
    texts,
    properties: {},
    id: `${contact} ${day}`,
  });
  let model: Model;

  before(async () => {
    model = await modelOf(`email x journey j {
      stage a { enter when delivered x }
      stage b { enter when clicked x }
      side stage s { enter from a when not clicked x for 10 days }
    }`);
  });

  it('keeps a contact only because it lasts long enough for another one to wait', () => {
    const records = [
      record('quiet', 0, 'delivered'),
      record('clicks', 0, 'delivered'),
      record('clicks', 1, 'clicked'),
      record('late', 11, 'visited', { url: 'https://www.example.com/' }),
    ];
    const shrunk = shrunkOf(records, model);
    assert.deepEqual([shrunk.contacts, shrunk.fired, shrunk.missed], [3, 3, 3]);
  });

  it('keeps records that say the same, each with an id of its own', () => {
    const twice = { ...record('quiet', 0, 'delivered'), id: 'again' };
    const shrunk = shrunkOf([record('quiet', 0, 'delivered'), twice], model);
    assert.equal(new Set(shrunk.records.map(({ id }) => id)).size, 2);
  });
});
