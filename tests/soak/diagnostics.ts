import { generateJourney } from '../differential/generate-journey.ts';
import { textOf } from '../differential/phrase.ts';
import { Random } from '../differential/random.ts';
import { keepsDiagnostics } from '../support/keeps-diagnostics.ts';
import type { SoakPart } from './soak-part.ts';

export const diagnostics: SoakPart = {
  name: 'diagnostics',
  says: 'formatting a random journey, however it is laid out and whatever its comments disable, shows the same diagnostics',
  unit: 'journeys',
  whole: 20_000,
  sample: 200,
  start: () => async (seed, tally) => {
    const random = new Random(seed);
    const counts = await keepsDiagnostics(textOf(generateJourney(random, '2026-01-01')), random);
    tally.count('diagnostics shown', counts.shown);
    tally.count('diagnostics disabled', counts.disabled);
    tally.pass();
  },
  doubts: ({ seeds, counts: { 'diagnostics shown': shown = 0, 'diagnostics disabled': disabled = 0 } }) => [
    ...(shown > seeds ? [] : [`only ${shown} diagnostics are shown`]),
    ...(disabled > seeds / 10 ? [] : [`only ${disabled} diagnostics are disabled`]),
  ],
};
