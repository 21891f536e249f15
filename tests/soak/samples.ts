import { exerciseJourneys } from '../../src/synthesis/exercise-journeys.ts';
import { SeededRandom } from '../../src/synthesis/seeded-random.ts';
import { eventsOfModel } from '../differential/events-of-model.ts';
import { generateHistory } from '../differential/generate-history.ts';
import { generateRun } from '../differential/generate-run.ts';
import { waysOfSimulator } from '../differential/outcomes.ts';
import { Random } from '../differential/random.ts';
import { ORIGIN } from '../support/worked-cases.ts';
import type { SoakPart } from './soak-part.ts';

const DAY = 86_400_000_000;

/** So many random histories look for a rule that the sample does not fire. */
const HISTORIES = 400;

/** Of the rules that random histories fire, so many a sample has to fire too. */
const LEAST = 0.97;

export const samples: SoakPart = {
  name: 'samples',
  says: `a sample fires at least ${LEAST * 100} % of the rules of random journeys that ${HISTORIES} random histories fire`,
  unit: 'journeys',
  whole: 1000,
  sample: 12,
  start: () => async (seed, tally) => {
    const run = await generateRun(seed, 1);
    if (!run) {
      tally.count('journeys with an error');
      return;
    }
    const { model } = run;
    const { rules } = exerciseJourneys(model.journeys, model, new SeededRandom(seed), () => undefined, { start: ORIGIN, least: 0 });
    const fired = new Set(rules.filter((rule) => rule.fired).map(({ stage, index }) => `${stage} ${index}`));
    const random = new Random(seed + 1_000_000);
    const options = { origin: ORIGIN, hasDeliveries: true, asked: eventsOfModel(model) };
    const records = Array.from({ length: HISTORIES }, (_, contact) => generateHistory(random, `c${contact}`, options)).flat();
    const ways = await waysOfSimulator(model, { records, asOf: ORIGIN + 20 * DAY, attributes: new Map() });
    const stages = model.journeys[0]?.stages ?? [];
    const visits = [...ways.values()].flatMap(({ passes }) => passes.flatMap((pass) => pass.visits));
    const byChance = new Set(visits.map(({ stage, rule }) => `${stages[stage]?.name ?? ''} ${rule}`));
    tally.count('rules', rules.length);
    tally.count('rules that the sample fires', fired.size);
    tally.count('rules that the sample misses by little', rules.filter(({ missed }) => missed).length);
    tally.count('rules that random histories fire', byChance.size);
    tally.count('of these the sample fires', [...byChance].filter((rule) => fired.has(rule)).length);
    tally.pass(1);
  },
  doubts: ({ seeds, counts: { 'rules that random histories fire': byChance = 0, 'of these the sample fires': found = 0 } }) => [
    ...(byChance < seeds * 2 ? [`only ${byChance} rules of ${seeds} journeys fired`] : []),
    ...(found < LEAST * byChance ? [`a sample fires ${found} of ${byChance} rules, which is less than ${LEAST * 100} %`] : []),
  ],
  tell: ({ counts }) => Object.entries(counts).map(([name, number]) => `${name}: ${number.toLocaleString('en')}`),
};
