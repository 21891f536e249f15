import type { Model } from '../../src/model/model.ts';
import { ORIGIN } from '../support/worked-cases.ts';
import { eventsOfModel } from './events-of-model.ts';
import { generateHistory, LONGEST } from './generate-history.ts';
import { generateJourney } from './generate-journey.ts';
import { gridTime, TICK } from './grid.ts';
import type { Histories } from './outcomes.ts';
import type { Phrase } from './phrase.ts';
import { textOf } from './phrase.ts';
import { Random } from './random.ts';
import { readJourney } from './read-journey.ts';

/** 2150-01-01T00:00Z in microseconds: more than 2⁵². */
const FAR = Date.UTC(2150, 0, 1) * 1000;

export interface Run {
  readonly journey: Phrase;
  readonly histories: Histories;
}

/** A journey and the histories of contacts `c0`, `c1` … for it, all from one seed; undefined where the language server finds an error in the journey. */
export async function generateRun(seed: number, contacts: number): Promise<(Run & { readonly model: Model }) | undefined> {
  const random = new Random(seed);
  // Now and then the histories lie across the change to summer time, or after the year 2112, where moments have no exact numbers.
  const place = random.next();
  const origin = place < 0.1 ? ORIGIN + 84 * TICK : place < 0.13 ? FAR : ORIGIN;
  const journey = generateJourney(random, new Date(origin / 1000).toISOString().slice(0, 10));
  const model = await readJourney(textOf(journey));
  if (!model) return undefined;
  const options = { origin, hasDeliveries: random.chance(0.9), asked: eventsOfModel(model) };
  // Where no two records of a contact have one time, most contacts are replayed together, else mostly one by one.
  const isSpread = random.chance(0.4);
  const records = Array.from({ length: contacts }, (_, number) => {
    const history = generateHistory(random, `c${number}`, options);
    return isSpread ? history.map((record, place) => ({ ...record, time: record.time + 1000 * place })) : history;
  }).flat();
  const latest = Math.max(...records.map(({ time }) => time));
  const asOf = random.weighted([
    [3, () => latest],
    [3, () => origin + gridTime(random, LONGEST)],
    [4, () => latest + gridTime(random, LONGEST)],
  ]);
  const attributes = new Map(random.chance(0.1) ? [['c0', { plan: random.pick(['pro', 'free']) }]] : []);
  return { journey, histories: { records, asOf, attributes }, model };
}
