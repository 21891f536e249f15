import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lowerModel } from '../../../language-server/lowering/lower-model.ts';
import type { LoadedActivities } from '../../../src/activities/activity-table.ts';
import { writeRecords } from '../../../src/activities/formats/write-records.ts';
import { readActivities } from '../../../src/activities/read-activities.ts';
import { SHAPE_NAMES } from '../../../src/activities/shapes/known-shapes.ts';
import { ShapeWriter } from '../../../src/activities/shapes/shape-writer.ts';
import type { Model } from '../../../src/model/model.ts';
import { simulate } from '../../../src/simulator/simulate.ts';
import type { SyntheticSample } from '../../../src/synthesis/make-sample.ts';
import { makeSample } from '../../../src/synthesis/make-sample.ts';
import { shrinkTable } from '../../../src/synthesis/shrink-table.ts';
import { atOnce } from '../../../src/simulator/steps.ts';
import { USUAL_TRAFFIC } from '../../../src/synthesis/traffic.ts';
import { modelOf, readFiles } from '../../support/journeys.ts';

const examples = join(import.meta.dirname, '../../../examples');

async function exampleModel(): Promise<Model> {
  const texts = Object.fromEntries(['lead-nurturing.journey', 'catalog.journey'].map((file) => [file, readFileSync(join(examples, file), 'utf8')]));
  const { services, document } = await readFiles(texts);
  return lowerModel(document, services, ({ uri }) => uri.path);
}

interface Written {
  readonly made: SyntheticSample;
  readonly text: string;
  readonly loaded: LoadedActivities;
}

async function written(model: Model, shape: string, seed: number, contacts = 60): Promise<Written> {
  const writer = ShapeWriter.named(shape);
  assert(writer);
  const unsayable = writer.unsayable.bind(writer);
  const isAddress = writer.shape.address === true;
  const made = makeSample({ journeys: model.journeys, model, contacts, seed, traffic: USUAL_TRAFFIC, unsayable, isAddress });
  const fields = made.records.map((record) => writer.fieldsOf(record));
  const text = writeRecords(fields, writer.shape, 'ndjson');
  const read = await readActivities([{ name: 'sample.ndjson', chunks: [new TextEncoder().encode(text)], as: shape }], { timezone: 'UTC', maxRejected: 0 });
  assert(read.ok, read.ok ? '' : read.problem.message);
  return { made, text, loaded: read.loaded };
}

function firedRules(model: Model, loaded: LoadedActivities): readonly string[] {
  return model.journeys.flatMap(({ name }) => {
    const simulated = simulate(model, name, loaded, {});
    assert(simulated.ok);
    return simulated.result.rules.filter(({ fired }) => fired > 0).map(({ stage, index }) => `${name}.${stage} ${index}`);
  });
}

/** One rule of each kind of condition, from a stage of its own. */
const CONDITIONS: readonly string[] = [
  'clicked x within 3 days',
  'clicked x at least 3 times in last 7 days',
  'clicked any email at least 2 different emails',
  'clicked x.one or submitted f',
  'visited p at least 3 different pages within 2 days',
  'performed buy where (value >= 100 and plan starts with "pro")',
  'performed buy where value > 5 at least 2 times within 4 days',
  'not clicked any email for 20 days',
  'not opened x within 5 days',
  'clicked x exactly 2 times within 6 days',
  'delivered y then clicked y within 2 days',
  'delivered y then not clicked y within 2 days',
  'not clicked any of last 2 emails within 3 days of delivery',
  'contact.plan == "gold"',
  'contact.seats > 10 for 4 days',
  'score heat >= 30',
  'in segment keen',
  'is subscribed to news',
  'has consent',
  'unsubscribed from news',
  'hard bounced x',
  'reported spam on x',
  'become member',
  'clicked x since 2026-02-01 until 2026-02-10',
  'visited "*/careers*" where utm_source == "jobs"',
];

const CATALOGUE = `
  channel news
  email x "First" { id "d-1" channel news link one "https://acme.example/one" link two "https://acme.example/two" }
  email y { link docs "https://acme.example/docs/*" }
  form f
  page p { url "https://acme.example/compare/*" }
  activity buy { value number plan text }
  contact { plan text seats number }
  segment keen when clicked any email at least 3 times in last 30 days
  score heat { +10 when clicked x.one +20 when submitted f -5 when visited "*/careers*" }
`;

describe('synthetic samples', () => {
  let example: Model;

  before(async () => {
    example = await exampleModel();
  });

  it('fire every rule of the example, and miss every one by little, whatever the seed', async () => {
    const rules = example.journeys.flatMap(({ name, stages }) => stages.flatMap((stage) => stage.rules.map((_, index) => `${name}.${stage.name} ${index}`)));
    assert.equal(rules.length, 7);
    for (let seed = 0; seed < 20; seed++) {
      const { made, loaded } = await written(example, 'journey', seed);
      assert.deepEqual(firedRules(example, loaded), rules, `seed ${seed}`);
      const shrunk = atOnce(shrinkTable(loaded, example, example.journeys, {}));
      assert(shrunk.ok);
      assert.equal(shrunk.shrunk.missed, rules.length, `seed ${seed}`);
      assert(
        made.rules.every(({ missed }) => missed),
        `seed ${seed}`,
      );
    }
  }).timeout(30_000);

  for (const condition of CONDITIONS) {
    it(`come to: ${condition}`, async () => {
      const model = await modelOf(`${CATALOGUE} journey j { stage a { enter when delivered x } stage b { enter when ${condition} } }`);
      const { loaded, made } = await written(model, 'journey', 3, 10);
      assert.deepEqual(firedRules(model, loaded), ['j.a 0', 'j.b 0']);
      assert.deepEqual(
        made.rules.map(({ missed }) => missed),
        [true, true],
      );
    });
  }

  it('are the same bytes for the same seed, and others for another', async () => {
    const [one, same, other] = [await written(example, 'journey', 5), await written(example, 'journey', 5), await written(example, 'journey', 6)];
    assert.equal(one.text, same.text);
    assert.notEqual(one.text, other.text);
  });

  for (const shape of SHAPE_NAMES) {
    it(`in the shape ${shape}: nothing is rejected, and what is said to fire does`, async () => {
      const { made, loaded } = await written(example, shape, 2);
      assert.equal(loaded.counts.rejected + loaded.counts.ignored, 0);
      assert.equal(loaded.counts.read, made.records.length);
      assert.deepEqual(
        firedRules(example, loaded),
        made.rules.filter(({ fired }) => fired).map(({ journey, stage, index }) => `${journey}.${stage} ${index}`),
      );
      // What does not fire has a reason, and only a shape that lacks something has one.
      for (const { fired, reason } of made.rules) assert.equal(reason === undefined, fired);
    });
  }

  it('hold nobody: ids are numbers, addresses end in what is reserved for examples', async () => {
    const { made } = await written(example, 'sendgrid', 1, 200);
    for (const { contact } of made.records) assert.match(contact, /^sample-\d{5}@example\.com$/);
    const { text } = await written(example, 'journey', 1, 200);
    assert.doesNotMatch(text, /@/);
    for (const [url] of text.matchAll(/https?:\/\/[^/"]+/g)) assert.match(url, /^https:\/\/(?:www\.example\.com|acme\.example)$/);
  });

  it('have what real exports have', async () => {
    const { made, loaded } = await written(example, 'journey', 1, 1000);
    const counts = new Map<string, number>();
    for (const { event } of made.records) counts.set(event, (counts.get(event) ?? 0) + 1);
    for (const event of ['sent', 'delivered', 'bounced', 'opened', 'clicked', 'unsubscribed', 'visited', 'submitted', 'performed', 'subscribed', 'consented'])
      assert((counts.get(event) ?? 0) > 10, event);
    assert(made.records.some(({ machine }) => machine === true));
    assert(loaded.counts.duplicates > made.records.length * 0.002 && loaded.counts.duplicates < made.records.length * 0.02, String(loaded.counts.duplicates));
    const simulated = simulate(example, 'lead_nurturing', loaded, {});
    assert(simulated.ok && simulated.result.records.botClicks > 0 && simulated.result.records.machineOpens > 0);
    const perContact = [...loaded.table.contacts.keys()]
      .map((contact) => loaded.table.starts[contact + 1]! - loaded.table.starts[contact]!)
      .sort((a, b) => a - b);
    // A heavy tail: the busiest have many times what is usual.
    assert(perContact.at(-10)! > 3 * perContact[500]!, `${perContact.at(-10)} ${perContact[500]}`);
  });

  it('lie around the dates that are asked for', async () => {
    const model = await modelOf(
      `${CATALOGUE} journey j { stage a { enter when delivered x } stage b { enter when clicked x since 2024-05-01 until 2024-05-10 } }`,
    );
    const { loaded } = await written(model, 'journey', 1, 200);
    assert.deepEqual(firedRules(model, loaded), ['j.a 0', 'j.b 0']);
    const years = new Set([...loaded.table.time].map((time) => new Date(time / 1000).getUTCFullYear()));
    assert.deepEqual([...years], [2024]);
  });

  it('exercise all journeys of a file, up to one end', async () => {
    const model = await modelOf(`${CATALOGUE}
      journey short { stage a { enter when delivered x } stage b { enter when not clicked x within 2 days } }
      journey long { stage a { enter when delivered y } stage b { enter when not clicked y within 200 days } }`);
    const { made, loaded } = await written(model, 'journey', 1, 1);
    assert.deepEqual(firedRules(model, loaded), ['short.a 0', 'short.b 0', 'long.a 0', 'long.b 0']);
    assert.deepEqual(
      made.rules.map(({ missed }) => missed),
      [true, true, true, true],
    );
    const shrunk = atOnce(shrinkTable(loaded, model, model.journeys, {}));
    assert(shrunk.ok);
    assert.deepEqual([shrunk.shrunk.fired, shrunk.shrunk.missed], [4, 4]);
  });

  it('say of a rule that cannot fire why', async () => {
    const model = await modelOf(`${CATALOGUE} journey j {
      stage a { enter when delivered x }
      stage b { enter when clicked x  enter when clicked x.one  enter when contact.plan == "a" and contact.plan == "b" }
    }`);
    const { made } = await written(model, 'journey', 1, 10);
    assert.deepEqual(
      made.rules.map(({ reason }) => reason),
      [undefined, undefined, 'an earlier rule always goes before it (shadowed-rule)', 'its condition can never be true (contradiction)'],
    );
    const { made: bySendGrid } = await written(await modelOf(`${CATALOGUE} journey j { stage a { enter when visited p } }`), 'sendgrid', 1, 10);
    assert.equal(bySendGrid.rules[0]?.reason, 'the shape cannot say "visited"');
  });
});
