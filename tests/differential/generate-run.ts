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

export interface Run {
  readonly journey: Phrase;
  readonly histories: Histories;
}

/** A journey and the histories of contacts `c0`, `c1` … for it, all from one seed; undefined where the language server finds an error in the journey. */
export async function generateRun(seed: number, contacts: number): Promise<(Run & { readonly model: Model }) | undefined> {
  const random = new Random(seed);
  // Now and then the histories lie across the change to summer time.
  const origin = random.chance(0.1) ? ORIGIN + 84 * TICK : ORIGIN;
  const journey = generateJourney(random, new Date(origin / 1000).toISOString().slice(0, 10));
  const model = await readJourney(textOf(journey));
  if (!model) return undefined;
  const options = { origin, hasDeliveries: random.chance(0.9), asked: eventsOfModel(model) };
  const records = Array.from({ length: contacts }, (_, number) => generateHistory(random, `c${number}`, options)).flat();
  const latest = Math.max(...records.map(({ time }) => time));
  const asOf = random.weighted([
    [3, () => latest],
    [3, () => origin + gridTime(random, LONGEST)],
    [4, () => latest + gridTime(random, LONGEST)],
  ]);
  const attributes = new Map(random.chance(0.1) ? [['c0', { plan: random.pick(['pro', 'free']) }]] : []);
  return { journey, histories: { records, asOf, attributes }, model };
}
